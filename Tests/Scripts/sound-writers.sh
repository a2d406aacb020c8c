#!/usr/bin/env bash
# Sound files of every program that writes them on Debian, to a file, into a pipe, and cut short: each gives the current that
# was written, or one line that is true. Skipped without any of the programs; those of Tests/packages.txt are enough.
exec python3 "$(dirname "$0")/../Support/sound_writers.py" "${SOMAPHONE_BUILD:?}/bin/somaphone"
