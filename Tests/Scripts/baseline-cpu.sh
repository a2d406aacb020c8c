#!/usr/bin/env bash
# The programs run on any x86-64: on an emulated processor of 2003, which has no vectors wider than SSE3, the command line gives the
# spikes and the sound that it gives on this one. (A program built for AVX2 must fail there, or the emulation proves nothing.)
set -euo pipefail
for tool in qemu-x86_64 g++ python3; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed (package qemu-user)"; exit 77; }
done
[ "$(uname -m)" = x86_64 ] || { echo "this machine is no x86-64"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
program="$SOMAPHONE_BUILD/bin/somaphone"

printf 'int main(int n, char**) { float a[64]; for (int i = 0; i < 64; ++i) a[i] = n * 0.5f + i; volatile float s = a[n]; return s < 0; }\n' >wide.cpp
g++ -O3 -mavx2 -o wide wide.cpp
! (qemu-x86_64 -cpu qemu64 ./wide) 2>/dev/null || { echo "the emulated processor runs AVX2"; exit 77; }

compare() { # compare NAME ARGUMENT...
    local name=$1
    shift
    "$program" render "$@" --rate 48000 -o "$name-here.wav" --spikes "$name-here.csv"
    qemu-x86_64 -cpu qemu64 "$program" render "$@" --rate 48000 -o "$name-there.wav" --spikes "$name-there.csv"
    python3 - "$name" <<'PY'
import array, sys
name = sys.argv[1]
def spikes(where):
    rows = (line.split(",") for line in open(f"{name}-{where}.csv") if line[0].isdigit())
    return [(neuron, float(time)) for neuron, time in rows]
def samples(where):
    data = open(f"{name}-{where}.wav", "rb").read()
    return array.array("f", data[data.index(b"data") + 8:])
here, there = spikes("here"), spikes("there")
if [n for n, _ in here] != [n for n, _ in there] or not here:
    sys.exit(f"{name}: {len(here)} spikes here, {len(there)} there")
late = max(abs(a[1] - b[1]) for a, b in zip(here, there))
loud = max(abs(a - b) for a, b in zip(samples("here"), samples("there")))
print(f"{name}: {len(here)} spikes, at most {late:.1e} s and {loud:.1e} of full scale apart")
sys.exit(late > 1e-9 or loud > 1e-6) # the project's promise for any machine
PY
}
step=(--set stim_shape=step --set stim_duration_ms=300 --duration 0.5)
compare one "${step[@]}"
compare crowd "${step[@]}" --set neurons=67 --set spread_percent=5 --set noise_pa=20
compare squids "${step[@]}" --cell hh/squid --set stim_amplitude_pa=1000 --set neurons=19 --set spread_percent=3
compare glif "${step[@]}" --cell glif/474637203-5 --set stim_amplitude_pa=300 --set neurons=5 --set spread_percent=3
