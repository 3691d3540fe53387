#!/usr/bin/env bash
# Measures the kernel as it is installed (compiled ahead of time): on its own wire, then through Jupyter beside ipykernel (Debian's
# python3-ipykernel) and the published .NET Interactive (a tool of .config/dotnet-tools.json), all in the same rounds, with ratios.
# usage: tests/kernel-measures.sh [--rounds n] [--cells n] [path of the notebookkit program]    results: tests/kernel-measures.md
set -euo pipefail
root="$(cd "$(dirname "$0")/.." && pwd)"
options=()
while [[ "${1:-}" == --* ]]; do options+=("$1" "$2"); shift 2; done
cd "$root" # where dotnet finds the manifest of its tools
program="${1:-}"
if [ -z "$program" ]; then
    dotnet publish src/NotebookKit.Cli -c Release -r linux-x64 -v q -nologo -o artifacts/compiled
    program="$root/artifacts/compiled/notebookkit"
fi
program="$(realpath "$program")"
node "$root/tests/kernel-measures.mjs" "$program"

for python in python3 /usr/bin/python3; do
    if "$python" -c 'import jupyter_client' 2>/dev/null; then break; fi
done
work="$root/artifacts/kernel-measures"
rm -rf "$work"; mkdir -p "$work/data/kernels/dotnet-interactive"
# Kernels of the user stay in sight; ours and the published one are put into a folder of their own.
export JUPYTER_PATH="${JUPYTER_PATH:+$JUPYTER_PATH:}${JUPYTER_DATA_DIR:-${XDG_DATA_HOME:-$HOME/.local/share}/jupyter}"
export JUPYTER_DATA_DIR="$work/data" JUPYTER_RUNTIME_DIR="$work/runtime" DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
"$program" jupyter install --as notebookkit >/dev/null
kernels=(notebookkit)
if "$python" -c 'import ipykernel' 2>/dev/null; then kernels+=(python3); else echo "ipykernel is not installed: no ratios to it"; fi
if dotnet tool restore >/dev/null 2>&1; then
    cat >"$work/data/kernels/dotnet-interactive/kernel.json" <<'JSON'
{
  "argv": ["dotnet", "tool", "run", "dotnet-interactive", "--", "jupyter", "--default-kernel", "csharp", "{connection_file}", "--http-local-only"],
  "display_name": ".NET (C#)",
  "language": "C#"
}
JSON
    kernels+=(dotnet-interactive)
else
    echo ".NET Interactive could not be restored: it is not measured"
fi
"$python" "$root/tests/kernel-measures-beside.py" "${options[@]}" "${kernels[@]}"
