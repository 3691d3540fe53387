#!/usr/bin/env bash
# Survival: runs R and ours in turn on the same files and writes results/survival.md. Needs R with survival, and Linux (/proc) for the memory.
#   tests/NotebookKit.Benchmarks/survival.sh [FOLDER] [TASKS]     FOLDER keeps the data (500 MB) and the measurements; TASKS is a pattern
#   Measures and writes the table; tasks that the pattern leaves out keep what was measured before. SKIP_BUILD=1 uses the build at hand.
set -euo pipefail
cd "$(dirname "$0")"
folder=${1:-../../artifacts/survival-benchmark}
tasks=${2:-.}
mkdir -p "$folder" results
export DOTNET_CLI_TELEMETRY_OPTOUT=1
[ -n "${SKIP_BUILD:-}" ] || dotnet build -c Release --nologo -v quiet NotebookKit.Benchmarks.csproj
ours=../../artifacts/bin/NotebookKit.Benchmarks/release/NotebookKit.Benchmarks
[ -e "$folder/sim_g" ] || Rscript survival.R gen "$folder"
csv=$folder/survival.csv
[ -e "$csv" ] || echo task,variant,runs,cpu_s,wall_s,peak_MB,check > "$csv"

measure() { # program, task, variant, runs: a line replaces the one of an earlier run
  local line
  line=$("${@:1:$#-3}" "${@: -3}")
  grep -v "^${*: -3:1},${*: -2:1}," "$csv" > "$csv.new" || true
  echo "$line" >> "$csv.new"
  mv "$csv.new" "$csv"
  echo "${line:0:100}"
}

tail -n +2 survival-goals.csv | cut -d, -f1,3,4,7,8 | { grep -E "$tasks" || true; } | while IFS=, read -r task r variant r_runs runs; do
  measure Rscript survival.R run "$folder" "$task" "$r" "$r_runs"
  measure "$ours" survival "$folder" "$task" "$variant" "$runs"
done

{
  cat <<TEXT
# Survival beside R

Written by \`survival.sh\`: R and ours run in turn on the same files, each task in a process of its own that has warmed up on a small file;
the median of the runs. CPU seconds add up all threads. Peak memory is what the first run adds to the resident memory of the process, data
loaded. Ratio = CPU of R / CPU of ours; both give the same numbers (to 1e-5; R's C core and \`coxph.fit\` do not treat near ties).

$(grep -m1 "model name" /proc/cpuinfo | sed 's/.*: //'), $(nproc) cores; .NET $(dotnet --version | cut -d. -f1-2) SDK; $(Rscript -e 'cat(R.version.string, "survival", as.character(packageVersion("survival")))')

TEXT
  Rscript survival.R table "$csv" survival-goals.csv
  echo
  cat survival-notes.md
} > results/survival.md
