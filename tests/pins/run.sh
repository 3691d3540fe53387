#!/usr/bin/env bash
# Checks that the lock files hide no hole: a restore without them finds the same packages. A version that is gone is named.
set -uo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
check() { # sentence, command...
  if "${@:2}"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; fi
}

same_graph() {
  dotnet restore "$root/NotebookKit.sln" -p:LockFolder="$work/locks/" -p:ArtifactsPath="$work/artifacts" || return 1
  local lock project differences=0
  for lock in "$root"/src/*/packages.lock.json "$root"/tests/*/packages.lock.json; do
    project="$(basename "$(dirname "$lock")")"
    diff "$lock" "$work/locks/$project/packages.lock.json" || { echo "$project: other packages without the lock"; differences=1; }
  done
  return "$differences"
}

every_project_is_locked() {
  local project unlocked=0
  for project in "$root"/src/*/*.csproj "$root"/tests/*/*.csproj; do
    [ -f "$(dirname "$project")/packages.lock.json" ] || { echo "$project has no packages.lock.json"; unlocked=1; }
  done
  return "$unlocked"
}

nothing_is_silenced() { ! grep -rnE '(NoWarn|WarningsNotAsErrors)[^<]*NU1603' "$root" --include='*.props' --include='*.targets' --include='*.csproj'; }

gone_is_named() {
  mkdir "$work/gone"
  cat >"$work/gone/gone.csproj" <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><RestorePackagesWithLockFile>true</RestorePackagesWithLockFile></PropertyGroup>
  <ItemGroup><PackageReference Include="MathNet.Numerics" Version="5.0.987" /></ItemGroup>
</Project>
XML
  cat >"$work/gone/packages.lock.json" <<'JSON'
{ "version": 1, "dependencies": { "net10.0": { "MathNet.Numerics": { "type": "Direct", "requested": "[5.0.987, )", "resolved": "5.0.987", "contentHash": "AA==" } } } }
JSON
  "$here/restore.sh" "$work/gone/gone.csproj" >"$work/gone.log" 2>&1 && return 1
  grep -qx 'The package MathNet.Numerics 5.0.987, which this repository pins, is not to be had here.' "$work/gone.log" || { cat "$work/gone.log"; return 1; }
}

check "every project is locked" every_project_is_locked
check "a restore without the lock finds the same packages" same_graph
check "NU1603 is silenced nowhere" nothing_is_silenced
check "a version that is gone is named" gone_is_named
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
