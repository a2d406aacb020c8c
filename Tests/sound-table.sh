#!/usr/bin/env bash
# sound-table.sh [other]: renders every model by every spike sound and by its voltage, at six tones and three sample rates, and measures
# aliases, constant part, loudness and pitch of each, and prints the worst of each column; then the aliases of 1, 4 and 64 neurons in
# step. With "other": at six other tones. Takes half an hour on one idle core; core_tests do a small part of it.
set -euo pipefail
cd "$(dirname "$0")/.." || exit 1
bash Tests/build.sh core_tests
SOMAPHONE_SOUND_TABLE=${1:-whole} exec "${SOMAPHONE_BUILD:-build}/Tests/core_tests" --gtest_filter='SoundTable.*'
