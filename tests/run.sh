#!/usr/bin/env bash
# Runs every test. Installs what the tests need when it is missing (Debian, as root or with sudo).
# "tests/run.sh fast" only builds and runs the library's tests and the notebooks.
# "tests/run.sh long" runs everything, and tests that try random cases try very many.
# Prints each suite's time and, last, "N passed, N failed".
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
[ "${1:-}" = long ] && export NOTEBOOKKIT_LONG_TESTS=1

passed=0 failed=0
logs=artifacts/test-logs
mkdir -p "$logs"

install_missing() { # command, packages...
  local missing=() entry
  for entry in "$@"; do command -v "${entry%%=*}" >/dev/null 2>&1 || missing+=(${entry#*=}); done
  [ ${#missing[@]} -eq 0 ] && return 0
  local sudo=""; [ "$(id -u)" -eq 0 ] || sudo=sudo
  echo "installing: ${missing[*]}"
  $sudo apt-get update -q >"$logs/apt.log" 2>&1
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get -o Dpkg::Options::=--force-confold install -y --no-install-recommends "${missing[@]}" >>"$logs/apt.log" 2>&1 ||
    { tail -n 20 "$logs/apt.log"; echo "could not install: ${missing[*]}"; failed=$((failed + 1)); }
}

suite() { # name, command...; the command prints "N passed, N failed" or a dotnet test summary
  local name=$1 log="$logs/$1.log" start=$SECONDS status p f
  shift
  "$@" >"$log" 2>&1
  status=$?
  p=$(sed -nE 's/.*Passed: +([0-9]+).*/\1/p; s/^([0-9]+) passed, [0-9]+ failed.*/\1/p; s/^# pass ([0-9]+)$/\1/p; s/^ℹ pass ([0-9]+)$/\1/p; s/^Ran ([0-9]+) tests? in .*/\1/p' "$log" | awk '{s += $1} END {print s + 0}')
  f=$(sed -nE 's/.*Failed: +([0-9]+), Passed.*/\1/p; s/^[0-9]+ passed, ([0-9]+) failed.*/\1/p; s/^# fail ([0-9]+)$/\1/p; s/^ℹ fail ([0-9]+)$/\1/p; s/^FAILED \(.*(failures|errors)=([0-9]+).*/\2/p' "$log" | awk '{s += $1} END {print s + 0}')
  if [ "$status" -ne 0 ] && [ "$f" -eq 0 ]; then f=1; fi
  if [ "$status" -eq 0 ] && [ "$p" -eq 0 ]; then f=1; echo "$name ran no test" >>"$log"; fi
  passed=$((passed + p)) failed=$((failed + f))
  printf '%-28s %5d passed %4d failed %6d s\n' "$name" "$p" "$f" $((SECONDS - start))
  [ "$f" -eq 0 ] || { grep -vE '^\s*$' "$log" | tail -n 60; }
  grep -E "^\s*(Skipped|\[SKIP\]|# SKIP)|\.\.\. skipped '" "$log"
  return 0
}

# A test that hangs is ended and named.
dotnet_tests() { dotnet test "tests/$1" -c Release --no-build --blame-hang-timeout 5m --blame-hang-dump-type none --results-directory "$logs/dotnet"; }

# The packages are the locked ones, all of them; one that is gone is named.
build() { tests/pins/restore.sh NotebookKit.sln && dotnet build NotebookKit.sln -c Release --no-restore && echo "1 passed, 0 failed"; }

# The main job of README, as a user types it.
run_notebooks() { dotnet run --project src/NotebookKit.Cli -c Release --no-build -- run notebooks && echo "1 passed, 0 failed"; }

jupyter() { tests/jupyter/run.sh "$PWD"/artifacts/bin/NotebookKit.Cli/release/notebookkit; }

browser() { (cd tests/browser && npm ci --silent && node --test --test-timeout=300000 --test-reporter=tap .); }

finish() {
  echo "total ${SECONDS} s"
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
  exit
}

if [ "${1:-}" = fast ]; then
  suite build build
  [ "$failed" -ne 0 ] || { suite library dotnet_tests NotebookKit.Tests; suite main-job run_notebooks; }
  finish
fi

# Servers are started by the tests that need them; the package must not start one of its own.
[ -e /etc/postgresql-common/createcluster.conf ] || [ "$(id -u)" -ne 0 ] ||
  { mkdir -p /etc/postgresql-common; echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf; }
install_missing chromium="chromium fonts-dejavu fonts-liberation" node=nodejs npm=npm \
  jupyter-nbconvert="jupyter-nbconvert jupyter-client jupyter-notebook python3-jupyter-kernel-test python3-jsonschema" \
  /usr/lib/postgresql/15/bin/initdb=postgresql-15 /usr/sbin/clickhouse-server=clickhouse-server runuser=util-linux ps=procps \
  localc="libreoffice-writer libreoffice-calc poppler-utils" Rscript=r-base-core

suite build build
if [ "$failed" -eq 0 ]; then
  suite library dotnet_tests NotebookKit.Tests
  suite import dotnet_tests NotebookKit.Import.Tests
  suite sql dotnet_tests NotebookKit.Sql.Tests
  suite adjusted dotnet_tests NotebookKit.Adjusted.Tests
  suite reports dotnet_tests NotebookKit.Reports.Tests
  suite charts dotnet_tests NotebookKit.Charts.Tests
  suite kernel dotnet_tests NotebookKit.Kernel.Tests
  suite pins tests/pins/run.sh
  suite main-job run_notebooks
  suite real-kernel tests/real-kernel/run.sh artifacts/bin/NotebookKit.Cli/release/notebookkit
  suite classic-jupyter tests/jupyter/classic.sh artifacts/bin/NotebookKit.Cli/release/notebookkit
  suite vscode tests/vscode/run.sh artifacts/bin/NotebookKit.Cli/release/notebookkit
  suite notebooks dotnet_tests NotebookKit.Notebooks.Tests
  suite browser browser
  suite jupyter jupyter
fi

finish
