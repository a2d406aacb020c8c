#!/usr/bin/env bash
# [soma~] in Pure Data without a window: five models in three block sizes give the spikes, the sound and the voltage of the command
# line; the help patch and the examples load and are heard; right messages are taken, wrong ones get one line.
set -euo pipefail
command -v pd >/dev/null || { echo "pd is not installed (package puredata-core)"; exit 77; }
source Tests/Support/numpy.sh
export PD_OBJECTS="${PD_OBJECTS:-$SOMAPHONE_BUILD/Plugin/PureData/somaphone}"
[ -e "$PD_OBJECTS"/soma~.pd_linux ] || { echo "there is no $PD_OBJECTS/soma~.pd_linux"; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$python" Tests/Hosts/pure_data.py "$folder"
"$python" Tests/Hosts/pure_data_examples.py "$folder" "$PD_OBJECTS"/soma~-help.pd "$PD_OBJECTS"/examples/*.pd
