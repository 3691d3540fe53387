#!/usr/bin/env bash
# Measures the kernel: start to ready, first cell, warm cell, memory when idle, a cached package; prints a table; takes about a minute.
# Then another Jupyter kernel for C# beside it, both driven by jupyter_client, with ratios; the first that is installed, or the one given.
# usage: tests/kernel-measures.sh [--beside kernelspec] [path of the notebookkit program]    results: tests/kernel-measures.md
set -euo pipefail
root="$(cd "$(dirname "$0")/.." && pwd)"
beside=""
if [ "${1:-}" = --beside ]; then beside="$2"; shift 2; fi
program="$(realpath "${1:-$root/artifacts/bin/NotebookKit.Cli/release/notebookkit}")"
node "$root/tests/kernel-measures.mjs" "$program"

for python in python3 /usr/bin/python3; do
    if "$python" -c 'import jupyter_client' 2>/dev/null; then break; fi
done
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
# Our kernel is installed into a folder of its own; those of the user stay in sight.
export JUPYTER_PATH="${JUPYTER_PATH:+$JUPYTER_PATH:}${JUPYTER_DATA_DIR:-${XDG_DATA_HOME:-$HOME/.local/share}/jupyter}"
export JUPYTER_DATA_DIR="$work/data" JUPYTER_RUNTIME_DIR="$work/runtime"
"$program" jupyter install --as notebookkit-measured >/dev/null
"$python" "$root/tests/kernel-measures-beside.py" notebookkit-measured "$beside"
