#!/usr/bin/env bash
# jalv, the reference host, loads the LV2 bundle, runs it against a JACK server without hardware and leaves in order.
set -euo pipefail
for tool in jalv jackd; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed (packages jalv, jackd2)"; exit 77; }
done
export LV2_PATH="$SOMAPHONE_BUILD/Plugin/Somaphone_artefacts/Release/LV2:/usr/lib/lv2" JACK_NO_AUDIO_RESERVATION=1
export JACK_DEFAULT_SERVER="somaphone-test-$$"
log=$(mktemp)
jackd --no-realtime -d dummy -r 48000 -p 256 >"$log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null || true; rm -f "$log"' EXIT
sleep 2
kill -0 $server 2>/dev/null || { cat "$log"; echo "the JACK server did not start"; exit 77; }
# jalv reads commands from its input: it lives as long as the pipe.
{ sleep 3; echo controls; sleep 1; } |
    timeout 30 jalv -n somaphone https://github.com/somaphone/somaphone >"$SOMAPHONE_BUILD/jalv.txt" 2>&1
cat "$SOMAPHONE_BUILD/jalv.txt"
grep -q '^Block length: 256 frames' "$SOMAPHONE_BUILD/jalv.txt"
grep -q 'stim_shape = ' "$SOMAPHONE_BUILD/jalv.txt"
