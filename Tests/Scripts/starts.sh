#!/usr/bin/env bash
# The application says in one line why it cannot start or cannot open what it was given, and runs wherever it can: without a
# display, a sound card, a MIDI sequencer, a home that can be written.
set -euo pipefail
for tool in Xvfb python3 timeout; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed (packages xvfb, python3)"; exit 77; }
done
app="$SOMAPHONE_BUILD/Plugin/Somaphone_artefacts/Release/Standalone/Somaphone"
[ -x "$app" ] || { echo "the application is not built"; exit 77; }
source Tests/Support/wait.sh
folder=$(mktemp -d)
export JACK_DEFAULT_SERVER="somaphone-none-$$" JACK_NO_START_SERVER=1
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; rm -rf "$folder"' EXIT
ours() { grep '^somaphone-app: ' "$folder/said" || true; } # JACK's and ALSA's libraries complain as well
check() { # check WHAT LINE: our complaint is this one line
    [ "$(ours | wc -l)" = 1 ] && ours | grep -qF -- "$2" || { cat "$folder/said"; echo "$1: expected one line with: $2"; exit 1; }
    echo "$1: $(ours)"
}
sample=Assets/Sounds/bell.flac
export HOME="$folder/home" XDG_CONFIG_HOME="$folder/home/.config"
mkdir -p "$HOME"

echo "== it ends at once"
ends() { # ends STATUS ARGUMENT...
    local wanted=$1 status=0
    shift
    timeout "$hanging_s" "$app" "$@" >"$folder/answer" 2>"$folder/said" || status=$?
    [ $status = "$wanted" ] || { cat "$folder/said"; echo "status $status, not $wanted: $*"; exit 1; }
}
unset DISPLAY
ends 1
check "no display" "there is no display"
ends 0 --version
grep -q '^Somaphone [0-9]' "$folder/answer"
ends 0 --help
grep -q '^Usage: somaphone-app' "$folder/answer"
ends 1 --colour
check "an option that is none" "--colour: there is no such option"
DISPLAY=:4242 ends 1
check "a display that is not there" "there is no display"

echo "== it runs"
start_display "$folder"
started+=("$display_pid")
settings() { grep -q 'name="state"' "$HOME/.config/Somaphone/Standalone.settings"; }
alive_for() { sleep "$1"; kill -0 $program 2>/dev/null; }
# runs CONDITION ARGUMENT...: starts, waits for the condition, ends in order.
runs() {
    local condition=$1 status=0
    shift
    "$app" "$@" >"$folder/answer" 2>"$folder/said" &
    program=$!
    started+=($program)
    # shellcheck disable=SC2086  # a command and its words
    wait_until "$condition, after the start with: $*" $condition
    kill -0 $program 2>/dev/null || { cat "$folder/said"; echo "it ended by itself: $*"; exit 1; }
    kill -TERM $program
    wait_for_end $program "the end after SIGTERM"
    wait $program || status=$?
    [ $status = 0 ] || { cat "$folder/said"; echo "it ended with status $status: $*"; exit 1; }
    case "$*" in */wrong.json) ;; *) rm -rf "$HOME/.config" ;; esac
}
spoke() { grep -q '^somaphone-app: ' "$folder/said"; }
silent() { [ -z "$(ours)" ] || { ours; echo "a complaint without a reason"; exit 1; }; }
runs settings
silent
runs settings "$sample"
silent
runs settings "file://$PWD/Assets/Sounds/bell%2Eflac"
silent
cp "$sample" "$folder/~tilde.flac"
(cd "$folder" && runs settings "~tilde.flac")
silent
runs spoke nosuch.wav
check "a file that is not there" "nosuch.wav: there is no such file"
runs spoke file:///nosuch.wav
check "a URL of a file that is not there" "file:///nosuch.wav: there is no such file"
runs spoke Assets/Sounds
check "a folder" "Assets/Sounds: is a folder"
runs spoke https://example.org/a.wav
check "an address of the web" "only files of this computer"
runs spoke "$sample" README.md
check "two files" "One file at a time: bell.flac is open, 1 other is not"

(unset HOME XDG_CONFIG_HOME && "$app" >"$folder/answer" 2>"$folder/said") &
program=$!
started+=($program)
wait_until "ten seconds without HOME" alive_for 10
kill -TERM $program
wait_for_end $program "the end after SIGTERM"
echo "no HOME: it runs"
(HOME=/dev/null XDG_CONFIG_HOME=/dev/null/config && runs spoke)
check "a home that cannot be written" "cannot be written"
mkdir -p "$HOME/.config/Somaphone"
echo 'cut short <PROPER' >"$HOME/.config/Somaphone/Standalone.settings"
runs spoke
check "settings that are damaged" "it is kept as"
