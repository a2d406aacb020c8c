#!/usr/bin/env bash
# The plugin's window in jalv.gtk3 on a virtual display: the keyboard stays the host's when the plugin's window opens, and after clicks on
# its buttons, which do what they say.
set -euo pipefail
for tool in jalv.gtk3 jackd openbox xdotool Xvfb; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed (packages jalv, jackd2, openbox, xdotool, xvfb)"; exit 77; }
done
source Tests/Support/wait.sh
export LV2_PATH="$SOMAPHONE_BUILD/Plugin/Somaphone_artefacts/Release/LV2:/usr/lib/lv2" JACK_NO_AUDIO_RESERVATION=1
export JACK_DEFAULT_SERVER="somaphone-keys-$$"
folder=$(mktemp -d)
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; rm -rf "$folder"' EXIT
start_jack "$folder" 48000 256
started+=("$jack_pid")
start_display "$folder"
started+=("$display_pid")
openbox >/dev/null 2>&1 &
started+=($!)
stdbuf -oL jalv.gtk3 -d -n somaphone -s https://github.com/somaphone/somaphone >"$folder/jalv.txt" 2>&1 & # -d: prints what window and plugin say to each other
host=$!
started+=($host)
window() { xdotool search --onlyvisible --name '^Somaphone$' | head -1; }
has_window() { [ -n "$(window)" ] && [ "$(xdotool getwindowfocus)" = "$(window)" ]; }
wait_until "jalv's window with the keyboard" has_window
# click X Y: in the plugin's window, whose first size is 1100 by 720; then space.
click() {
    xdotool mousemove --window "$(window)" "$1" "$2" click 1 key space
    sleep 1
    [ "$(xdotool getwindowfocus)" = "$(window)" ] || { echo "a click at $1, $2 took the keyboard from the host"; exit 1; }
}
said() { grep -c 'somaphone:model>' "$folder/jalv.txt" || true; }
before=$(said)
chosen() { [ "$(said)" -gt "$before" ]; }
click 60 170  # a panel
click 265 442 # the model Rest
wait_until "the model that the click chose" chosen
kill -0 $host
echo "clicks reach the plugin, and the keyboard is jalv's"
