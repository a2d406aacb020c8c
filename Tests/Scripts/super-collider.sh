#!/usr/bin/env bash
# Soma.ar in SuperCollider's server without real time: five models in three block sizes give the spikes, the sound and the voltage of
# the command line; so does a synth that SuperCollider's language makes from the class, which refuses wrong names.
set -euo pipefail
command -v scsynth >/dev/null || { echo "scsynth is not installed (package supercollider-server)"; exit 77; }
source Tests/Support/numpy.sh
export SC_EXTENSION="${SC_EXTENSION:-$SOMAPHONE_BUILD/Plugin/SuperCollider/somaphone}"
# Where UGens are. A folder that stands here twice ends scsynth 3.13 ("terminate called without an active exception").
export SC_PLUGINS="${SC_PLUGINS:-$SC_EXTENSION/plugins:/usr/lib/SuperCollider/plugins}"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$python" Tests/Hosts/super_collider.py "$folder"

# A running server, where the machine can run JACK.
if command -v jackd >/dev/null && command -v jack_lsp >/dev/null; then
    source Tests/Support/wait.sh
    export JACK_NO_AUDIO_RESERVATION=1 JACK_DEFAULT_SERVER="somaphone-sc-$$"
    start_jack "$folder" 48000 256
    trap 'kill $jack_pid 2>/dev/null || true; rm -rf "$folder"' EXIT
    "$python" Tests/Hosts/super_collider_live.py "$folder" $((20000 + $$ % 20000))
fi
