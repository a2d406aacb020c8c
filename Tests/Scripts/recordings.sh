#!/usr/bin/env bash
# Recordings against independent readers: NWB by h5py, ABF by neo. SOMAPHONE_RECORDINGS=FILE:FILE adds real ones.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=${SOMAPHONE_BUILD:-$PWD/build}
python=
for candidate in python3 /usr/bin/python3; do
    if [ -z "$python" ] && "$candidate" -c 'import h5py, neo' 2>/dev/null; then python=$candidate; fi
done
[ -n "$python" ] || { echo "python3-h5py and python3-neo are not installed"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
SOMAPHONE_WRITE_ABF="$folder" "$build/Tests/Recording/recording_tests" --gtest_filter='AbfReader.WritesFilesForOtherReaders' >/dev/null
"$python" Tests/Recording/independent.py "$build/bin/somaphone" "$folder"
