#!/usr/bin/env bash
# Every lesson as a question bank, two variants each: Moodle XML and QTI 2.1 by the rules of their formats. Where
# SOMAPHONE_IMS_XSD names a folder with IMS's schemas (imsqti_v2p1.xsd, imscp_v1p1.xsd and what they import, as qti-sdk of
# OAT has them), xmllint also validates every item and manifest against those.
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
    if [ -n "${SOMAPHONE_IMS_XSD:-}" ]; then
        python3 -c 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])' "$folder/qti" "$folder/$lesson"
        xmllint --nonet --noout --schema "$(find "$SOMAPHONE_IMS_XSD" -name imsqti_v2p1.xsd | head -1)" "$folder/$lesson"/item*.xml 2>&1 | grep -v ' validates$' && exit 1
        xmllint --nonet --noout --schema "$(find "$SOMAPHONE_IMS_XSD" -name imscp_v1p1.xsd | head -1)" "$folder/$lesson/imsmanifest.xml" 2>&1 | grep -v ' validates$' && exit 1
        echo "$lesson: $(ls "$folder/$lesson"/item*.xml | wc -l) items validate against IMS's schemas"
    fi
    echo "$lesson: $(python3 Tests/Class/check_banks.py "$folder/moodle" "$folder/qti")"
done
