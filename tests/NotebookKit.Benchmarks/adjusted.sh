#!/usr/bin/env bash
# Adjusted analyses: runs R and ours in turn on the same 100,000 rows and writes results/adjusted.md. Needs R with geepack, MatchIt and mice.
#   tests/NotebookKit.Benchmarks/adjusted.sh [FOLDER] [TASKS]     FOLDER keeps the data and the measurements; TASKS are names
set -euo pipefail
cd "$(dirname "$0")"
folder=${1:-../../artifacts/adjusted-benchmark}
tasks=${2:-glm glm_drop profile gee match mice}
mkdir -p "$folder" results
export DOTNET_CLI_TELEMETRY_OPTOUT=1
[ -n "${SKIP_BUILD:-}" ] || dotnet build -c Release --nologo -v quiet NotebookKit.Benchmarks.csproj
ours=${OURS:-../../artifacts/bin/NotebookKit.Benchmarks/release/NotebookKit.Benchmarks}
[ -e "$folder/holes.csv" ] || Rscript adjusted.R gen "$folder"
csv=$folder/times.csv
[ -e "$csv" ] || echo task,side,cpu_s,wall_s,check > "$csv"
for task in $tasks; do
  for side in R ours; do
    if [ $side = R ]; then line=$(Rscript adjusted.R run "$folder" "$task" | tail -1); else line=$("$ours" adjusted "$folder" "$task"); fi
    grep -v "^$task,$side," "$csv" > "$csv.new" || true
    echo "$line" >> "$csv.new"
    mv "$csv.new" "$csv"
    echo "$line"
  done
done
{
  cat <<TEXT
# Adjusted analyses beside R

Written by \`adjusted.sh\`: R and ours on the same 100,000 rows, each task in a process of its own; R once, ours the median of five runs after warming up.
CPU seconds add up all threads. The checks are a coefficient, a test, a standard error, pairs or a pooled coefficient. Matching: Debian's MatchIt 4.5.1 does
not return nearest neighbours, so that the number of pairs differs; imputation draws at random, so that its coefficient does. Our fit always holds one likelihood-ratio test per variable, so that the first row
compares less of R with more of ours; times include the reading of the data frame. Measured while other work ran on the machine.

$(grep -m1 "model name" /proc/cpuinfo | sed 's/.*: //'), $(nproc) cores; .NET $(dotnet --version | cut -d. -f1-2) SDK; $(Rscript -e 'cat(R.version.string, paste(sapply(c("geepack", "MatchIt", "mice"), function(p) paste(p, packageVersion(p))), collapse = ", "))')

TEXT
  Rscript adjusted.R table "$csv"
} > results/adjusted.md
