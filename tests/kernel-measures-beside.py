"""Measures two installed Jupyter kernels in turn, each figure the median of several fresh kernels; prints a table with ratios.
usage: kernel-measures-beside.py ours [other]; without the other, the first kernel for C# that is not ours."""
import statistics
import subprocess
import sys
import time

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

RUNS, WARM_CELLS, TIMEOUT = 5, 30, 120
CSHARP = ("csharp", "c#")


def measure(name, language):
    first = "var x = Enumerable.Range(1, 100).Select(i => i * i).Sum(); x" if language in CSHARP else "1 + 1"
    start = time.perf_counter()
    manager = KernelManager(kernel_name=name)
    manager.start_kernel(stderr=subprocess.DEVNULL)
    client = manager.blocking_client()
    client.start_channels()
    client.wait_for_ready(timeout=TIMEOUT)
    ready = time.perf_counter() - start

    def cell(code):
        begin = time.perf_counter()
        reply = client.execute_interactive(code, timeout=TIMEOUT, output_hook=lambda _: None)
        if reply["content"]["status"] != "ok":
            raise RuntimeError(f"{name} failed: {code}")
        return time.perf_counter() - begin

    figures = ready, cell(first), statistics.median(cell(f"{i} + 1") for i in range(WARM_CELLS))
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    return figures


def main(ours, other):
    specs = {name: entry["spec"] for name, entry in KernelSpecManager().get_all_specs().items()}
    if not other:
        others = [n for n, s in specs.items() if s["language"].lower() in CSHARP and not s.get("metadata", {}).get("notebookkit")]
        other = min(others, default="")
    print(f"\n| through Jupyter, median of {RUNS} kernels | ours | {other or 'another'} | ratio |\n|---|---|---|---|")
    if other not in specs:
        print(f"| no kernel '{other}' is installed here | | | |" if other else "| no other kernel for C# is installed here | | | |")
        return
    samples = {ours: [], other: []}
    for _ in range(RUNS):
        for name, rows in samples.items():
            rows.append(measure(name, specs[name]["language"].lower()))
    for row, label in enumerate(("start to ready", "first cell", "warm cell")):
        a, b = (statistics.median(figures[row] for figures in rows) * 1000 for rows in samples.values())
        print(f"| {label} | {a:.0f} ms | {b:.0f} ms | {a / b:.2f} |")


main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "")
