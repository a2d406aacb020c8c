#!/usr/bin/env bash
# The live class in a real browser: Debian's Chromium at phone size, driven by playwright-core from npm; axe-core looks for
# obstacles; thirty students play a whole lesson. Only loopback is used. Pictures are in build/pictures.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=${SOMAPHONE_BUILD:-$PWD/build}
skip() { echo "$1"; exit 77; }

mapfile -t wanted < <(sed -e 's/#.*//' -e '/^[[:space:]]*$/d' Tests/Class/Browser/packages.txt)
browser() { command -v chromium || command -v chromium-browser || true; }
if [ -z "$(browser)" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && [ "${SOMAPHONE_PACKAGES:-}" != installed ]; then
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${wanted[@]}" >"$build/browser-packages.log" 2>&1 || true
fi
[ -n "$(browser)" ] || skip "Chromium is not installed (on Debian 12: apt-get install ${wanted[*]})"
command -v node >/dev/null && command -v npm >/dev/null || skip "node and npm are not installed; playwright-core and axe-core come from npm"

mkdir -p "$build/browser"
cp Tests/Class/Browser/package.json Tests/Class/Browser/package-lock.json "$build/browser/"
cd "$build/browser"
[ -d node_modules/playwright-core ] && [ -d node_modules/axe-core ] ||
    npm ci --no-audit --no-fund >npm.log 2>&1 || skip "npm could not get playwright-core and axe-core: $(tail -1 npm.log)"
node "$OLDPWD/Tests/Class/Browser/lesson.mjs" "$build/bin/somaphone" "$(browser)" "$build/pictures"
