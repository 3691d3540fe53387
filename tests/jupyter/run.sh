#!/usr/bin/env bash
# Installs the kernel into a folder of its own and runs the protocol suites and nbconvert on it.
# usage: tests/jupyter/run.sh [path of the notebookkit program]
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
root="$(cd "$here/../.." && pwd)"
notebookkit="${1:-$root/artifacts/bin/NotebookKit.Cli/debug/notebookkit}"
for python in python3 /usr/bin/python3; do
    if "$python" -c 'import jupyter_client, jupyter_kernel_test' 2>/dev/null; then break; fi
done
"$python" -c 'import jupyter_client, jupyter_kernel_test' || { echo "needs jupyter_client and jupyter_kernel_test" >&2; exit 2; }
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
export JUPYTER_DATA_DIR="$work/data" JUPYTER_RUNTIME_DIR="$work/runtime" JUPYTER_CONFIG_DIR="$work/config" IPYTHONDIR="$work/ipython"
export JUPYTER_PATH="" KERNEL=notebookkit
notebookkit="$(realpath "$notebookkit")"
"$notebookkit" jupyter install --as notebookkit --as .net-csharp
cd "$here"
"$python" -m unittest -v test_conformance test_protocol test_hostile 2>&1 | tee "$work/tests.log"
"$python" -m nbconvert --to notebook --execute --output-dir "$work" --output executed.ipynb "$root/tests/notebooks/succeed.ipynb"
"$notebookkit" run "$root/tests/notebooks/succeed.ipynb" -o "$work/run"
"$python" compare_outputs.py "$work/executed.ipynb" "$work/run/succeed.ipynb"
# A run that got here has no failures: every step before ends the script.
echo "$(($(grep -cE '\.\.\. ok$' "$work/tests.log") + 1)) passed, 0 failed"
