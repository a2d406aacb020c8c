#!/usr/bin/env bash
# The application on a virtual display with a JACK server without hardware: what leaves its JACK ports holds spikes, and its
# window shows voltage and spikes. Closed, it leaves its state behind.
set -euo pipefail
for tool in jackd jack_rec jack_lsp Xvfb python3; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed (packages jackd2, xvfb, python3)"; exit 77; }
done
app="$SOMAPHONE_BUILD/Plugin/Somaphone_artefacts/Release/Standalone/Somaphone"
[ -x "$app" ] || { echo "the application is not built"; exit 77; }
source Tests/Support/wait.sh
folder=$(mktemp -d)
export HOME="$folder/home" XDG_CONFIG_HOME="$folder/home/.config" JACK_NO_AUDIO_RESERVATION=1
export JACK_DEFAULT_SERVER="somaphone-app-$$"
mkdir -p "$HOME"
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; rm -rf "$folder"' EXIT
start_display "$folder"
started+=("$display_pid")
start_jack "$folder" 48000 256 -S
started+=("$jack_pid")

"$app" >"$folder/app.log" 2>&1 &
program=$!
started+=($program)
wait_until "the application's two outputs at the loudspeakers" jack_plays Somaphone:out_2
# The window fills the processor of a slow machine at first; then the sound is as it is for a person.
heard() {
    jack_rec -f "$folder/out.wav" -d 1 -b 16 Somaphone:out_1 Somaphone:out_2 >"$folder/rec.log" 2>&1 && python3 "$folder/listen.py" "$folder/out.wav"
}
seen() { python3 "$folder/look.py" "$folder/Xvfb_screen0"; } # the frame buffer is a file
cat >"$folder/listen.py" <<'PY'
import array, sys, wave
with wave.open(sys.argv[1]) as file:
    rate, channels = file.getframerate(), file.getnchannels()
    samples = array.array("h", file.readframes(file.getnframes()))
left = samples[::channels]
peak = max(abs(s) for s in left) / 32768
# A click is a burst: count where the sound rises above half its peak after 10 ms below it.
spikes, last = 0, -rate
for i, s in enumerate(left):
    if abs(s) / 32768 > peak / 2:
        spikes += i - last > rate // 100
        last = i
print(f"{len(left) / rate:.2f} s, peak {peak:.3f}, {spikes} spikes")
if not (0.02 < peak < 0.99 and 10 <= spikes <= 60):
    sys.exit("no spikes within a second")
PY
cat >"$folder/look.py" <<'PY'
import struct, sys
with open(sys.argv[1], "rb") as file:
    data = file.read()
header = struct.unpack(">25I", data[:100])
pixels = data[header[0] + 12 * header[19]:]
colours = {pixels[i:i + 4] for i in range(0, len(pixels) - 4, 4)}
print(f"{len(colours)} colours on the screen")
# The voltage and the spikes of the dark theme, blue 56b4e9 and yellow f0e442, are on the scope.
for name, pixel in (("voltage", b"\xe9\xb4\x56"), ("spikes", b"\x42\xe4\xf0")):
    if not any(colour[:3] == pixel or colour[1:] == pixel[::-1] for colour in colours):
        sys.exit(f"the screen shows no {name}")
PY
wait_until "spikes in a second of the application's sound" heard
python3 "$folder/listen.py" "$folder/out.wav"
wait_until "voltage and spikes on the application's scope" seen
seen
[ -z "${SOMAPHONE_SCREENSHOT:-}" ] || cp "$folder/Xvfb_screen0" "$SOMAPHONE_SCREENSHOT"

kill -INT $program
wait_for_end $program "the end of the application"
grep -q 'name="state"' "$XDG_CONFIG_HOME/Somaphone/Standalone.settings" || { echo "no state was left behind"; exit 1; }
