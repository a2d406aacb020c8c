#!/usr/bin/env bash
# Audacity applies the LV2 without a window to a sound, with presets, and exports what the command line renders. (Debian builds Audacity
# without VST3, and Audacity's own check refuses JUCE's LV2.)
set -euo pipefail
for tool in audacity xdotool Xvfb; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed (packages audacity, xdotool, xvfb)"; exit 77; }
done
source Tests/Support/numpy.sh
source Tests/Support/wait.sh
pipe="/tmp/audacity_script_pipe.to.$(id -u)" # Audacity's name for it
[ ! -e "$pipe" ] || rm "$pipe" 2>/dev/null || { echo "another Audacity runs here"; exit 77; }
folder=$(mktemp -d)
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; rm -rf "$folder" "$pipe" "${pipe/.to./.from.}"' EXIT
start_display "$folder"
started=("$display_pid")

# A home where the welcome and the search for updates are over, and scripts may command.
export HOME="$folder" XDG_CONFIG_HOME="$folder/config" XDG_DATA_HOME="$folder/data" XDG_CACHE_HOME="$folder/cache"
export LV2_PATH="${LV2_BUNDLES:-$SOMAPHONE_BUILD/Plugin/Headless/LV2}"
module=/usr/lib/audacity/modules/mod-script-pipe.so
mkdir -p "$XDG_CONFIG_HOME/audacity" "$XDG_DATA_HOME" "$folder/tmp"
cat >"$XDG_CONFIG_HOME/audacity/audacity.cfg" <<END
NewPrefsInitialized=1
PrefsVersion=1.1.1r1
[Locale]
Language=en
[Version]
Major=3
Minor=2
Micro=4
[Directories]
TempDir=$folder/tmp
[GUI]
ShowSplashScreen=0
[Update]
DefaultUpdatesChecking=0
UpdateNoticeShown=1
[Quality]
HQDitherAlgorithmChoice=None
DitherAlgorithmChoice=None
[Module]
mod-script-pipe=1
[ModulePath]
mod-script-pipe=$module
[ModuleDateTime]
mod-script-pipe=$(date -r $module '+%Y-%m-%dT%H:%M:%S')
END
begin() {
    audacity >"$folder/audacity.log" 2>&1 &
    started+=($!)
    wait_until "Audacity's window" xdotool search --onlyvisible --name '^Audacity$'
}
# The first time Audacity looks for plugins in a process that makes the pipe as well, and leaves behind one that nobody reads.
begin
wait_until "the effect in Audacity's list" grep -q '#headless' "$XDG_CONFIG_HOME/audacity/pluginregistry.cfg"
kill "${started[1]}"
wait_for_end "${started[1]}" "Audacity's end"
rm -rf "$pipe" "${pipe/.to./.from.}" "$folder"/tmp/* "$XDG_DATA_HOME/audacity" "$XDG_CONFIG_HOME/audacity/sessions" # nothing to recover
begin
wait_until "Audacity's pipe for scripts" test -p "$pipe"
timeout "$hanging_s" "$python" Tests/Hosts/audacity.py "$folder" "$pipe" || { tail -5 "$folder/audacity.log"; exit 1; }
