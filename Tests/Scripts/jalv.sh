#!/usr/bin/env bash
# jalv, the reference host, runs the LV2 bundle against a JACK server without hardware, in four block sizes: it knows every
# parameter, a state reaches the plugin, the spikes that it sends as OSC are as far apart as the membrane equation says, and
# it leaves in order.
set -euo pipefail
for tool in jalv jackd oscdump python3; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed (packages jalv, jackd2, liblo-tools, python3)"; exit 77; }
done
export LV2_PATH="$SOMAPHONE_BUILD/Plugin/Somaphone_artefacts/Release/LV2:/usr/lib/lv2" JACK_NO_AUDIO_RESERVATION=1
export JACK_DEFAULT_SERVER="somaphone-test-$$"
folder=$(mktemp -d)
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; rm -rf "$folder"' EXIT
fail() { head -15 "$folder"/{jalv,said,osc}.txt; echo "$1"; exit 1; }
port=$((20000 + $$ % 20000))
python3 Tests/Support/lv2_state.py "$folder/state" osc_out=on "osc_port=$port"
parameters=$(wc -l <Tests/Parameters/FrozenIds.txt)

for block in 16 256 1024 4096; do
    jackd --no-realtime -d dummy -r 48000 -p $block >"$folder/jackd.log" 2>&1 &
    started=($!)
    stdbuf -oL oscdump -L "$port" >"$folder/osc.txt" 2>&1 &
    started+=($!)
    sleep 2
    kill -0 "${started[0]}" 2>/dev/null || { cat "$folder/jackd.log"; echo "the JACK server did not start"; exit 77; }
    # jalv reads commands from its input: it lives as long as the pipe. Its list and what it says are kept apart, since a
    # buffer of the one ends anywhere in a name.
    { sleep 3; echo controls; sleep 1; } |
        timeout 60 jalv -n somaphone -l "$folder/state" >"$folder/jalv.txt" 2>"$folder/said.txt" ||
        fail "jalv ended with status $?"
    kill "${started[@]}"
    wait "${started[@]}" 2>/dev/null || true
    grep -q "^Block length: $block frames" "$folder"/{jalv,said}.txt || fail "the blocks are not of $block"
    shown=$(grep -oE 'somaphone_[a-z0-9_]+ = ' "$folder/jalv.txt" | sort -u | wc -l)
    [ "$shown" = "$parameters" ] || fail "jalv shows $shown of $parameters parameters"
    # Model times rise by the interval of a LIF at 45 pA: 1 + 20.2 ms * ln(45 * 0.345 / (45 * 0.345 - 10)) = 21.9 ms.
    awk -v block=$block '/\/somaphone\/spike/ { if (last && $NF - last < 0.1 && ($NF - last < 0.0215 || $NF - last > 0.0225)) bad++; last = $NF; n++ }
         END { print "blocks of " block ": " n + 0 " spikes, " bad + 0 " wrong intervals"; exit n < 10 || bad }' "$folder/osc.txt" || fail "spikes"
done
