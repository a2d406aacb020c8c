#!/usr/bin/env bash
# OSC out as another program receives it: jalv runs the LV2 with OSC switched on, oscdump of liblo prints what arrives.
set -euo pipefail
for tool in jalv jackd oscdump; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed (packages jalv, jackd2, liblo-tools)"; exit 77; }
done
export LV2_PATH="$SOMAPHONE_BUILD/Plugin/Somaphone_artefacts/Release/LV2:/usr/lib/lv2" JACK_NO_AUDIO_RESERVATION=1
export JACK_DEFAULT_SERVER="somaphone-osc-$$"
folder=$(mktemp -d)
port=$((20000 + $$ % 20000))
jackd --no-realtime -d dummy -r 48000 -p 256 >"$folder/jackd.log" 2>&1 &
server=$!
stdbuf -oL oscdump -L "$port" >"$folder/osc.txt" 2>&1 &
receiver=$!
trap 'kill $server $receiver 2>/dev/null || true; rm -rf "$folder"' EXIT
sleep 2
kill -0 $server 2>/dev/null || { cat "$folder/jackd.log"; echo "the JACK server did not start"; exit 77; }

python3 Tests/Support/lv2_state.py "$folder/state" osc_out=on "osc_port=$port"
sleep 6 | timeout 30 jalv -n somaphone -l "$folder/state" >"$folder/jalv.txt" 2>&1 || true
sleep 0.5
sort "$folder/osc.txt" | cut -c1-120 | tail -3

fail() { head -15 "$folder/jalv.txt" "$folder/osc.txt"; echo "$1"; exit 1; }
spikes=$(grep -c '/somaphone/spike id 0 ' "$folder/osc.txt" || true)
rates=$(grep -c '/somaphone/rate fd ' "$folder/osc.txt" || true)
volts=$(grep -c '/somaphone/voltage fd -' "$folder/osc.txt" || true)
echo "$spikes spikes, $rates rates, $volts voltages"
[ "$spikes" -ge 15 ] || fail "too few spikes"
awk '/\/somaphone\/rate/ { if (!n++) first = $NF; last = $NF }
     END { exit !(n >= 20 && (last - first) * 30 > n - 3 && (last - first) * 30 < n + 1) }' "$folder/osc.txt" ||
    fail "rates do not come 30 times a second"
[ "$volts" = "$rates" ] || fail "voltages and rates differ in number"
# Model times rise by the interval of a LIF at 45 pA: 1 + 20.2 ms * ln(45 * 0.345 / (45 * 0.345 - 10)) = 21.9 ms.
awk '/\/somaphone\/spike/ { if (last && $NF - last < 0.1 && ($NF - last < 0.0215 || $NF - last > 0.0225)) bad++; last = $NF; n++ }
     END { if (bad) { print bad " intervals are wrong"; exit 1 } }' "$folder/osc.txt" || fail "intervals"
