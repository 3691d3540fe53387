"""Compares what two kernels show for the same notebooks: every text/html and text/plain must be equal, nothing is on stderr and nothing fails.

usage: compare.py folder-of-dotnet-interactive folder-of-ours
"""
import json
import pathlib
import sys

# Only engines that ask for it get Plotly JSON, so it is the one form that may differ.
EXEMPT = "application/vnd.plotly.v1+json"
# .NET Interactive shows a script of its own before the output of the first cell of a session.
START_SCRIPT = "dotnet-interactive-this-cell-$CACHE_BUSTER$"


def outputs(cell):
    """The outputs in one order: text that follows text on the same stream is one text, however it was cut."""
    shown = []
    for output in cell["outputs"]:
        kind = output["output_type"]
        if kind == "stream":
            if shown and shown[-1][0] == output["name"]:
                shown[-1] = (output["name"], shown[-1][1] + join(output["text"]))
            else:
                shown.append((output["name"], join(output["text"])))
        elif kind == "error":
            shown.append((kind, f"{output['ename']}: {output['evalue']}"))
        else:
            data = {mime: join(text) for mime, text in output["data"].items() if mime != EXEMPT}
            if START_SCRIPT not in data.get("text/html", ""):
                shown.append(("shown", data))
    return shown


def join(text):
    return "".join(text) if isinstance(text, list) else text


def faults(name, theirs, ours):
    for number, (a, b) in enumerate(zip(theirs, ours, strict=True), 1):
        gets_packages = join(a["source"]).startswith("#i ")  # what is said meanwhile is each kernel's own
        a, b = outputs(a), outputs(b)
        for kernel, shown in (".NET Interactive", a), ("ours", b):
            for kind, text in shown:
                if kind in ("stderr", "error"):
                    yield f"{name}, cell {number}, {kernel}, {kind}: {text[:2000]}"
        if a != b and not gets_packages:
            yield f"{name}, cell {number} differs.\n.NET Interactive: {str(a)[:2000]}\nours: {str(b)[:2000]}"


def code_cells(path):
    return [c for c in json.loads(path.read_text(encoding="utf-8"))["cells"] if c["cell_type"] == "code"]


def main(theirs, ours):
    passed = failed = 0
    for path in sorted(pathlib.Path(theirs).glob("*.ipynb")):
        found = list(faults(path.name, code_cells(path), code_cells(pathlib.Path(ours) / path.name)))
        print(f"{path.name}: {'; '.join(found) or 'the same outputs'}")
        passed, failed = passed + (not found), failed + bool(found)
    if passed + failed == 0:
        sys.exit("no notebook was compared")
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


main(*sys.argv[1:])
