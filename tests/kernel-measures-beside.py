"""Measures installed Jupyter kernels in turn, round after round, each figure the median; prints a table with ratios to ipykernel.
usage: kernel-measures-beside.py [--rounds n] [--cells n] kernel...; the first is ours; --cells adds what many cells cost ours."""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

TIMEOUT = 180
CSHARP = ("csharp", "c#")
CODE = {
    True: ("1+1", "record P(string Name, int Age);\nvar ps = Enumerable.Range(1, 100).Select(i => new P($\"p{i}\", i)).Where(p => p.Age % 2 == 0).ToList();\nps.Sum(p => p.Age)", "Console."),
    False: ("1+1", "from collections import namedtuple\nP = namedtuple('P', 'name age')\nps = [p for p in (P(f'p{i}', i) for i in range(1, 101)) if p.age % 2 == 0]\nsum(p.age for p in ps)", "str."),
}
LABELS = ("ready, ms", "first result of `1+1`, ms", "processor time until then, ms", "LINQ and a record after it, ms", "warm cell, ms", "processor time of a warm cell, ms", "memory, MB",
          "first completion, ms", "next completion, ms", "first result of LINQ and a record, ms", "processor time until then, ms", "notebook 01 up to its first table, ms", "processor time until then, ms")
NOTEBOOK = pathlib.Path(__file__).resolve().parent.parent / "notebooks" / "01-cohort.ipynb"


def tree(pid):
    found = [pid]
    for line in subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout.splitlines():
        child, parent = map(int, line.split())
        if parent in found:
            found.append(child)
    return found


def memory(pid):
    total = 0
    for process in tree(pid):
        try:
            with open(f"/proc/{process}/status", encoding="ascii") as status:
                total += sum(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))
        except OSError:
            pass
    return total / 1024


def processor(pid):
    ticks = 0
    for process in tree(pid):
        try:
            with open(f"/proc/{process}/stat", encoding="utf8") as stat:
                fields = stat.read().rsplit(")", 1)[1].split()
                ticks += int(fields[11]) + int(fields[12])
        except OSError:
            pass
    return ticks * 1000 / os.sysconf("SC_CLK_TCK")


class Kernel:
    def __init__(self, name, language):
        self.begin = time.perf_counter()
        self.manager = KernelManager(kernel_name=name)
        self.manager.start_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=str(NOTEBOOK.parent))
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=TIMEOUT)
        self.ready = self.since()
        self.pid = self.manager.provisioner.pid
        self.codes = CODE[language in CSHARP]

    def since(self):
        return (time.perf_counter() - self.begin) * 1000

    def cell(self, code):
        start = time.perf_counter()
        reply = self.client.execute_interactive(code, timeout=TIMEOUT, output_hook=lambda _: None)
        if reply["content"]["status"] != "ok":
            raise RuntimeError(f"failed: {code}: {reply['content']}")
        return (time.perf_counter() - start) * 1000

    def complete(self):
        start = time.perf_counter()
        self.client.complete(self.codes[2], len(self.codes[2]), reply=True, timeout=TIMEOUT)
        return (time.perf_counter() - start) * 1000

    def stop(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def measure(name, language):
    kernel = Kernel(name, language)
    try:
        kernel.cell(kernel.codes[0])
        first, used = kernel.since(), processor(kernel.pid)
        linq = kernel.cell(kernel.codes[1])
        before = processor(kernel.pid)
        warm = statistics.median(kernel.cell(f"{i} + 1") for i in range(30))
        each = (processor(kernel.pid) - before) / 30
        weight = memory(kernel.pid)
        row = [kernel.ready, first, used, linq, warm, each, weight, kernel.complete(), statistics.median(kernel.complete() for _ in range(5))]
    finally:
        kernel.stop()
    kernel = Kernel(name, language)
    try:
        kernel.cell(kernel.codes[1])
        row += [kernel.since(), processor(kernel.pid)]
    finally:
        kernel.stop()
    return row + (first_table(name, language) if language in CSHARP else [None, None])


def first_table(name, language):
    """From the start of the kernel to the first table of the notebook, all cells before it run."""
    cells = ["".join(c["source"]) for c in json.loads(NOTEBOOK.read_text(encoding="utf8"))["cells"] if c["cell_type"] == "code"]
    kernel = Kernel(name, language)
    try:
        for code in cells:
            found = []

            def look(message):
                if "<table" in str(message["content"].get("data", {}).get("text/html", "")):
                    found.append([kernel.since(), processor(kernel.pid)])

            reply = kernel.client.execute_interactive(code, timeout=TIMEOUT, output_hook=look)
            if reply["content"]["status"] != "ok":
                raise RuntimeError(f"failed: {code}: {reply['content']}")
            if found:
                return found[0]
        raise RuntimeError("the notebook has no table")
    finally:
        kernel.stop()


def growth(name, language, cells):
    kernel = Kernel(name, language)
    try:
        for i in range(100):
            kernel.cell(f"var v{i} = new[] {{ {i} }}; v{i}.Length")
        early, before = statistics.median(kernel.cell(f"v1.Length + {i}") for i in range(50)), memory(kernel.pid)
        for i in range(150, cells - 50):
            kernel.cell(f"var v{i} = new[] {{ {i} }}; v{i}.Length")
        late, after = statistics.median(kernel.cell(f"v1.Length + {i}") for i in range(50)), memory(kernel.pid)
        print(f"\nOurs: a warm cell costs {early:.0f} ms after 100 cells and {late:.0f} ms after {cells:,}; memory grows by {(after - before) * 1024 / max(cells - 200, 1):.0f} KB a cell.")
    finally:
        kernel.stop()


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--cells", type=int, default=0)
    arguments.add_argument("kernels", nargs="+")
    chosen = arguments.parse_args()
    specs = {name: entry["spec"] for name, entry in KernelSpecManager().get_all_specs().items()}
    missing = [name for name in chosen.kernels if name not in specs]
    if missing:
        sys.exit(f"not installed: {', '.join(missing)}; installed are {', '.join(specs)}")
    samples = {name: [] for name in chosen.kernels}
    loads = []
    for _ in range(chosen.rounds):
        for name, rows in samples.items():
            rows.append(measure(name, specs[name]["language"].lower()))
        loads.append(os.getloadavg()[0])
    medians = {name: [None if column[0] is None else statistics.median(column) for column in zip(*rows)] for name, rows in samples.items()}
    python = next((name for name in chosen.kernels if specs[name]["language"].lower() == "python"), None)
    print(f"Medians of {chosen.rounds} alternating rounds on {os.cpu_count()} cores; load of the machine {min(loads):.1f} to {max(loads):.1f}.\n")
    print("| measure | " + " | ".join(chosen.kernels) + " |" + (" ours / ipykernel |" if python else "") + "\n|---" * (1) + "|---" * len(chosen.kernels) + ("|---|" if python else "|"))
    for row, label in enumerate(LABELS):
        ours = medians[chosen.kernels[0]][row]
        ratio = f" {ours / medians[python][row]:.2f} |" if python and medians[python][row] else " – |" if python else ""
        print(f"| {label} | " + " | ".join("–" if medians[name][row] is None else f"{medians[name][row]:.0f}" for name in chosen.kernels) + " |" + ratio)
    if chosen.cells:
        growth(chosen.kernels[0], specs[chosen.kernels[0]]["language"].lower(), chosen.cells)


main()
