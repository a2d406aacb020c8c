#!/usr/bin/env bash
# MIDI out as a host passes it on: jalv runs the LV2 on a JACK server without hardware, jack_midi_dump prints the notes with
# the sample they arrive at, and the intervals are those of the membrane equation.
set -euo pipefail
for tool in jalv jackd jack_midi_dump jack_lsp jack_connect; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed (packages jalv, jackd2)"; exit 77; }
done
export LV2_PATH="$SOMAPHONE_BUILD/Plugin/Somaphone_artefacts/Release/LV2:/usr/lib/lv2" JACK_NO_AUDIO_RESERVATION=1
export JACK_DEFAULT_SERVER="somaphone-midi-$$"
folder=$(mktemp -d)
jackd --no-realtime -S -d dummy -r 48000 -p 1024 >"$folder/jackd.log" 2>&1 &
started=($!)
trap 'kill "${started[@]}" 2>/dev/null || true; rm -rf "$folder"' EXIT
sleep 2
kill -0 "${started[0]}" 2>/dev/null || { cat "$folder/jackd.log"; echo "the JACK server did not start"; exit 77; }

stdbuf -oL jack_midi_dump -a dump >"$folder/midi.txt" 2>&1 &
started+=($!)
python3 Tests/Support/lv2_state.py "$folder/state" midi_out=on
sleep 8 | timeout 30 jalv -n somaphone -l "$folder/state" >"$folder/jalv.txt" 2>&1 &
host=$!
started+=($host)
sleep 2
port=$(jack_lsp -t | grep -B1 midi | grep -iE '^(jalv|somaphone)[^:]*:.*out' | head -1) || true
sink=$(jack_lsp | grep -E '^dump:' | head -1)
[ -n "$port" ] || { jack_lsp -t; cat "$folder/jalv.txt"; echo "jalv shows no MIDI output"; exit 1; }
jack_connect "$port" "$sink"
wait $host || true
sleep 0.5
wc -l <"$folder/midi.txt"
head -5 "$folder/midi.txt"
python3 - "$folder/midi.txt" <<'PY'
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
if len(good) < 20:
    sys.exit(f"only {len(notes)} notes")
# A server on a busy computer may leave out whole periods of 1024: then a gap is short or long by so many.
slips = [g for g in good if abs(g - expected) > 1]
print(f"{len(notes)} notes, {len(good) - len(slips)} intervals of {expected:.2f} samples, {len(slips)} with lost periods")
if len(slips) > len(good) / 3 or any(abs((g - expected + 512) % 1024 - 512) > 1 for g in slips):
    sys.exit(f"the notes are not where the spikes are: {good}")
PY
