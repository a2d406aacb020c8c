#!/usr/bin/env bash
# jalv, the reference host, runs the LV2 bundle against a JACK server without hardware, in four block sizes: it knows every
# parameter, a state reaches the plugin, the spikes that it sends as OSC are as far apart as the membrane equation says, and
# it leaves in order.
set -euo pipefail
for tool in jalv jackd oscdump python3; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed (packages jalv, jackd2, liblo-tools, python3)"; exit 77; }
done
source Tests/Support/wait.sh
export LV2_PATH="$SOMAPHONE_BUILD/Plugin/Somaphone_artefacts/Release/LV2:/usr/lib/lv2" JACK_NO_AUDIO_RESERVATION=1
export JACK_DEFAULT_SERVER="somaphone-test-$$"
folder=$(mktemp -d)
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; rm -rf "$folder"' EXIT
fail() { head -15 "$folder"/{jalv,said,osc}.txt; echo "$1"; exit 1; }
port=$((20000 + $$ % 20000))
python3 Tests/Support/lv2_state.py "$folder/state" osc_out=on "osc_port=$port"
parameters=$(wc -l <Tests/Parameters/FrozenIds.txt)
mkfifo "$folder/commands"
shown() { grep -oE 'somaphone_[a-z0-9_]+ = ' "$folder/jalv.txt" | sort -u | wc -l; }
shown_all() { [ "$(shown)" = "$parameters" ]; }
spikes() { grep -c /somaphone/spike "$folder/osc.txt"; }
enough_spikes() { [ "$(spikes)" -ge 20 ]; }

for block in 16 256 1024 4096; do
    start_jack "$folder" 48000 $block
    started=("$jack_pid")
    stdbuf -oL oscdump -L "$port" >"$folder/osc.txt" 2>&1 &
    receiver=$!
    started+=($receiver)
    # jalv reads commands from its input: it lives as long as the pipe. Its list and what it says are kept apart, since a
    # buffer of the one ends anywhere in a name.
    stdbuf -oL jalv -n somaphone -l "$folder/state" <"$folder/commands" >"$folder/jalv.txt" 2>"$folder/said.txt" &
    host=$!
    started+=($host)
    exec 4>"$folder/commands"
    wait_until "20 spikes by OSC in blocks of $block" enough_spikes
    echo controls >&4
    wait_until "jalv's list of $parameters parameters in blocks of $block" shown_all
    exec 4>&-
    wait_for_end $host "jalv's end"
    wait $host || fail "jalv ended with status $?"
    kill $receiver "$jack_pid"
    wait $receiver "$jack_pid" 2>/dev/null || true
    grep -q "^Block length: $block frames" "$folder"/{jalv,said}.txt || fail "the blocks are not of $block"
    # Model times rise by the interval of a LIF at 45 pA: 1 + 20.2 ms * ln(45 * 0.345 / (45 * 0.345 - 10)) = 21.9 ms.
    awk -v block=$block '/\/somaphone\/spike/ { if (last && $NF - last < 0.1 && ($NF - last < 0.0215 || $NF - last > 0.0225)) bad++; last = $NF; n++ }
         END { print "blocks of " block ": " n + 0 " spikes, " bad + 0 " wrong intervals"; exit n < 20 || bad }' "$folder/osc.txt" || fail "spikes"
done

# The LV2 without a window: jalv lists its presets, and one sets its controls.
presets="https://github.com/somaphone/somaphone#headless-preset-"
export LV2_PATH="$SOMAPHONE_BUILD/Plugin/Headless/LV2:/usr/lib/lv2"
start_jack "$folder" 48000 256
started=("$jack_pid")
stdbuf -oL jalv -n somaphone "${presets%-preset-}" <"$folder/commands" >"$folder/jalv.txt" 2>"$folder/said.txt" &
host=$!
started+=($host)
exec 4>"$folder/commands"
heard() { grep "$1" "$folder/jalv.txt"; }
echo presets >&4
wait_until "jalv's list of presets" heard "${presets}squid-axon (Squid axon)"
[ "$(grep -c -- "$presets" "$folder/jalv.txt")" = "$(ls Assets/Presets/*.json | wc -l)" ] || fail "jalv does not list every preset"
echo "preset ${presets}squid-axon" >&4
wait_until "the preset's model, hh" heard '^>* *model = 10\.0'
exec 4>&-
wait_for_end $host "jalv's end"
wait $host || fail "jalv ended with status $?"
kill "$jack_pid"
echo "$(ls Assets/Presets/*.json | wc -l) presets, one was loaded"
