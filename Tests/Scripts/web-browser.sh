#!/usr/bin/env bash
# The page in Debian's Chromium, driven by playwright-core from npm: first sound, values, bench, a lesson by keyboard; axe-core
# looks for obstacles. Nothing but loopback is used. Pictures are in build/pictures.
#     bash Tests/Scripts/web-browser.sh [SECONDS]     watches that many seconds of playing for gaps; 10 if not given
set -euo pipefail
cd "$(dirname "$0")/../.."
build=${SOMAPHONE_BUILD:-$PWD/build}
skip() { echo "$1"; exit 77; }
source=$PWD

bash Plugin/Web/build.sh
browser() { command -v chromium || command -v chromium-browser || true; }
[ -n "$(browser)" ] || skip "Chromium is not installed (on Debian 12: apt-get install chromium)"
command -v node >/dev/null && command -v npm >/dev/null || skip "node and npm are not installed; playwright-core and axe-core come from npm"
mkdir -p "$build/browser"
cp Tests/Class/Browser/package.json Tests/Class/Browser/package-lock.json "$build/browser/"
cd "$build/browser"
[ -d node_modules/playwright-core ] && [ -d node_modules/axe-core ] ||
    npm ci --no-audit --no-fund >npm.log 2>&1 || skip "npm could not get playwright-core and axe-core: $(tail -1 npm.log)"
SOMAPHONE_SOURCE=$source node "$source/Tests/Web/page.mjs" "$source/build/web/somaphone.html" "$(browser)" "$build/pictures" "${1:-10}"
