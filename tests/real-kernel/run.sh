#!/usr/bin/env bash
# Executes the notebooks, unchanged, on the published .NET Interactive and on our engine, and compares what they show;
# then a notebook that loads the packed kit.
# usage: tests/real-kernel/run.sh [path of the notebookkit program]
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
root="$(cd "$here/../.." && pwd)"
notebookkit="$(realpath "${1:-$root/artifacts/bin/NotebookKit.Cli/debug/notebookkit}")"
configuration="$(basename "$(dirname "$notebookkit")")"
cd "$root"
work="$root/artifacts/real-kernel" # inside the repository, so that dotnet finds the manifest of its tools
version="9999.$RANDOM.$RANDOM"     # no other run has it, so no package cache does
cache="${NUGET_PACKAGES:-$HOME/.nuget/packages}"
ours=""
trap '[ -z "$ours" ] || kill "$ours" 2>/dev/null; rm -rf "$cache/notebookkit/$version"' EXIT
rm -rf "$work"; mkdir -p "$work/data/kernels/.net-csharp" "$work/theirs" "$work/ours" "$work/feed"
export JUPYTER_DATA_DIR="$work/data" JUPYTER_RUNTIME_DIR="$work/runtime" JUPYTER_CONFIG_DIR="$work/config" IPYTHONDIR="$work/ipython" JUPYTER_PATH=""
export DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

dotnet tool restore
cat >"$work/data/kernels/.net-csharp/kernel.json" <<'JSON'
{
  "argv": ["dotnet", "tool", "run", "dotnet-interactive", "--", "jupyter", "--default-kernel", "csharp", "{connection_file}", "--http-local-only"],
  "display_name": ".NET (C#)",
  "language": "C#"
}
JSON
dotnet pack src/NotebookKit -c "${configuration^}" --no-build -p:PackageVersion="$version" -o "$work/feed" -v q -nologo
sed -e "s|FEED|$work/feed|" -e "s|VERSION|$version|" "$here/packed-kit.ipynb" >"$work/packed-kit.ipynb"

"$notebookkit" run notebooks notebooks/teaching "$work/packed-kit.ipynb" -o "$work/ours" &
ours=$!
/usr/bin/jupyter nbconvert --to notebook --execute --output-dir "$work/theirs" notebooks/*.ipynb notebooks/teaching/*.ipynb "$work/packed-kit.ipynb"
wait "$ours"; ours=""
python3 "$here/compare.py" "$work/theirs" "$work/ours"
