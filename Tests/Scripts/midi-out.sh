#!/usr/bin/env bash
# MIDI out as a host passes it on: jalv runs the LV2 on a JACK server without hardware, jack_midi_dump prints the notes with
# the sample they arrive at, and the intervals are those of the membrane equation.
set -euo pipefail
for tool in jalv jackd jack_midi_dump jack_lsp jack_connect; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed (packages jalv, jackd2)"; exit 77; }
done
source Tests/Support/wait.sh
export LV2_PATH="$SOMAPHONE_BUILD/Plugin/Somaphone_artefacts/Release/LV2:/usr/lib/lv2" JACK_NO_AUDIO_RESERVATION=1
export JACK_DEFAULT_SERVER="somaphone-midi-$$"
folder=$(mktemp -d)
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; rm -rf "$folder"' EXIT
start_jack "$folder" 48000 1024 -S
started+=("$jack_pid")

stdbuf -oL jack_midi_dump -a dump >"$folder/midi.txt" 2>&1 &
started+=($!)
python3 Tests/Support/lv2_state.py "$folder/state" midi_out=on
mkfifo "$folder/commands"
jalv -n somaphone -l "$folder/state" <"$folder/commands" >"$folder/jalv.txt" 2>&1 &
host=$!
started+=($host)
exec 4>"$folder/commands" # jalv lives as long as this is open
port() { jack_lsp -t | grep -B1 midi | grep -iE '^(jalv|somaphone)[^:]*:.*out' | head -1; }
sink() { jack_lsp | grep -E '^dump:' | head -1; }
wait_until "jalv's MIDI output" port
wait_until "jack_midi_dump's input" sink
wait_until "a connection of $(port) with $(sink)" jack_connect "$(port)" "$(sink)"

cat >"$folder/notes.py" <<'PY'
"""Status 0 when there are enough notes, 1 when there are not yet, 2 when they are wrong."""
import math, re, sys
notes = []
for line in open(sys.argv[1]):
    found = re.match(r"\s*(\d+):\s+90 3c", line, re.I)
    if found:
        notes.append(int(found.group(1)))
gaps = [b - a for a, b in zip(notes, notes[1:])]
# First sound: tau 20.2 ms, 345 MOhm, threshold 10 mV up, 1 ms refractory, 45 pA in steps.
expected = 48000 * (1e-3 + 20.2e-3 * math.log(0.345 * 45 / (0.345 * 45 - 10)))
pauses = [i for i, g in enumerate(gaps) if g > 2 * expected]  # between steps; the state is loaded before the first
good = [g for g in gaps[pauses[0] if pauses else len(gaps):] if g < 2 * expected]
# A server on a busy computer may leave out whole periods of 1024: then a gap is short or long by so many.
slips = [g for g in good if abs(g - expected) > 1]
print(f"{len(notes)} notes, {len(good) - len(slips)} intervals of {expected:.2f} samples, {len(slips)} with lost periods")
if any(abs((g - expected + 512) % 1024 - 512) > 1 for g in slips):
    print(f"the notes are not where the spikes are: {good}")
    sys.exit(2)
sys.exit(len(good) - len(slips) < 20)
PY
judged() { python3 "$folder/notes.py" "$folder/midi.txt" || [ $? = 2 ]; }
wait_until "20 intervals between notes as the membrane equation has them" judged
exec 4>&-
wait_for_end $host "jalv's end"
head -5 "$folder/midi.txt"
python3 "$folder/notes.py" "$folder/midi.txt"
