#!/usr/bin/env bash
# hosts.sh: runs Somaphone in every host that a script here can drive, on a Debian 12, and prints a table: host, format, what was compared
# and the largest difference. Installs the hosts that the other tests do not need, builds, and takes half an hour.
# A host that fails, or that this machine cannot run, has a line that says so; then the status is 1.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
logs=build/test-logs
export SOMAPHONE_BUILD="$PWD/build"

echo "== packages and build"
bash Tests/prepare.sh || exit 1
mkdir -p "$logs"
hosts=(ardour audacity gstreamer1.0-tools gstreamer1.0-plugins-good gstreamer1.0-plugins-bad supercollider-language)
as_root=()
[ "$(id -u)" = 0 ] || as_root=(sudo)
for host in "${hosts[@]}"; do
    dpkg-query -W -f '${db:Status-Status}' "$host" 2>/dev/null | grep -q '^installed$' ||
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$host" >>"$logs/hosts.log" 2>&1 ||
        echo "$host cannot be installed (all that apt-get said is in $logs/hosts.log)"
done
bash Tests/build.sh somaphone Somaphone_LV2 Somaphone_VST3 somaphone_pd somaphone_pd_patches somaphone_sc somaphone_sc_texts somaphone_lv2 \
    somaphone_lv2_description somaphone_validator || exit 1

status=0 result=0
rows=()
# run SCRIPT HOST FORMAT: adds the rows that the script prints, or one that says why there is none.
run() {
    local log="$logs/$1.log"
    echo "== $2"
    bash "Tests/Scripts/$1.sh" >"$log" 2>&1
    result=$?
    if [ $result = 0 ]; then
        mapfile -t -O "${#rows[@]}" rows < <(grep '^| ' "$log")
    else
        status=1
        rows+=("| $2 | $3 | $([ $result = 77 ] && echo "not run: $(tail -1 "$log")" || echo "FAILED, see $log") | |")
    fi
}
# largest LOG TEXT: the largest number that follows the text anywhere in the log.
largest() { grep -oE "$2 [0-9.e+-]+" "$1" | awk '{ if ($NF + 0 >= most) { most = $NF + 0; text = $NF } } END { sub(/,$/, "", text); print text }'; }

run pure-data "Pure Data" "[soma~]"
run super-collider SuperCollider Soma.ar
run headless-lv2 "lv2apply, ffmpeg, GStreamer" "LV2 (headless)"
run jalv jalv LV2
[ $result != 0 ] || rows+=("| jalv | LV2 | intervals of spikes, by OSC (ms) | 0.5 |")
run host-keys jalv.gtk3 LV2
[ $result != 0 ] || rows+=("| jalv.gtk3 | LV2 | the keyboard stays the host's: clicks that took it | 0 |")
run midi-out "jalv and JACK" LV2
[ $result != 0 ] || rows+=("| jalv and JACK | LV2 | intervals of spikes, by MIDI (samples) | 1 |")
run audacity Audacity "LV2 (headless)"
run ardour Ardour "LV2, VST3"
[ $result != 0 ] || rows+=("| Ardour | LV2 and VST3 | sound, exported at four rates in four block sizes | $(largest "$logs/ardour.log" 'largest difference') |")
run ardour-session Ardour "LV2, VST3"
run validator "our own validator" "LV2, VST3"
[ $result != 0 ] || rows+=("| our own validator | LV2 and VST3 | parameters, states, buses, blocks, real time: findings | 0 |")

rows+=("| Qtractor | LV2, VST3 | not run: its engine starts only with an ALSA sequencer (/dev/snd/seq) | |")

printf '\n| host | format | what was compared with the command line | largest difference |\n|---|---|---|---|\n'
# Of several rows of the same comparison (a script that compares several block sizes) the largest.
printf '%s\n' "${rows[@]}" | awk -F ' *[|] *' '{ key = $2 FS $3 FS $4 }
    !(key in row) { order[++count] = key } !(key in row) || $5 + 0 > most[key] { row[key] = $0; most[key] = $5 + 0 }
    END { for (k = 1; k <= count; ++k) print row[order[k]] }'
exit $status
