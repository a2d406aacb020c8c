#!/usr/bin/env bash
# A session in Ardour with the LV2 and with the VST3: five outputs recorded in real time, a lane of automation, locating, a loop, an export
# without real time, and all of it again after save, close and reopen, each with the sound of the command line.
set -euo pipefail
for tool in ardour7-lua xvfb-run flac python3; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed (packages ardour, xvfb, flac, python3)"; exit 77; }
done
source Tests/Support/numpy.sh
source Tests/Hosts/ardour-home.sh
artefacts="$SOMAPHONE_BUILD/Plugin/Somaphone_artefacts/Release"
hosts=$PWD/Tests/Hosts
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
flac --silent --decode -o "$folder/speech.wav" Assets/Sounds/speech.flac
export HOSTS=$hosts WORK=$folder RATE=44100 LANE
LANE=$("$python" Tests/Hosts/ardour_session.py lane)

# in_ardour SCRIPT: Ardour 7.3 now and then damages its own heap when it exports, and dies of it. Adds to the log what the script reports.
in_ardour() {
    timeout 600 xvfb-run -a ardour7-lua "$hosts/$1" >"$folder/said.txt" 2>&1 || true
    grep -q '^EXPORTED true' "$folder/said.txt" || { tail -3 "$folder/said.txt"; return 1; }
    grep -E '^(HOSTED|OUTPUTS|TAKE)' "$folder/said.txt" >>"$folder/session.log"
}
session() {
    rm -rf "$folder/session" "$folder/session.log" "$folder"/{export,again}.wav
    in_ardour ardour_session.lua || return 1
    "$python" Tests/Hosts/ardour_session.py loop "$folder/session/session.ardour"
    cp -r "$folder/session" "$folder/saved"
    for _ in 1 2 3; do
        if in_ardour ardour_reopen.lua; then rm -rf "$folder/saved"; return 0; fi
        rm -rf "$folder/session"
        cp -r "$folder/saved" "$folder/session"
    done
    return 1
}
status=0
for kind in LV2 VST3; do
    for block in 64 1024; do
        export KIND=$kind BLOCK=$block
        ardour_home "$folder" $kind "$artefacts/$kind/Somaphone.${kind,,}"
        python3 Tests/Hosts/ardour_recording.py "$folder/speech.wav" "$XDG_CONFIG_HOME/ardour7/scripts/recording.lua" "$folder/voice.wav" $RATE
        session || session || session || { echo "Ardour made no session"; exit 1; }
        "$python" Tests/Hosts/ardour_session.py compare "$folder" $kind $block || status=1
    done
done
exit $status
