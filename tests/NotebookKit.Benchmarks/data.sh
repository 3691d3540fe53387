#!/usr/bin/env bash
# Reading data: DataFile.Read beside LoadCsv and R's data.table::fread on the same file and one core, and a cohort of a million rows checked;
# writes results/data.md. Needs R with data.table.    tests/NotebookKit.Benchmarks/data.sh [FOLDER]
set -euo pipefail
cd "$(dirname "$0")"
folder=${1:-../../artifacts/data-benchmark}
mkdir -p "$folder" results
export DOTNET_CLI_TELEMETRY_OPTOUT=1
[ -n "${SKIP_BUILD:-}" ] || dotnet build -c Release --nologo -v quiet NotebookKit.Benchmarks.csproj
ours=../../artifacts/bin/NotebookKit.Benchmarks/release/NotebookKit.Benchmarks
[ -e "$folder/rows.csv" ] || "$ours" data-make "$folder"
one="taskset -c 0"
read=$($one "$ours" data DataFile.Read "$folder/rows.csv" 9)
fread=$($one Rscript data.R "$folder/rows.csv" 9)
load=$($one "$ours" data DataFrame.LoadCsv "$folder/rows.csv" 3)
cohort=$($one "$ours" data Cohort.Load "$folder/cohort" 3)
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }
field() { echo "$1" | cut -d, -f"$2"; }
row() { echo "| $1 | $(field "$2" 3) | $(field "$2" 2) | $(field "$2" 4) |"; }
{
  cat <<TEXT
# Reading data

Written by \`data.sh\`: 1e6 rows × 7 ($(du -m "$folder/rows.csv" | cut -f1) MB: identifier, day, numbers, words), each reader in a process of its own bound to one core,
warmed up; the median of the runs; wall times include what else the machine does. All read the same sum and number of rows: $(field "$read" 5), $(field "$fread" 5), $(field "$load" 5).

$(grep -m1 "model name" /proc/cpuinfo | sed 's/.*: //'); .NET $(dotnet --version | cut -d. -f1-2) SDK; $(Rscript -e 'cat(R.version.string, "data.table", as.character(packageVersion("data.table")))')

| reader | wall s | CPU s | allocated MB |
|---|--:|--:|--:|
$(row '`DataFile.Read`: types from all cells, findings' "$read")
$(row '`data.table::fread`, one thread' "$fread")
$(row '`DataFrame.LoadCsv`' "$load")
$(row '`Cohort.Load` of 7 tables, 1e6 rows together, all checks' "$cohort")

In CPU seconds: \`LoadCsv\` takes $(ratio "$(field "$load" 2)" "$(field "$read" 2)") times as long as \`DataFile.Read\` and allocates $(ratio "$(field "$load" 4)" "$(field "$read" 4)") times as much; \`fread\` takes $(ratio "$(field "$fread" 2)" "$(field "$read" 2)") times as long.
Columns of many different texts that hide something (identifiers of digits with leading zeros, decimal commas, free text) are read a second time, cell by
cell: two to three CPU seconds for 1e6 × 3.
TEXT
} > results/data.md
cat results/data.md
