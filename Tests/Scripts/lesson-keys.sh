#!/usr/bin/env bash
# The keys of all lessons, recomputed from the equations by a program that shares no code with ours.
set -euo pipefail
cd "$(dirname "$0")/../.."
program=${SOMAPHONE_BUILD:-build}/bin/somaphone
[ -x "$program" ] || { echo "$program is not built"; exit 77; }
exec python3 Tests/Scripts/lesson-keys.py "$program"
