#!/usr/bin/env bash
# benchmark.sh [REGEX]: builds the benchmarks, runs them (those whose names match) beside the peers, and prints ours, theirs
# and the ratio, medians of five runs in random order, all in CPU time. It takes about ten minutes on a quiet machine. All
# numbers are in build/benchmarks/. Peers that are not installed (faust, brian, neuron) are left out with a message.
set -euo pipefail
cd "$(dirname "$0")/.."

filter=${1:-.}
out=build/benchmarks
bash Tests/prepare.sh
bash Tests/build.sh core_benchmarks plugin_benchmarks Somaphone_VST3 Somaphone_LV2 Somaphone_Standalone
mkdir -p "$out"
rm -f "$out"/*.json "$out"/*.jsonl

run() {
    local name=$1
    shift
    echo "$name ..."
    "$@" --benchmark_filter="$filter" --benchmark_repetitions=5 --benchmark_enable_random_interleaving=true \
        --benchmark_min_time=0.05 --benchmark_display_aggregates_only=true --benchmark_out="$out/$name.json" >"$out/$name.txt" 2>&1 ||
        { tail -5 "$out/$name.txt" >&2; exit 1; }
}
run core build/Tests/Benchmarks/core_benchmarks
for i in 1 2 3 4 5; do
    [ "$filter" = . ] || break
    xvfb-run -a build/Tests/Benchmarks/plugin_benchmarks --benchmark_filter=instantiate/first \
        --benchmark_out="$out/first$i.json" >"$out/first.txt" 2>&1
done
run plugin xvfb-run -a build/Tests/Benchmarks/plugin_benchmarks

# Debian's Python has the package of Brian2; another that comes first on the path may not.
if [ "$filter" = . ]; then
    for peer in brian_lif neuron_hh; do
        echo "$peer ..."
        for _ in 1 2 3; do
            /usr/bin/python3 -W ignore "Tests/Benchmarks/Peers/$peer.py" >>"$out/peers.jsonl" 2>"$out/$peer.txt" || {
                echo "  left out: $(tail -1 "$out/$peer.txt")"
                break
            }
        done
    done
fi
python3 Tests/Benchmarks/report.py "$out"
