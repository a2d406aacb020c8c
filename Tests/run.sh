#!/usr/bin/env bash
# Tests everything, from a bare Debian 12 on: installs what is missing, builds with warnings as errors, runs the tests of
# the core, of the plugin (on a virtual display) and the scripts of Tests/Scripts. Ends with "N passed, N failed".
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

logs=build/test-logs
passed=0 failed=0 skipped=0
started=$SECONDS

stage() { printf '\n== %s (at %d s)\n' "$1" $((SECONDS - started)); }

finish() {
    printf '\n%d s. Logs are in %s/.\n' $((SECONDS - started)) "$logs"
    local line="$passed passed, $failed failed"
    [ "$skipped" = 0 ] || line+=", $skipped skipped"
    echo "$line"
    [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
    exit $?
}

# give_up STAGE: what cannot be prepared or built is one failure, and no test can run.
give_up() {
    echo "FAILED: $1"
    failed=$((failed + 1))
    finish
}

# A line for each suite; of a test that fails, is skipped or dies all it printed.
show_tests() {
    local line block='' inside=''
    while IFS= read -r line; do
        case $line in
            '[ RUN      ] '*) block='' inside=yes ;;
            '[       OK ] '*) inside='' ;;
            '[  SKIPPED ] '*' ms)' | '[  FAILED  ] '*' ms)')
                [ -z "$inside" ] || printf '%s%s\n' "$block" "$line"
                inside='' ;;
            '[----------] '*' ms total)') echo "  ${line#\[----------\] }" ;;
            *) [ -z "$inside" ] || block+=$line$'\n' ;;
        esac
    done
    [ -z "$inside" ] || printf '%sthe program died in this test\n' "$block"
}

# run_gtest NAME COMMAND...: runs a program of tests and adds up its counts. One that dies in a test, or ends without having
# run any, is a failure.
run_gtest() {
    local name=$1 log="$logs/$1.log"
    shift
    GTEST_COLOR=no "$@" 2>&1 | tee "$log" | show_tests
    local status=${PIPESTATUS[0]}
    local begun ok bad left
    begun=$(grep -c '^\[ RUN      \]' "$log")
    ok=$(grep -c '^\[       OK \]' "$log")
    bad=$(grep -cE '^\[  FAILED  \] .* ms\)$' "$log")
    left=$(grep -cE '^\[  SKIPPED \] .* ms\)$' "$log")
    if [ "$begun" = 0 ] || [ "$begun" != $((ok + bad + left)) ] || { [ "$status" != 0 ] && [ "$bad" = 0 ]; }; then
        echo "FAILED: $name ended with status $status$(grep '^\[ RUN      \]' "$log" | tail -1 | sed 's/.*\]/ in/')"
        bad=$((bad + 1))
    fi
    printf '%s: %d passed, %d failed, %d skipped\n' "$name" "$ok" "$bad" "$left" >"$logs/$name.summary"
    cat "$logs/$name.summary"
    passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + left))
}

script_limit_s=1800 # against hanging alone: the longest builds the fuzzers, ten minutes on an idle machine

# run_script FILE: status 0 is a pass, 77 a skip (its last line says why), anything else a failure.
run_script() {
    local name log status
    name=$(basename "$1" .sh)
    log="$logs/$name.log"
    SOMAPHONE_BUILD="$PWD/build" timeout "$script_limit_s" bash "$1" >"$log" 2>&1
    status=$?
    case $status in
        0) echo "  passed  $name"; passed=$((passed + 1)) ;;
        77) echo "  skipped $name: $(tail -1 "$log")"; skipped=$((skipped + 1)) ;;
        *) echo "  FAILED  $name (status $status):"; tail -40 "$log" | sed 's/^/    /'; failed=$((failed + 1)) ;;
    esac
}

stage "1/5 packages and configuration"
bash Tests/prepare.sh || give_up "preparation"
mkdir -p "$logs"

stage "2/5 build, warnings are errors"
bash Tests/build.sh || give_up "build (all of it is in build/build.log)"

stage "3/5 tests of the core"
run_gtest core_tests build/Tests/core_tests

stage "4/5 tests of the live class and of the plugin"
run_gtest class_tests build/Tests/Class/class_tests
run_gtest plugin_tests xvfb-run -a build/Tests/Plugin/plugin_tests

stage "5/5 scripts: command line, hosts"
for script in Tests/Scripts/*.sh; do
    [ -e "$script" ] && run_script "$script"
done

finish
