#!/usr/bin/env bash
# `somaphone class`, `class merge` and `class check` from a terminal, over loopback.
set -euo pipefail
exec python3 "$(dirname "$0")/../Class/command.py" "${SOMAPHONE_BUILD:-$PWD/build}/bin/somaphone"
