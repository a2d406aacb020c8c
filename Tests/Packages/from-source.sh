#!/usr/bin/env bash
# In a bare Debian 12 with only git: the README's two commands, from nothing to sound and to passed tests.
set -euo pipefail
cd /trial
git clone -q somaphone.bundle somaphone
cd somaphone
echo "== commit $(git log -1 --format='%h %s')"

# The two commands are taken from the README itself.
mapfile -t commands < <(awk '/^```sh/ { inside = 1; next } /^```$/ { if (inside) exit } inside' README.md | sed 's/ *#.*//')
[ "${#commands[@]}" = 2 ] || { printf 'the README opens with %d commands:\n' "${#commands[@]}" "${commands[@]}"; exit 1; }
for command in "${commands[@]}"; do
    echo "== $command"
    started=$SECONDS
    $command
    echo "== $command: $((SECONDS - started)) s"
done

sound=build/demo/speech.wav
[ -s "$sound" ] && [ -s build/demo/scope.png ] || { echo "the demonstration left no sound or picture"; exit 1; }
git status --porcelain | { ! grep .; } || { echo "the commands left files outside build/"; exit 1; }
