#!/usr/bin/env bash
# Writes today's outputs into the committed notebooks, as Git hosts show them: tables as HTML, figures as PNG.
# usage: bash tests/refresh-notebooks.sh [notebook ...]   all of notebooks/ and notebooks/teaching/ without names
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ $# -gt 0 ] || set -- notebooks notebooks/teaching
for project in Cli Adjusted; do
  dotnet build "src/NotebookKit.$project" -c Release -v q -nologo -clp:ErrorsOnly
done
artifacts/bin/NotebookKit.Cli/release/notebookkit run --for-git -o artifacts/refreshed "$@"
git status --short -- notebooks
