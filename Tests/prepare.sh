#!/usr/bin/env bash
# Makes the machine and the build folder ready: installs the packages of Tests/packages.txt that are missing, configures
# build/. Tests/run.sh and Plugin/demo.sh begin with it. Quiet where there is nothing to do.
set -euo pipefail
cd "$(dirname "$0")/.."

mapfile -t wanted < <(sed -e 's/#.*//' -e '/^[[:space:]]*$/d' Tests/packages.txt)

refuse() {
    printf '%s\nSomaphone needs these packages (their names on Debian 12):\n' "$1" >&2
    printf '  %s\n' "${wanted[*]}" | fold -s -w 110 >&2
    exit 1
}

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# One line now and then in place of apt's thousand.
show_progress() {
    local line steps=0
    while IFS= read -r line; do
        case $line in
            Get:* | Unpacking* | 'Setting up'*)
                steps=$((steps + 1))
                [ $((steps % 50)) != 0 ] || echo "  $steps steps: ${line:0:90}" ;;
        esac
    done
}

install_missing() {
    local missing=() name as_root=()
    for name in "${wanted[@]}"; do is_installed "$name" || missing+=("$name"); done
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || refuse "Packages are missing (${missing[*]}), and neither root nor sudo is at hand to install them."
        as_root=(sudo)
    fi
    echo "Installing ${#missing[@]} packages and what they need: ${missing[*]}"
    local log=build/packages.log
    mkdir -p build
    if ! { "${as_root[@]}" apt-get update -q &&
           "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
               apt-get install -y -q --no-install-recommends -o Dpkg::Use-Pty=0 "${missing[@]}"; } 2>&1 | tee "$log" | show_progress
    then
        tail -20 "$log" >&2
        refuse "apt-get could not install the packages (all it said is in $log)."
    fi
}

# SOMAPHONE_PACKAGES=installed: the packages are already there, on any system.
if [ "${SOMAPHONE_PACKAGES:-}" != installed ]; then
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        refuse "This system has no apt-get, so nothing can be installed here. With all of them at hand: SOMAPHONE_PACKAGES=installed."
    fi
    install_missing
fi

log=build/configure.log
mkdir -p build
if ! cmake -G Ninja -B build -DCMAKE_BUILD_TYPE=Release -DSOMAPHONE_PLUGIN=ON -DSOMAPHONE_TESTS=ON -DSOMAPHONE_BENCH=ON \
        -DSOMAPHONE_WERROR=ON >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
fi
