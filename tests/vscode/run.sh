#!/usr/bin/env bash
# Builds the VS Code extension and runs its client against the kernel; prints TAP.
# usage: tests/vscode/run.sh [path of the notebookkit program]
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
root="$(cd "$here/../.." && pwd)"
export NOTEBOOKKIT="$(realpath "${1:-$root/artifacts/bin/NotebookKit.Cli/debug/notebookkit}")"
cd "$root/src/NotebookKit.VSCode"
npm ci --silent
npm run --silent build
node --test --test-timeout=120000 --test-reporter=tap "$here"/*.test.mjs
