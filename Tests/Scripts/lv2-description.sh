#!/usr/bin/env bash
# The LV2 bundle's description is free of errors, and a host's library finds the plugin with its buses in it.
set -euo pipefail
bundles="$SOMAPHONE_BUILD/Plugin/Somaphone_artefacts/Release/LV2"
for tool in lv2_validate sord_validate lv2info; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed (packages lv2-dev, sordi, lilv-utils)"; exit 77; }
done
lv2_validate "$bundles"/Somaphone.lv2/*.ttl >"$SOMAPHONE_BUILD/lv2-validate.txt" 2>&1 || true
cat "$SOMAPHONE_BUILD/lv2-validate.txt"
grep -q '^Found 0 errors' "$SOMAPHONE_BUILD/lv2-validate.txt"

LV2_PATH="$bundles" lv2info https://github.com/somaphone/somaphone >"$SOMAPHONE_BUILD/lv2info.txt"
for name in 'Main in left' 'Main in right' Sidechain 'Main left' 'Main right' Voltage Spikes Stimulus; do
    grep -qE "Name: +$name\$" "$SOMAPHONE_BUILD/lv2info.txt" || { echo "no port is called $name"; exit 1; }
done
! grep -E 'Name: +Audio (In|Out) ' "$SOMAPHONE_BUILD/lv2info.txt" || { echo "a port has a number for a name"; exit 1; }
presets=$(sed -n '/Presets:/,/Port 0/p' "$SOMAPHONE_BUILD/lv2info.txt" | grep -cE '^\s+[^P]')
[ "$presets" = "$(ls Assets/Presets/*.json | wc -l)" ] || { echo "$presets LV2 presets, $(ls Assets/Presets/*.json | wc -l) presets of the program"; exit 1; }
for group in input_group_1 input_group_2 output_group_1 output_group_2 output_group_3 output_group_4; do
    grep -q "Group: .*:$group" "$SOMAPHONE_BUILD/lv2info.txt" || { echo "no port of $group"; exit 1; }
done
