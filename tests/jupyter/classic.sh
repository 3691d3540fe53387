#!/usr/bin/env bash
# Runs the notebooks in the classic Jupyter Notebook, from the browser. Screenshots: artifacts/jupyter-screenshots
# usage: tests/jupyter/classic.sh [path of the notebookkit program]
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
root="$(cd "$here/../.." && pwd)"
notebookkit="${1:-$root/artifacts/bin/NotebookKit.Cli/debug/notebookkit}"
notebookkit="$(realpath "$notebookkit")"
work="$(mktemp -d)"
server=""
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; wait; rm -rf "$work"' EXIT
export JUPYTER_DATA_DIR="$work/data" JUPYTER_RUNTIME_DIR="$work/runtime" JUPYTER_CONFIG_DIR="$work/config" IPYTHONDIR="$work/ipython" JUPYTER_PATH=""
"$notebookkit" jupyter install --as .net-csharp

# Copies: a check must not change the notebooks of the repository.
mkdir -p "$work/project/notebooks"
for folder in artifacts data-templates; do ln -s "$root/$folder" "$work/project/$folder"; done
cp "$root"/notebooks/*.ipynb "$work/project/notebooks/"
token="$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
port="$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')"
(cd "$here/../browser" && npm ci --silent)
/usr/bin/jupyter notebook --no-browser --allow-root --ip=127.0.0.1 --port="$port" --port-retries=0 \
    --notebook-dir="$work/project" --NotebookApp.token="$token" >"$work/server.log" 2>&1 &
server=$!
for _ in $(seq 120); do curl -fs -o /dev/null "http://127.0.0.1:$port/api?token=$token" && break; sleep 0.5; done
screenshots="$root/artifacts/jupyter-screenshots"
rm -rf "$screenshots"; mkdir -p "$screenshots"
node "$here/classic.mjs" "http://127.0.0.1:$port" "$token" "$screenshots" "$work"/project/notebooks/*.ipynb || { tail -n 20 "$work/server.log"; exit 1; }
