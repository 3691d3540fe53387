#!/usr/bin/env bash
# Rows that stay in Parquet files: Kaplan-Meier with log-rank by rows and shards, and a Cox model. Writes results/sql.md.
# usage: tests/NotebookKit.Benchmarks/sql.sh [most rows, by default 100000000]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
most="${1:-100000000}"
dotnet build tests/NotebookKit.Benchmarks -c Release -v q -nologo >/dev/null
program=artifacts/bin/NotebookKit.Benchmarks/release/NotebookKit.Benchmarks
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
{
  echo "# Rows that stay in Parquet files"
  echo
  echo "DuckDB, whole days × 4 groups (Kaplan-Meier of each and the log-rank test), Cox model of 8 coefficients (Efron) from fetched"
  echo "columns. The second of two runs in one process; peak memory of the process with .NET itself. $(nproc) cores."
  echo
  echo "| task | rows | files | seconds | processor seconds | peak MB | result |"
  echo "|---|--:|--:|--:|--:|--:|---|"
  for rows in 1000000 10000000 100000000; do
    [ "$rows" -le "$most" ] || continue
    for shards in 1 4; do
      rm -rf "$folder/rows"
      "$program" sql-make "$folder/rows" "$rows" "$shards"
      "$program" sql "$folder/rows" km
      [ "$rows" -gt 1000000 ] || [ "$shards" -gt 1 ] || "$program" sql "$folder/rows" cox
    done
  done
} | tee tests/NotebookKit.Benchmarks/results/sql.md
