#!/usr/bin/env bash
# OSC out as another program receives it: jalv runs the LV2 with OSC switched on, oscdump of liblo prints what arrives.
set -euo pipefail
for tool in jalv jackd oscdump; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed (packages jalv, jackd2, liblo-tools)"; exit 77; }
done
source Tests/Support/wait.sh
export LV2_PATH="$SOMAPHONE_BUILD/Plugin/Somaphone_artefacts/Release/LV2:/usr/lib/lv2" JACK_NO_AUDIO_RESERVATION=1
export JACK_DEFAULT_SERVER="somaphone-osc-$$"
folder=$(mktemp -d)
port=$((20000 + $$ % 20000))
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; rm -rf "$folder"' EXIT
start_jack "$folder" 48000 256
started+=("$jack_pid")
stdbuf -oL oscdump -L "$port" >"$folder/osc.txt" 2>&1 &
started+=($!)

python3 Tests/Support/lv2_state.py "$folder/state" osc_out=on "osc_port=$port"
mkfifo "$folder/commands"
jalv -n somaphone -l "$folder/state" <"$folder/commands" >"$folder/jalv.txt" 2>&1 &
host=$!
started+=($host)
exec 4>"$folder/commands" # jalv lives as long as this is open
count() { grep -c "$1" "$folder/osc.txt" || true; }
enough() { [ "$(count '/somaphone/spike id 0 ')" -ge 60 ] && [ "$(count '/somaphone/rate fd ')" -ge 60 ]; }
wait_until "60 spikes and 60 rates by OSC" enough
exec 4>&-
wait_for_end $host "jalv's end"
voltages_for_rates() { [ "$(count '/somaphone/voltage fd -')" = "$(count '/somaphone/rate fd ')" ]; }
wait_until "as many voltages as rates" voltages_for_rates # the last line may be on its way
sort "$folder/osc.txt" | cut -c1-120 | tail -3

fail() { head -15 "$folder/jalv.txt" "$folder/osc.txt"; echo "$1"; exit 1; }
echo "$(count '/somaphone/spike id 0 ') spikes, $(count '/somaphone/rate fd ') rates, $(count '/somaphone/voltage fd -') voltages"
awk '/\/somaphone\/rate/ { if (!n++) first = $NF; last = $NF }
     END { exit !(n >= 20 && (last - first) * 30 > n - 3 && (last - first) * 30 < n + 1) }' "$folder/osc.txt" ||
    fail "rates do not come 30 times a second"
# Model times rise by the interval of a LIF at 45 pA: 1 + 20.2 ms * ln(45 * 0.345 / (45 * 0.345 - 10)) = 21.9 ms.
awk '/\/somaphone\/spike/ { if (last && $NF - last < 0.1 && ($NF - last < 0.0215 || $NF - last > 0.0225)) bad++; last = $NF; n++ }
     END { if (bad) { print bad " intervals are wrong"; exit 1 } }' "$folder/osc.txt" || fail "intervals"
