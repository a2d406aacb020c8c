#!/usr/bin/env bash
# The LV2 without a window: its description is free of errors, lv2bench runs it, and lv2apply (with every preset), ffmpeg and GStreamer,
# where they are installed, give the sound of the command line.
set -euo pipefail
for tool in lv2_validate sord_validate lv2bench lv2apply; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed (packages lv2-dev, sordi, lilv-utils)"; exit 77; }
done
source Tests/Support/numpy.sh
bundles="${LV2_BUNDLES:-$SOMAPHONE_BUILD/Plugin/Headless/LV2}"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
lv2_validate "$bundles"/SomaphoneHeadless.lv2/*.ttl >"$folder/validate.txt" 2>&1 || true
tail -1 "$folder/validate.txt"
grep -q '^Found 0 errors' "$folder/validate.txt" || { cat "$folder/validate.txt"; exit 1; }
uri='https://github.com/somaphone/somaphone#headless'
export LV2_PATH="$bundles:/usr/lib/lv2"
for block in 16 64 1024; do
    seconds=$(lv2bench -b $block -n 480000 "$uri" 2>"$folder/bench.txt" | awk '{ print $1 }')
    [ -n "$seconds" ] || { cat "$folder/bench.txt"; echo "lv2bench could not run it"; exit 1; }
    echo "lv2bench, blocks of $block: ten seconds of sound at 48 kHz in $seconds s"
done
"$python" Tests/Hosts/headless_lv2.py "$folder"
