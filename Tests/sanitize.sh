#!/usr/bin/env bash
# sanitize.sh address|core|thread [GTEST OPTION]...: builds with sanitizers in a separate folder and runs
#   address   all tests of core, plugin and of the instrument without JUCE under AddressSanitizer, LeakSanitizer and UndefinedBehaviorSanitizer
#   core      the same for the core alone, without JUCE
#   thread    the tests in which threads meet, under ThreadSanitizer
# Tests/Sanitizers/ names what is left out, and why. RealTimeGuard's tests skip themselves: a sanitizer brings its own
# allocator.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD

undefined=address,undefined,float-cast-overflow
level=-O1 plugin=ON programs=(core_tests headless_tests plugin_tests) filter=()
case ${1:-} in
    address) sanitizers=$undefined ;;
    core) sanitizers=$undefined plugin=OFF programs=(core_tests headless_tests) ;;
    thread) # threads meet as well unoptimised, and building is what takes the time
        sanitizers=thread level=-O0 programs=(headless_tests plugin_tests)
        filter=('--gtest_filter=Concurrency.*:Osc.*:BenchListen.*:EditorBench.*:ProcessorPitch.*:HostedNeuron.*') ;;
    *) sed -n '2,5s/^# //p' Tests/sanitize.sh >&2; exit 2 ;;
esac

folder=build/sanitize-$1
mkdir -p "$folder"
cmake -G Ninja -S . -B "$folder" -DCMAKE_BUILD_TYPE=None -DCMAKE_CXX_FLAGS="$level -g1" -DCMAKE_C_FLAGS="$level -g1" \
    -DSOMAPHONE_PLUGIN=$plugin -DSOMAPHONE_WERROR=OFF -DSOMAPHONE_SANITIZE=$sanitizers >"$folder/configure.log" 2>&1 ||
    { cat "$folder/configure.log"; exit 1; }
CCACHE_BASEDIR="$PWD" CCACHE_NOHASHDIR=1 nice ninja -C "$folder" "${programs[@]}" >"$folder/build.log" 2>&1 ||
    { tail -40 "$folder/build.log"; exit 1; }

suppressions() { echo "suppressions=$root/Tests/Sanitizers/$1.supp"; }
export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1
LSAN_OPTIONS=$(suppressions leak):print_suppressions=0
UBSAN_OPTIONS=$(suppressions undefined):print_stacktrace=1:halt_on_error=1
TSAN_OPTIONS=$(suppressions thread):second_deadlock_stack=1
export LSAN_OPTIONS UBSAN_OPTIONS TSAN_OPTIONS

failed=0
for program in "${programs[@]}"; do
    echo "$program under $sanitizers"
    case $program in
        core_tests) run=("$folder/Tests/$program") ;;
        headless_tests) run=("$folder/Tests/Headless/$program") ;;
        *) run=(xvfb-run -a "$folder/Tests/Plugin/$program") ;;
    esac
    "${run[@]}" --gtest_brief=1 "${filter[@]}" "${@:2}" || failed=1
done
exit $failed
