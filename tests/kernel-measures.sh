#!/usr/bin/env bash
# Measures the kernel: start to ready, first cell, warm cell, memory when idle. Prints a table; takes about a minute.
# usage: tests/kernel-measures.sh [path of the notebookkit program]    results: tests/kernel-measures.md
set -euo pipefail
root="$(cd "$(dirname "$0")/.." && pwd)"
node "$root/tests/kernel-measures.mjs" "${1:-$root/artifacts/bin/NotebookKit.Cli/release/notebookkit}"
