"""Fails unless two executed notebooks hold the same outputs."""
import json
import sys


def outputs(path):
    with open(path, encoding="utf-8") as file:
        cells = json.load(file)["cells"]
    return [[normal(o) for o in c["outputs"]] for c in cells if c["cell_type"] == "code"]


def normal(output):
    join = lambda v: "".join(v) if isinstance(v, list) else v
    return {
        "type": output["output_type"],
        "text": join(output.get("text", "")),
        "data": {k: join(v) for k, v in output.get("data", {}).items()},
    }


first, second = outputs(sys.argv[1]), outputs(sys.argv[2])
for number, (a, b) in enumerate(zip(first, second, strict=True), 1):
    if a != b:
        sys.exit(f"cell {number} differs:\n{a}\n{b}")
print(f"{len(first)} cells: the same outputs")
