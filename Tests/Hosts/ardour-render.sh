#!/usr/bin/env bash
# ardour-render.sh {LV2|VST3} BUNDLE IN.wav OUT.wav [BLOCK=1024 [RATE=44100]]
# Renders a mono 16-bit recording through the plugin in Ardour, without a screen and without real time, with blocks of BLOCK samples: the
# recording as ardour_recording.py has it, the plugin's own stimulator off. OUT.wav has what the master bus exports, as 32-bit floats.
# Status 77 where Ardour is not installed.
set -euo pipefail
[ $# -ge 4 ] || { sed -n 2,5p "$0" >&2; exit 2; }
for tool in ardour7-lua xvfb-run python3; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed (packages ardour, xvfb, python3)"; exit 77; }
done
kind=$1 bundle=$(realpath "$2") output=$(realpath -m "$4") block=${5:-1024} rate=${6:-44100}
HOSTS=$(cd "$(dirname "$0")" && pwd)
source "$HOSTS/ardour-home.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ardour_home "$work" "$kind" "$bundle"
python3 "$HOSTS/ardour_recording.py" "$3" "$XDG_CONFIG_HOME/ardour7/scripts/recording.lua" "$work/voice.wav" "$rate"
seconds=$(python3 -c 'import sys, wave; sound = wave.open(sys.argv[1]); print(sound.getnframes() / sound.getframerate())' "$work/voice.wav")
# Ardour 7.3's exporter damages its own heap and now and then dies of it, with no plugin at all too: it has five tries.
for try in 1 2 3 4 5; do
    rm -rf "$work/session" "$work/render.wav"
    WORK=$work HOSTS=$HOSTS KIND=$kind RATE=$rate SECONDS=$seconds BLOCK=$block \
        timeout 1800 xvfb-run -a ardour7-lua "$HOSTS/ardour_render.lua" >"$work/log" 2>&1 || true
    if grep -q '^EXPORTED true' "$work/log" && [ -s "$work/render.wav" ]; then
        grep '^HOSTED' "$work/log"
        mv "$work/render.wav" "$output"
        exit 0
    fi
    ! grep "^Error:" "$work/log" || exit 1
    echo "try $try: $(tail -1 "$work/log")"
done
cat "$work/log" >&2
exit 1
