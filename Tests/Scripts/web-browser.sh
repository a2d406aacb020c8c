#!/usr/bin/env bash
# The page in Debian's Chromium, driven by playwright-core from npm: first sound, values, bench, a lesson by keyboard, sound and
# notes from outside, the processor's share, the page that a class serves, no network; axe-core looks for obstacles. Nothing but
# this machine is asked. Pictures are in build/pictures.
#     bash Tests/Scripts/web-browser.sh [SECONDS]     watches that many seconds of playing for gaps; 10 if not given
#     bash Tests/Scripts/web-browser.sh memory [SECONDS]     plays that long, 600 if not given: memory stays flat
set -euo pipefail
cd "$(dirname "$0")/../.."
build=${SOMAPHONE_BUILD:-$PWD/build}
skip() { echo "$1"; exit 77; }
source=$PWD page=$PWD/build/web/somaphone.html

bash Plugin/Web/build.sh
browser=$(command -v chromium || command -v chromium-browser || true)
[ -n "$browser" ] || skip "Chromium is not installed (on Debian 12: apt-get install chromium)"
command -v node >/dev/null && command -v npm >/dev/null || skip "node and npm are not installed; playwright-core and axe-core come from npm"
mkdir -p "$build/browser"
cp Tests/Class/Browser/package.json Tests/Class/Browser/package-lock.json "$build/browser/"
cd "$build/browser"
[ -d node_modules/playwright-core ] && [ -d node_modules/axe-core ] ||
    npm ci --no-audit --no-fund >npm.log 2>&1 || skip "npm could not get playwright-core and axe-core: $(tail -1 npm.log)"
if [ "${1:-}" = memory ]; then exec node "$source/Tests/Web/memory.mjs" "$page" "$browser" "${2:-600}"; fi
SOMAPHONE_SOURCE=$source node "$source/Tests/Web/page.mjs" "$page" "$browser" "$build/pictures"
node "$source/Tests/Web/measure.mjs" "$page" "$browser" "${1:-10}"
[ -x "$build/bin/somaphone" ] || skip "$build/bin/somaphone is not built: the page that a class serves was not tried"
node "$source/Tests/Web/served.mjs" "$page" "$browser" "$build/bin/somaphone" "$build/pictures"
