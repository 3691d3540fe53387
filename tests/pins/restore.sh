#!/usr/bin/env bash
# Restores exactly the locked packages. A version that can no longer be had is named in a sentence.
# usage: tests/pins/restore.sh [solution or project] [arguments of dotnet restore]
set -uo pipefail
what="${1:-$(dirname "${BASH_SOURCE[0]}")/../../NotebookKit.sln}"
log="$(mktemp)"
trap 'rm -f "$log"' EXIT
DOTNET_CLI_UI_LANGUAGE=en dotnet restore "$what" --locked-mode "${@:2}" 2>&1 | tee "$log"
status=${PIPESTATUS[0]}
[ "$status" -eq 0 ] && exit 0
sed -nE \
  -e 's/.*NU110[123]: Unable to find package ([^ ]+) with version \(>?= ([^)]+)\).*/The package \1 \2, which this repository pins, is not to be had here./p' \
  -e 's/.*NU110[13]: Unable to find package ([^ .]+(\.[^ .]+)*)\. .*/The package \1, which this repository pins, is not to be had here in any version./p' \
  -e 's/.*NU1603: .*depends on ([^ ]+) \(>= ([^)]+)\) but .* was not found.*/The package \1 \2, which this repository pins, is not to be had here./p' \
  -e "s/.*NU1004: (.*)/The packages asked for are no longer the locked ones (\1)./p" "$log" | sort -u
echo "The packages were not restored. CONTRIBUTING.md says how to choose other versions and lock them."
exit "$status"
