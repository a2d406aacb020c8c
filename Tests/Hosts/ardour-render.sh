#!/usr/bin/env bash
# ardour-render.sh {LV2|VST3} BUNDLE IN.wav OUT.wav [SECONDS]
# Renders a mono recording through the plugin in a real DAW, without a screen: Ardour's Lua session puts the plugin of
# BUNDLE on a track, behind a processor that plays the recording; Ardour's exporter writes the master bus as 32-bit float
# WAV at the recording's rate. The recording is played four times as loud, so that its full scale is 4 nA, and the plugin's
# own stimulator is switched off, so that only the recording makes it fire. Status 77 where Ardour is not installed.
set -euo pipefail
[ $# -ge 4 ] || { sed -n 2,6p "$0" >&2; exit 2; }
for tool in ardour7-lua ardour7-export xvfb-run python3; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed (packages ardour, xvfb, python3)"; exit 77; }
done
kind=$1 bundle=$(realpath "$2") input=$(realpath "$3") output=$(realpath -m "$4") seconds=${5:-0}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# A home of its own: neither the user's plugins nor Ardour's settings take part.
export HOME="$work/home" XDG_CONFIG_HOME="$work/home/.config" XDG_CACHE_HOME="$work/home/.cache"
mkdir -p "$HOME/.lv2" "$HOME/.vst3"
ln -s "$bundle" "$HOME/.${kind,,}/"
if [ "$kind" = VST3 ]; then
    LD_LIBRARY_PATH=/usr/lib/ardour7 xvfb-run -a /usr/lib/ardour7/ardour-vst3-scanner -f "$HOME/.vst3/$(basename "$bundle")" >"$work/scan" 2>&1 ||
        { cat "$work/scan" >&2; exit 1; }
fi

# What plays the recording: a Lua processor, its samples in a string (Ardour 7.3's exporter without a screen leaves regions
# silent, and a Lua processor has no memory for a table of them).
mkdir -p "$XDG_CONFIG_HOME/ardour7/scripts"
read -r rate frames < <(python3 - "$input" "$XDG_CONFIG_HOME/ardour7/scripts/recording.lua" <<'PY'
import sys, wave

with wave.open(sys.argv[1]) as sound:
    assert (sound.getnchannels(), sound.getsampwidth()) == (1, 2), "the recording has to be mono, 16 bit"
    data = sound.readframes(sound.getnframes())
    print(sound.getframerate(), sound.getnframes())
escaped = "".join("\\%03d" % byte for byte in data)
with open(sys.argv[2], "w") as script:
    script.write(f"""ardour {{ ["type"] = "dsp", name = "Recording", category = "Utility", author = "Somaphone", license = "GPL" }}
function dsp_ioconfig() return {{ {{ audio_in = -1, audio_out = -1 }} }} end
local data = "{escaped}"
local block = {{}}
function dsp_run(ins, outs, count)
    local first = Session:transport_rolling() and Session:transport_sample() or #data
    for k = 1, count do
        local at = 2 * (first + k) - 1
        block[k] = at < #data and string.unpack("<i2", data, at) / 8192 or 0
    end
    for channel = 1, #ins do outs[channel]:set_table(block, count) end
end
""")
PY
)
cat >"$work/host.lua" <<'LUA'
AudioEngine:set_backend("None (Dummy)", "", "")
local session = assert(create_session(os.getenv("SESSION"), "render", tonumber(os.getenv("RATE"))), "no session")
local track = session:new_audio_track(2, 2, nil, 1, "voice", -1, ARDOUR.TrackMode.Normal, false):front()
track:set_strict_io(true) -- as tracks made by hand: the plugin's further outputs do not become channels of the track
local plugin = ARDOUR.LuaAPI.new_plugin(session, "Somaphone", ARDOUR.PluginType[os.getenv("KIND")], "")
assert(not plugin:isnil(), "Ardour found no Somaphone")
local recording = ARDOUR.LuaAPI.new_luaproc(session, "Recording")
assert(not recording:isnil(), "Ardour found no script named Recording")
track:add_processor_by_index(recording, 0, nil, true)
track:add_processor_by_index(plugin, 1, nil, true)
local hosted = plugin:to_insert():plugin(0)
for index = 0, hosted:parameter_count() - 1 do -- VST3; in an LV2 it is part of the saved state, edited below
    if hosted:parameter_label(index) == "Stimulus" then ARDOUR.LuaAPI.set_processor_param(plugin, index, 0) end
end
print("HOSTED " .. hosted:parameter_count() .. " parameters")
session:save_state("")
close_session()
LUA
KIND=$kind SESSION=$work/session RATE=$rate timeout 120 xvfb-run -a ardour7-lua "$work/host.lua" >"$work/log" 2>&1 || true
grep '^HOSTED' "$work/log" || { cat "$work/log" >&2; exit 1; }

[ "$kind" != LV2 ] || python3 Tests/Hosts/lv2-state.py "$work"/session/plugins/*/state1/state.ttl stim_shape=off
python3 - "$work/session/render.ardour" "$frames" "$rate" "$seconds" <<'PY'
import re, sys

path, frames, rate, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
TICKS_PER_SECOND = 282240000  # Ardour's unit of audio time
end = int(seconds * TICKS_PER_SECOND) or frames * TICKS_PER_SECOND // rate
location = f'<Location id="990001" name="session" start="a0" end="a{end}" flags="IsSessionRange" locked="0" timestamp="0"/>'
text, count = re.subn(r"<Locations\s*/>", f"<Locations>{location}</Locations>", open(path).read())
assert count == 1, "the session does not look as expected"
open(path, "w").write(text)
PY
# Ardour 7.3's exporter now and then dies in PortExportChannel's destructor, after the work is done, so it has three tries.
for try in 1 2 3; do
    rm -f "$output"
    if timeout 300 xvfb-run -a ardour7-export -b float -o "$output" "$work/session" render >"$work/export" 2>&1 && [ -s "$output" ]; then
        echo "RENDERED $output"
        exit 0
    fi
    echo "try $try: $(tail -1 "$work/export")"
done
exit 1
