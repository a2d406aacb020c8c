#!/usr/bin/env bash
# A recorded voice through the plugin in Ardour, as LV2 and as VST3, at four sample rates and four block sizes: the sound of the command
# line.
set -euo pipefail
for tool in ardour7-lua flac python3; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed (packages ardour, flac, python3)"; exit 77; }
done
source Tests/Support/numpy.sh
artefacts="$SOMAPHONE_BUILD/Plugin/Somaphone_artefacts/Release" work="$SOMAPHONE_BUILD/ardour"
mkdir -p "$work"
flac --silent --force --decode -o "$work/speech.wav" Assets/Sounds/speech.flac
for rate in 44100 48000 96000 192000; do
    python3 Tests/Hosts/ardour_recording.py "$work/speech.wav" "$work/recording.lua" "$work/voice.wav" $rate
    "$SOMAPHONE_BUILD/bin/somaphone" render "$work/voice.wav" -o "$work/command.wav" --cell 474626527 --set input_scale_pa=4000 \
        --set output_level_db=0 >/dev/null # at the level of the preset that the plugin starts with
    for block in 32 256 1024 4096; do
        for kind in LV2 VST3; do
            bash Tests/Hosts/ardour-render.sh $kind "$artefacts/$kind/Somaphone.${kind,,}" "$work/speech.wav" "$work/$kind.wav" $block $rate
            said=$("$python" Tests/Hosts/ardour_compare.py "$work/$kind.wav" "$work/command.wav") || { echo "$said"; exit 1; }
            echo "$kind, $rate Hz, blocks of $block: $said" | tee -a "$work/said.txt"
        done
    done
done
