#!/usr/bin/env bash
# soak.sh HOURS [SEED]: so many hours of model time at 48 kHz, shared among all models, each with random parameters, automation,
# MIDI and inputs that are no sound. Prints what ran and what was suppressed; status 1 when a property did not hold.
set -euo pipefail
cd "$(dirname "$0")/.."

hours=${1:?"soak.sh HOURS [SEED]"}
models=$(sed -n 's/^PARAMETER(model,.*choice, "\([^"]*\)".*/\1/p' Source/Parameters/Table.def | tr '|' '\n' | wc -l)
seconds=$(awk -v hours="$hours" -v models="$models" 'BEGIN { print hours * 3600 / models }')

folder=build
if [ ! -e build/build.ninja ]; then # without JUCE
    folder=build/core
    mkdir -p $folder
    cmake -G Ninja -S . -B $folder -DSOMAPHONE_PLUGIN=OFF >$folder/configure.log
fi
CCACHE_BASEDIR="$PWD" CCACHE_NOHASHDIR=1 nice ninja -C $folder soak >$folder/soak-build.log || { cat $folder/soak-build.log; exit 1; }
exec nice $folder/Tests/Soak/soak "$seconds" "${@:2}"
