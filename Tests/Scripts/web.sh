#!/usr/bin/env bash
# The WebAssembly of the page in a browser, run in Node: against Tests/Reference and against the command line.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=${SOMAPHONE_BUILD:-$PWD/build}
skip() { echo "$1"; exit 77; }
program=$build/bin/somaphone
[ -x "$program" ] || skip "$program is not built"

bash Plugin/Web/build.sh # ends with 77 where the packages are not there
command -v node >/dev/null || skip "node is not installed"
esbuild Tests/Web/parity.ts --bundle --platform=node --format=cjs --log-level=warning --outfile=build/web/parity.cjs
node build/web/parity.cjs build/web/Plugin/Web/somaphone.wasm "$program" build/web/parity
