#!/usr/bin/env bash
# The page in Debian's Firefox ESR without a window: it starts, sounds, draws, measures and asks. Where there is no sound card
# PulseAudio stands in for it. Pictures are in build/pictures.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=${SOMAPHONE_BUILD:-$PWD/build}
skip() { echo "$1"; exit 77; }

bash Plugin/Web/build.sh
for tool in firefox-esr pulseaudio node; do
    command -v "$tool" >/dev/null || skip "$tool is not installed (on Debian 12: apt-get install firefox-esr pulseaudio nodejs)"
done
node Tests/Web/firefox.mjs build/web/somaphone.html "$(command -v firefox-esr)" "$build/pictures"
