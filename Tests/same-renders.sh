#!/usr/bin/env bash
# same-renders.sh OLD NEW: renders sounds, tables and pictures with two builds of the command line and compares them byte for byte.
# For a change that must not change any result: keep the program as it was before the change, and compare after each step.
#     cp build/bin/somaphone /tmp/before;  …;  bash Tests/same-renders.sh /tmp/before build/bin/somaphone
set -uo pipefail
[ $# = 2 ] || { echo "usage: same-renders.sh OLD NEW (two somaphone programs)" >&2; exit 2; }
for program in "$1" "$2"; do
    [ -x "$program" ] || { echo "same-renders.sh: $program is no program" >&2; exit 2; }
done
old=$(realpath "$1") new=$(realpath "$2")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cases() {
    local step=(--set stim_shape=step --set stim_delay_ms=20 --set stim_duration_ms=300 --duration 0.4)
    # Every model, as one neuron with everything that can be written, and as a population.
    local model pa
    for model in r rc lif glif1 glif2 glif3 glif4 glif5 channel hh izhikevich adex; do
        case $model in hh) pa=1500 ;; izhikevich) pa=10 ;; adex) pa=500 ;; glif?) pa=250 ;; *) pa=45 ;; esac
        render "$model" "${step[@]}" --set "model=$model" --set "stim_amplitude_pa=$pa" --trace OUT.csv --stems OUT --midi OUT.mid --set midi_out=on --plot OUT.png
        render "$model-crowd" "${step[@]}" --set "model=$model" --set "stim_amplitude_pa=$pa" --set neurons=37 --set spread_percent=5 --set noise_pa=20 --set voltage_level_db=-6
    done
    # How time is cut, and rates from telephone to bat detector.
    local block rate
    for block in 1 7 64 100 4096; do render "block-$block" "${step[@]}" --block "$block" --set neurons=3 --set voltage_level_db=-6; done
    for rate in 8000 44100 96000 192000; do
        render "rate-$rate" "${step[@]}" --rate "$rate" --set voltage_level_db=-6
        render "rate-$rate-hh" "${step[@]}" --rate "$rate" --set model=hh --set stim_amplitude_pa=1500 --set voltage_level_db=-6
    done
    # Every sound of a spike, every stimulus, every level.
    local sound shape level kind
    for sound in $(choices spike_sound); do render "sound-$sound" "${step[@]}" --set "spike_sound=$sound" --set neurons=5; done
    for shape in step pulse ramp train chirp noise sine; do
        render "shape-$shape" --set "stim_shape=$shape" --set stim_amplitude_pa=60 --set stim_duration_ms=200 --set stim_period_ms=30 --duration 0.4 --set stimulus_level_db=-12
    done
    for level in voltage_level_db stimulus_level_db pitch_level_db; do render "level-$level" "${step[@]}" --set "$level=-6" --set neurons=2; done
    # Coupled neurons, the time scale, and pitch mode.
    for kind in excitatory inhibitory gap_junction; do
        render "coupled-$kind" "${step[@]}" --set "coupling=$kind" --set neurons=70 --set spread_percent=3 --set coupling_delay_ms=1.3 --set voltage_level_db=-6
    done
    render slow "${step[@]}" --set time_scale=0.1 --set voltage_level_db=-6
    render fast "${step[@]}" --set time_scale=40 --set voltage_level_db=-6
    render large "${step[@]}" --set neurons=2000 --set spread_percent=5
    render pitch "${step[@]}" --set midi_mode=pitch
    local preset
    for preset in $("$program" presets | awk '/^factory/ { print $1 }'); do render "preset-${preset#*/}" --preset "$preset" --duration 1 --trace OUT.csv; done
    # Experiments and the numbers and sounds of a lesson.
    local experiment
    for experiment in steps fi rheobase strength-duration iv impedance rest gates; do
        run "experiment-$experiment" experiment "$experiment" --preset factory/squid-axon --csv OUT.csv --plot OUT.png
        [ "$experiment" = gates ] || run "experiment-$experiment-lif" experiment "$experiment" --cell allen/474626527 --csv OUT.csv --plot OUT.png
    done
    run lessons lessons
    run parameters params
    run keys lesson keys nernst-three-ions
    run text lesson text rest-two-ions
}

choices() { "$program" params | awk -v id="$1" '$1 == id { gsub(/\|/, " ", $3); print $3 }'; }
render() { local name=$1; shift; run "$name" render "$@" -o OUT.wav --spikes OUT-spikes.csv; }
# One run: its files are NAME…, its words (with the exit status) NAME.txt.
run() {
    local name=$1 argument arguments=()
    shift
    for argument; do arguments+=("${argument/#OUT/$name}"); done
    "$program" "${arguments[@]}" >"$name.txt" 2>&1
    echo "exit $?" >>"$name.txt"
}

export HOME=$folder XDG_CONFIG_HOME=$folder XDG_DATA_HOME=$folder # not the user's presets and cells
for side in old new; do
    mkdir "$folder/$side"
    program=${!side}
    (cd "$folder/$side" && cases) &
    [ "$(nproc)" -gt 1 ] || wait
done
wait

refused=$(grep -lx 'exit [^0]*' "$folder"/old/*.txt | wc -l)
files=$(find "$folder/old" -type f | wc -l)
(cd "$folder" && diff -rq old new) && { echo "$files files are the same in both ($refused runs refused by both)"; exit 0; }
echo "the results differ"
exit 1
