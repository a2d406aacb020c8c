#!/usr/bin/env bash
# A first sound, from a bare Debian 12 on: builds the command line, sends a recorded voice through a neuron and says what
# to listen to; then builds the application and, with a display, opens it.
set -euo pipefail
cd "$(dirname "$0")/.."

echo "== 1/4 packages and configuration"
bash Tests/prepare.sh

echo "== 2/4 build the command line"
bash Tests/build.sh somaphone

echo "== 3/4 a voice through a neuron"
demo=build/demo
mkdir -p "$demo"
build/bin/somaphone render Assets/Sounds/speech.flac -o "$demo/speech.wav" --cell 474626527 --set input_scale_pa=4000 --set output_level_db=12 \
    --spikes "$demo/spikes.csv" --trace "$demo/trace.csv" --plot "$demo/scope.png"

spikes=$(grep -cE '^[0-9]+,' "$demo/spikes.csv" || true)
[ "$spikes" -gt 0 ] || { echo "The neuron did not fire: $demo/spikes.csv is empty." >&2; exit 1; }
cat <<TEXT

The voice was injected as current (full scale is 4 nA) into a model of a mouse's cortex neuron, Allen Cell Types 474626527,
leaky integrate-and-fire. It fired $spikes times. In $PWD/$demo:

  speech.wav   what the neuron makes of it: listen to Assets/Sounds/speech.flac, then to this. Every spike is a click
               where the voice pushed the membrane over its threshold; the hum between them is the membrane voltage.
  scope.png    the voltage in mV and the current in pA
  spikes.csv   the time of every spike
  trace.csv    the current and the voltage, sample by sample

TEXT
for player in pw-play paplay aplay; do
    if command -v "$player" >/dev/null; then echo "Listen:  $player $demo/speech.wav"; break; fi
done

echo
echo "== 4/4 build the application"
bash Tests/build.sh Somaphone_Standalone

app=build/Plugin/Somaphone_artefacts/Release/Standalone/Somaphone
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    echo "Opening the application: it fires by itself, with nothing plugged in."
    exec "$app"
fi
echo "No display here. On a desktop, start the application:  $app"
