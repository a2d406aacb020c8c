#!/usr/bin/env bash
# Tests everything, from a bare Debian 12 on: installs what is missing, builds with warnings as errors, and runs every test
# that ctest knows: core, live class, plugin (on a virtual display) and the scripts of Tests/Scripts. Ends with
# "N passed, N failed".
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

logs=build/test-logs
started=$SECONDS

stage() { printf '\n== %s (at %d s)\n' "$1" $((SECONDS - started)); }

# give_up STAGE: what cannot be prepared or built is one failure, and no test can run.
give_up() {
    echo "FAILED: $1"
    echo "0 passed, 1 failed"
    exit 1
}

# Of tests that pass one line in fifty; of the others all that ctest says.
show_tests() {
    local line count=0
    while IFS= read -r line; do
        case $line in
            *' Start '*) ;;
            *' Passed '*) count=$((count + 1)); [ $((count % 50)) != 0 ] || echo "$line" ;;
            *) echo "$line" ;;
        esac
    done
}

stage "1/3 packages and configuration"
bash Tests/prepare.sh || give_up "preparation"
mkdir -p "$logs"
rm -f "$logs/tests.xml"

stage "2/3 build, warnings are errors"
bash Tests/build.sh || give_up "build (all of it is in build/build.log)"

stage "3/3 tests"
xvfb-run -a ctest --test-dir build --output-on-failure --no-tests=error -j "$(nproc)" \
    --output-junit "$PWD/$logs/tests.xml" "$@" 2>&1 | tee "$logs/tests.log" | show_tests
status=${PIPESTATUS[0]}
[ -s "$logs/tests.xml" ] || give_up "ctest ended with status $status and left no report"

# Each skipped test, and the last line it printed: why.
python3 - "$logs/tests.xml" <<'REASONS'
import sys
import xml.etree.ElementTree as xml

for case in xml.parse(sys.argv[1]).iter("testcase"):
    if case.find("skipped") is not None:
        print(f"  skipped {case.get('name')}: {(case.findtext('system-out') or '').strip().splitlines()[-1:]}")
REASONS

header=$(tr '\n\t' '  ' <"$logs/tests.xml" | grep -o '<testsuite [^>]*>' | head -1)
count() { sed -n "s/.* $1=\"\\([0-9]*\\)\".*/\\1/p" <<<"$header"; }
failed=$(count failures) skipped=$(($(count skipped) + $(count disabled)))
passed=$(($(count tests) - failed - skipped))
printf '\n%d s. Logs are in %s/.\n' $((SECONDS - started)) "$logs"
line="$passed passed, $failed failed"
[ "$skipped" = 0 ] || line+=", $skipped skipped"
echo "$line"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ] && [ "$status" = 0 ]
