#!/usr/bin/env bash
# Our strict validator over the built VST3 and LV2, each in a separate process, after the validator's own test; where
# pluginval is at hand it looks at both too, at its strictest.
set -euo pipefail
artefacts="$SOMAPHONE_BUILD/Plugin/Somaphone_artefacts/Release"
validator="$SOMAPHONE_BUILD/bin/somaphone_validator"
for tool in xvfb-run nm "$validator"; do
    command -v "$tool" >/dev/null || { echo "$tool is not there (packages xvfb, binutils; target somaphone_validator)"; exit 77; }
done
xvfb-run -a "$validator" --self-test
failed=0
for bundle in VST3/Somaphone.vst3 LV2/Somaphone.lv2; do
    echo "== ${bundle%/*}"
    xvfb-run -a "$validator" "${bundle%/*}" "$artefacts/$bundle" || failed=1
    if command -v pluginval >/dev/null; then
        xvfb-run -a pluginval --strictness-level 10 --validate-in-process --timeout-ms 600000 --validate "$artefacts/$bundle" || failed=1
    else
        echo "skipped pluginval: it is not on the PATH"
    fi
done
exit $failed
