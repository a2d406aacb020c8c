#!/usr/bin/env bash
# Every lesson as a question bank, two variants each: Moodle XML and QTI 2.1 by the rules of their formats.
set -euo pipefail
cd "$(dirname "$0")/../.."
program=${SOMAPHONE_BUILD:-$PWD/build}/bin/somaphone
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for lesson in $("$program" lessons --json | python3 -c 'import json, sys; print(*(row["id"] for row in json.load(sys.stdin)))'); do
    for format in moodle qti; do
        "$program" lesson export "$lesson" --format $format --variants 2 -o "$folder/$format"
        "$program" lesson export "$lesson" --format $format --variants 2 -o "$folder/again"
        cmp "$folder/$format" "$folder/again"
    done
    echo "$lesson: $(python3 Tests/Class/check_banks.py "$folder/moodle" "$folder/qti")"
done
