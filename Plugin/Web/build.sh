#!/usr/bin/env bash
# Makes build/web/somaphone.html: the whole program as one page, for any browser. Packages: packages.txt beside this file; root
# gets those that are missing, unless SOMAPHONE_PACKAGES=installed. "build.sh --wasm" stops after the WebAssembly. Without the
# packages: status 77 and a line that says which.
set -euo pipefail
cd "$(dirname "$0")/../.."
out=build/web

missing() {
    wanted=()
    while read -r package; do
        dpkg -s "$package" >/dev/null 2>&1 || wanted+=("$package")
    done < <(sed -e 's/#.*//' -e '/^[[:space:]]*$/d' Plugin/Web/packages.txt)
}
mkdir -p "$out"
missing
if [ ${#wanted[@]} -gt 0 ] && [ "$(id -u)" = 0 ] && [ "${SOMAPHONE_PACKAGES:-}" != installed ] && command -v apt-get >/dev/null; then
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${wanted[@]}"; } >"$out/packages.log" 2>&1 || true
    missing
fi
if [ ${#wanted[@]} -gt 0 ]; then
    echo "the page needs packages that are not installed (on Debian 12: apt-get install ${wanted[*]})"
    exit 77
fi

cmake --preset web >"$out/configure.log" 2>&1 || { tail -20 "$out/configure.log"; exit 1; }
cmake --build --preset web >"$out/build.log" 2>&1 || { grep -E "error|undefined" "$out/build.log" | head -20; exit 1; }
[ "${1:-}" = --wasm ] && exit 0

tsc --noEmit -p Plugin/Web/Page
bundle() { esbuild "Plugin/Web/Page/$1" --bundle --minify --charset=utf8 --target=es2020 --format=iife --log-level=warning "${@:2}"; }
bundle core/laboratory.worker.ts >"$out/worker.js"
bundle audio/player.worklet.ts >"$out/worklet.js"
quoted() { python3 -c 'import json, sys; print(json.dumps(open(sys.argv[1], encoding="utf-8").read()))' "$1"; }
bundle main.ts "--define:WORKER_SCRIPT=$(quoted "$out/worker.js")" "--define:WORKLET_SCRIPT=$(quoted "$out/worklet.js")" >"$out/page.js"
version=$(sed -n 's/^project(Somaphone VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
python3 Plugin/Web/pack.py "$version" "$out/Plugin/Web/somaphone.wasm" "$out/page.js" "$out/somaphone.html"
cp Plugin/Web/Served/* "$out"
echo "$out/somaphone.html: $(stat -c %s "$out/somaphone.html") bytes, $(gzip -9 -c "$out/somaphone.html" | wc -c) gzipped"
[ "$(gzip -9 -c "$out/somaphone.html" | wc -c)" -le 400000 ] || { echo "somaphone.html has more than 400000 bytes gzipped, which is too much for a phone's network"; exit 1; }
