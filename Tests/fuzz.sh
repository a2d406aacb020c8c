#!/usr/bin/env bash
# fuzz.sh [SECONDS|CASES [TARGET]...]: fuzzes each target of Tests/Fuzz (or those named) for so many seconds, 60 if not
# given, or with so many cases ("1000000cases"), under AddressSanitizer and UndefinedBehaviorSanitizer. PresetFolder,
# Sound and Command need the plugin, whose build takes a while; the others do without JUCE. Tests/Fuzz/targets.txt lists
# the targets; the ordinary build runs their starting inputs without sanitizers (ctest -L fuzz). The shipped lessons are
# left to Tests/Lesson: to compute the answers of one can take minutes with the sanitizers. Prints how many cases each ran.
# A finding is kept in build/fuzz/findings/; run it again
# with: build/fuzz/bin/fuzz_TARGET FILE
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD

length=${1:-60}
case $length in
    *[0-9]cases) limit=-runs=${length%cases} ;;
    *) limit=-max_total_time=$length ;;
esac
targets=("${@:2}")

compiler=$(command -v clang++-14 || command -v clang++) || {
    echo "clang is not installed (on Debian 12: apt-get install clang-14 libclang-rt-14-dev)"
    exit 77
}

plugin=OFF
[ ${#targets[@]} -gt 0 ] && ! [[ " ${targets[*]} " =~ \ (PresetFolder|Sound|Command)\  ]] || plugin=ON
mkdir -p build/fuzz
cmake -G Ninja -S . -B build/fuzz -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_C_COMPILER="${compiler/++/}" \
    -DCMAKE_BUILD_TYPE=None -DCMAKE_CXX_FLAGS="-O1 -g1 -fsanitize=fuzzer-no-link" -DSOMAPHONE_PLUGIN=$plugin -DSOMAPHONE_FUZZ=ON \
    -DSOMAPHONE_WERROR=OFF -DSOMAPHONE_SANITIZE=address,undefined,float-cast-overflow >build/fuzz/configure.log 2>&1 ||
    { cat build/fuzz/configure.log; exit 1; }
export CCACHE_BASEDIR="$PWD" CCACHE_NOHASHDIR=1
nice ninja -C build/fuzz fuzzers >build/fuzz/build.log 2>&1 || { tail -40 build/fuzz/build.log; exit 1; }

export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1
export LSAN_OPTIONS=suppressions=$root/Tests/Sanitizers/leak.supp:print_suppressions=0
mkdir -p build/fuzz/findings
failed=0 all=0
while read -r target longest _ seeds; do
    [ ${#targets[@]} = 0 ] || [[ " ${targets[*]} " == *" $target "* ]] || continue
    corpus=$root/build/fuzz/corpus/$target log=build/fuzz/$target.log
    mkdir -p "$corpus"
    given=("$root/Tests/Fuzz/Corpus/$target") # whole paths: Command works in a separate folder
    for folder in $seeds; do given+=("$root/$folder"); done
    status=0
    "build/fuzz/bin/fuzz_$target" "$limit" -max_len="$longest" -timeout=300 -rss_limit_mb=2048 \
        -dict=Tests/Fuzz/words.dict -artifact_prefix="$root/build/fuzz/findings/$target-" -print_final_stats=1 \
        -reload=0 "$corpus" "${given[@]}" >"$log" 2>&1 || status=$?
    cases=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    printf '%-8s %10s cases' "$target" "${cases:-0}"
    all=$((all + ${cases:-0}))
    if [ $status = 0 ]; then
        echo
    else
        echo ', FOUND:'
        grep -aE 'PROPERTY BROKEN|ERROR: |runtime error|SUMMARY|Test unit written' "$log" | head -5
        failed=1
    fi
done < <(grep '^[A-Z]' Tests/Fuzz/targets.txt)
echo "$all cases"
exit $failed
