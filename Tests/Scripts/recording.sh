#!/usr/bin/env bash
# However the application ends while it records, the recording can be read and the next start knows how it was left: killed
# by SIGKILL, ended by SIGTERM, without its display. When the JACK server comes back at another rate, the recording goes on
# in a second file, and the inputs are connected again.
set -euo pipefail
for tool in jackd jack_lsp Xvfb python3 xdotool sox; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed (packages jackd2, xvfb, python3, xdotool, sox)"; exit 77; }
done
app="$SOMAPHONE_BUILD/Plugin/Somaphone_artefacts/Release/Standalone/Somaphone"
[ -x "$app" ] || { echo "the application is not built"; exit 77; }
source Tests/Support/wait.sh
folder=$(mktemp -d)
export HOME="$folder/home" XDG_CONFIG_HOME="$folder/home/.config" JACK_NO_AUDIO_RESERVATION=1
export JACK_DEFAULT_SERVER="somaphone-record-$$"
mkdir -p "$HOME"
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; rm -rf "$folder"' EXIT
music="$HOME/Music" settings="$XDG_CONFIG_HOME/Somaphone/Standalone.settings"
fail() { cat "$folder/app.log"; ls -l "$music"; echo "$1"; exit 1; }

cat >"$folder/wav.py" <<'PY'
"""wav.py FILE: rate and frames by the header, frames that the file holds."""
import struct, sys
data = open(sys.argv[1], "rb").read()
at, rate, width = 12, 0, 0
while at + 8 <= len(data):
    name, size = data[at:at + 4], struct.unpack_from("<I", data, at + 4)[0]
    if name == b"fmt ":
        rate, width = struct.unpack_from("<I", data, at + 12)[0], struct.unpack_from("<H", data, at + 20)[0]
    if name == b"data":
        print(rate, size // width, (len(data) - at - 8) // width)
        break
    at += 8 + size + size % 2
PY
recordings() { [ ! -d "$music" ] || find "$music" -name '*.wav' | sort; }
count_is() { [ "$(recordings | wc -l)" = "$1" ]; }
holds_seconds() { # holds_seconds FILE SECONDS: by its header, while it is being written
    local rate frames
    read -r rate frames _ < <(python3 "$folder/wav.py" "$1") && [ "$frames" -ge $((rate * $2)) ]
}
# has_spikes FILE: as sox reads it, which knows nothing of us.
has_spikes() { sox "$1" -n stat 2>&1 | awk '/Maximum amplitude/ { exit !($3 > 0.02) }'; }
state() { grep -o 'name="state" val="[^"]*"' "$settings"; }

start_app() {
    # A shell under nohup would have it ignore SIGHUP, which is not the case that is tried below.
    env --default-signal=HUP "$app" "$@" >>"$folder/app.log" 2>&1 &
    program=$!
    started+=($program)
    wait_until "the application at the loudspeakers" jack_plays Somaphone:out_2
}
# Presses the buttons of the bar above the editor from left to right until there is one recording more: only the first two,
# which open dialogues, are passed over. A busy machine may take seconds to show what a press did; a second press meanwhile
# would end the recording again.
start_recording() {
    local before wanted x look end=$((SECONDS + hanging_s))
    before=$(recordings | wc -l) wanted=$(($(recordings | wc -l) + 1))
    window() { xdotool search --onlyvisible --name '^Somaphone$' | tail -1; }
    wait_until "the application's window" window
    while true; do
        for x in 400 430 370 460 340 490 520 550; do
            xdotool mousemove --window "$(window)" $x 18 sleep 0.2 click 1
            for look in {1..80}; do
                ! count_is $wanted || return 0
                sleep 0.1
            done
        done
        [ $SECONDS -lt $end ] || fail "no button begins a recording (before: $before)"
    done
}

start_display "$folder"
started+=("$display_pid")
start_jack "$folder" 48000 256
started+=("$jack_pid")

echo "== SIGKILL"
start_app
start_recording
first=$(recordings | tail -1)
wait_until "two seconds in the header of $first while it is written" holds_seconds "$first" 2
wait_until "a saved state while the program runs" state
sleep 3 # what is saved every two seconds is saved once more
before=$(state)
kill -KILL $program
wait_for_end $program "the end after SIGKILL"
read -r rate said held < <(python3 "$folder/wav.py" "$first")
echo "$rate Hz, $said frames by the header, $held in the file"
[ "$said" -ge $((2 * rate)) ] && [ "$said" -le "$held" ] || fail "the header says $said frames of $held"
has_spikes "$first" || fail "sox hears no spikes in the recording"

echo "== SIGTERM"
start_app
[ "$(state)" = "$before" ] || fail "the state after SIGKILL is not the one before"
start_recording
second=$(recordings | tail -1)
wait_until "two seconds in the header of $second" holds_seconds "$second" 2
kill -TERM $program
wait_for_end $program "the end after SIGTERM"
wait $program || fail "the application ends with status $? after SIGTERM"
read -r rate said held < <(python3 "$folder/wav.py" "$second")
echo "$rate Hz, $said frames by the header, $held in the file"
[ "$said" = "$held" ] || fail "the header says $said frames of $held"
has_spikes "$second" || fail "sox hears no spikes in the recording"

echo "== another rate"
start_app Assets/Sounds/bell.flac
start_recording
third=$(recordings | tail -1)
wait_until "a second in the header of $third" holds_seconds "$third" 1
kill "$jack_pid"
wait "$jack_pid" 2>/dev/null || true
start_jack "$folder" 96000 256
started+=("$jack_pid")
wait_until "the second file of the recording" count_is 4
fourth=$(recordings | grep -vxF -e "$first" -e "$second" -e "$third")
wait_until "a second in the header of $fourth" holds_seconds "$fourth" 1
records_inputs() { jack_lsp -c Somaphone:in_1 | grep system:capture_1 >/dev/null; }
wait_until "the inputs, connected again" records_inputs
kill -HUP $program
wait_for_end $program "the end after SIGHUP"
for file in "$third" "$fourth"; do
    read -r rate said held < <(python3 "$folder/wav.py" "$file")
    echo "$rate Hz, $said frames by the header, $held in the file"
    [ "$said" = "$held" ] || fail "the header says $said frames of $held"
    has_spikes "$file" || fail "sox hears no spikes in the recording"
done
[ "$(python3 "$folder/wav.py" "$third" | cut -d' ' -f1) $(python3 "$folder/wav.py" "$fourth" | cut -d' ' -f1)" = "48000 96000" ] ||
    fail "the rates of the two files"

echo "== the display goes"
start_app
start_recording
fifth=$(recordings | grep -vxF -e "$first" -e "$second" -e "$third" -e "$fourth")
wait_until "two seconds in the header of $fifth" holds_seconds "$fifth" 2
kill "$display_pid"
wait_for_end $program "the end after the display's"
has_spikes "$fifth" || fail "sox hears no spikes in the recording"
echo "five recordings, all read"
