#!/usr/bin/env bash
# The application on a virtual display with a JACK server without hardware: what leaves its JACK ports within a second of
# its start holds spikes, and a screenshot shows its window. It starts afresh and, closed, leaves its state behind.
set -euo pipefail
for tool in jackd jack_rec jack_lsp Xvfb python3; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed (packages jackd2, xvfb, python3)"; exit 77; }
done
app="$SOMAPHONE_BUILD/Plugin/Somaphone_artefacts/Release/Standalone/Somaphone"
[ -x "$app" ] || { echo "the application is not built"; exit 77; }
folder=$(mktemp -d)
export HOME="$folder/home" XDG_CONFIG_HOME="$folder/home/.config" JACK_NO_AUDIO_RESERVATION=1
export JACK_DEFAULT_SERVER="somaphone-app-$$" DISPLAY=":$((100 + $$ % 800))"
mkdir -p "$HOME"
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; rm -rf "$folder"' EXIT
Xvfb "$DISPLAY" -screen 0 1400x1000x24 -fbdir "$folder" >/dev/null 2>&1 &
started+=($!)
jackd --no-realtime -d dummy -r 48000 -p 256 >"$folder/jackd.log" 2>&1 &
server=$!
started+=($server)
sleep 2
kill -0 $server 2>/dev/null || { cat "$folder/jackd.log"; echo "the JACK server did not start"; exit 77; }

"$app" >"$folder/app.log" 2>&1 &
program=$!
started+=($program)
outputs=''
for ((i = 0; i < 200; ++i)); do # ports are listed by name, each followed by its properties
    outputs=$(jack_lsp -p 2>/dev/null | awk '/^Somaphone:/ { port = $0 } /properties: output/ && port { print port; port = "" }
                                             /^system:/ { port = "" }' | head -2 | tr '\n' ' ')
    [ "$(wc -w <<<"$outputs")" -lt 2 ] || break
    sleep 0.05
done
[ -n "$outputs" ] || { cat "$folder/app.log"; echo "the application has no JACK ports"; exit 1; }
# shellcheck disable=SC2086  # two names
jack_rec -f "$folder/out.wav" -d 1 -b 16 $outputs >"$folder/rec.log" 2>&1 || { cat "$folder/rec.log"; exit 1; }
sleep 1
cp "$folder/Xvfb_screen0" "${SOMAPHONE_SCREENSHOT:-$folder/screen.xwd}" # the frame buffer is a file

python3 - "$folder/out.wav" "${SOMAPHONE_SCREENSHOT:-$folder/screen.xwd}" <<'PY'
import array, struct, sys, wave
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
    sys.exit("no spikes within a second of the start")
with open(sys.argv[2], "rb") as file:
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
kill -INT $program
for ((i = 0; i < 100; ++i)); do kill -0 $program 2>/dev/null || break; sleep 0.1; done
! kill -0 $program 2>/dev/null || { echo "the application does not end"; exit 1; }
grep -q 'name="state"' "$XDG_CONFIG_HOME/Somaphone/Standalone.settings" || { echo "no state was left behind"; exit 1; }
