#!/usr/bin/env bash
# tidy.sh [FILE]...: clang-tidy with the project's .clang-tidy over our own files, or those named; status 1 when it found
# something. Slow: half an hour on two cores for all of them.
set -euo pipefail
cd "$(dirname "$0")/.."
tidy=$(command -v clang-tidy-14 || command -v clang-tidy) || {
    echo "clang-tidy is not installed (on Debian 12: apt-get install clang-tidy-14)"
    exit 77
}
bash Tests/prepare.sh
# JUCE's generated code and the embedded schema are made by the build.
nice ninja -C build soma_course soma_embedded >/dev/null
# Fuzzers and what Faust writes are not in this build.
files=("$@")
[ $# -gt 0 ] || mapfile -t files < <(git ls-files 'Source/*.cpp' 'Plugin/*.cpp' 'Tests/*.cpp' | grep -v '^Tests/Fuzz/\|/FaustLif.cpp$')
# The flags are g++'s; clang knows most of them. Of files that are compiled in bundles it takes a neighbour's.
status=0
printf '%s\0' "${files[@]}" | xargs -0 -P "$(nproc)" -n 1 nice "$tidy" -p build --quiet \
    --extra-arg=-Wno-unknown-warning-option --extra-arg=-Wno-unused-command-line-argument 2>build/tidy-messages.log | tee build/tidy.log || status=1
echo "$(grep -cE '^/.*: (warning|error): ' <(sort -u build/tidy.log)) findings in ${#files[@]} files"
exit $status
