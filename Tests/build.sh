#!/usr/bin/env bash
# build.sh [TARGET]...: builds in build/, which Tests/prepare.sh configured, or in the configured folder SOMAPHONE_BUILD, with a
# line of progress now and then and all of a compiler's complaints. Everything ninja says is in its build.log.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

# A compiler at work on JUCE takes up to 1.5 GB.
jobs=$(nproc)
if [ -r /proc/meminfo ]; then
    fit=$(awk '/^MemAvailable/ { print int($2 / 1572864) }' /proc/meminfo)
    [ "${fit:-1}" -ge "$jobs" ] || jobs=$((fit > 1 ? fit : 1))
fi

show_progress() {
    local line next=0
    while IFS= read -r line; do
        if [[ $line =~ ^\[([0-9]+)/([0-9]+),\ [^]]*\]\  ]]; then
            [ "${BASH_REMATCH[1]}" -ge "$next" ] || [ "${BASH_REMATCH[1]}" = "${BASH_REMATCH[2]}" ] || continue
            next=$((BASH_REMATCH[1] + 1 + BASH_REMATCH[2] / 15))
            line=${line:0:110}
        fi
        printf '%s\n' "${line:0:600}"
    done
}

folder=${SOMAPHONE_BUILD:-build}
# One cache serves every checkout.
export CCACHE_BASEDIR="$PWD" CCACHE_NOHASHDIR=1
NINJA_STATUS='[%f/%t, %e s] ' nice ninja -k 0 -C "$folder" -j "$jobs" "$@" 2>&1 | tee "$folder/build.log" | show_progress
exit "${PIPESTATUS[0]}"
