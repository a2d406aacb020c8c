#!/usr/bin/env bash
# ardour-render.sh {LV2|VST3} BUNDLE IN.wav OUT.wav [BLOCK=1024 [RATE]]
# Renders a mono 16-bit recording through the plugin in a real DAW, without a screen: a Lua session of Ardour at the
# recording's rate, or at RATE (then the recording is drawn out along straight lines), with blocks of BLOCK samples, puts
# the plugin of BUNDLE on a track, behind a processor that plays the recording, and exports the master bus as 32-bit float
# WAV. The recording is played four times as loud, so that its full scale is 4 nA, and the plugin's own stimulator is
# switched off as a person would, by the host's parameter, so that only the recording makes it fire. Status 77 where
# Ardour is not installed.
set -euo pipefail
[ $# -ge 4 ] || { sed -n 2,8p "$0" >&2; exit 2; }
for tool in ardour7-lua xvfb-run python3; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed (packages ardour, xvfb, python3)"; exit 77; }
done
kind=$1 bundle=$(realpath "$2") input=$(realpath "$3") output=$(realpath -m "$4") block=${5:-1024}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# A separate home folder: neither the user's plugins nor Ardour's settings take part.
export HOME="$work/home" XDG_CONFIG_HOME="$work/home/.config" XDG_CACHE_HOME="$work/home/.cache"
mkdir -p "$HOME/.lv2" "$HOME/.vst3" "$XDG_CONFIG_HOME/ardour7/scripts" "$XDG_CONFIG_HOME/ardour7/export"
ln -s "$bundle" "$HOME/.${kind,,}/"
if [ "$kind" = VST3 ]; then
    LD_LIBRARY_PATH=/usr/lib/ardour7 xvfb-run -a /usr/lib/ardour7/ardour-vst3-scanner -f "$HOME/.vst3/$(basename "$bundle")" >"$work/scan" 2>&1 ||
        { cat "$work/scan" >&2; exit 1; }
fi

# The recording is played by a Lua processor, its samples in a string (Ardour 7.3's exporter without a screen leaves regions
# silent, a Lua processor has no memory for a table of them, and a script of a megabyte ends Ardour).
read -r rate frames < <(python3 - "$input" "$XDG_CONFIG_HOME/ardour7/scripts/recording.lua" "${6:-}" <<'PY'
import sys, wave

with wave.open(sys.argv[1]) as sound:
    assert (sound.getnchannels(), sound.getsampwidth()) == (1, 2), "the recording has to be mono, 16 bit"
    data = sound.readframes(sound.getnframes())
    recorded, frames = sound.getframerate(), sound.getnframes()
rate = int(sys.argv[3] or recorded)
length = (frames - 1) * rate // recorded
print(rate, length)
escaped = "".join("\\%03d" % byte for byte in data)
with open(sys.argv[2], "w") as script:
    script.write(f"""ardour {{ ["type"] = "dsp", name = "Recording", category = "Utility", author = "Somaphone", license = "GPL" }}
function dsp_ioconfig() return {{ {{ audio_in = -1, audio_out = -1 }} }} end
local data = "{escaped}"
local block = {{}}
function dsp_run(ins, outs, count)
    local first = Session:transport_rolling() and Session:transport_sample() or {length}
    for k = 1, count do
        local frame = first + k - 1
        block[k] = 0
        if frame < {length} then
            local at = frame * {recorded} // {rate}
            local one, next = string.unpack("<i2i2", data, 2 * at + 1)
            block[k] = (one + (next - one) * (frame * {recorded} % {rate}) // {rate}) / 8192
        end
    end
    for channel = 1, #ins do outs[channel]:set_table(block, count) end
end
""")
PY
)
format=$(sed -n 's/.* id="\([^"]*\)".*/\1/p' "/usr/share/ardour7/export/BWAV 32float Export.format" | head -1)
cat >"$XDG_CONFIG_HOME/ardour7/export/float.preset" <<EOF2
<?xml version="1.0" encoding="UTF-8"?>
<ExportPreset id="5b1d8b3e-3133-4694-864b-a1fa50e43348" name="Float at the session's rate"><ExportFormat id="$format"/></ExportPreset>
EOF2
cat >"$work/host.lua" <<'LUA'
AudioEngine:set_backend("None (Dummy)", "", "")
AudioEngine:set_buffer_size(tonumber(os.getenv("BLOCK")))
local session = assert(create_session(os.getenv("WORK") .. "/session", "render", tonumber(os.getenv("RATE"))), "no session")
local track = session:new_audio_track(2, 2, nil, 1, "voice", -1, ARDOUR.TrackMode.Normal, false):front()
track:set_strict_io(true) -- as tracks made by hand: the plugin's further outputs do not become channels of the track
local plugin = ARDOUR.LuaAPI.new_plugin(session, "Somaphone", ARDOUR.PluginType[os.getenv("KIND")], "")
assert(not plugin:isnil(), "Ardour found no Somaphone")
local recording = ARDOUR.LuaAPI.new_luaproc(session, "Recording")
assert(not recording:isnil(), "Ardour found no script named Recording")
track:add_processor_by_index(recording, 0, nil, true)
track:add_processor_by_index(plugin, 1, nil, true)

-- Parameters are 7 (a control) in a VST3 and 8 (a property) in an LV2; their numbers are the host's.
local insert = plugin:to_insert()
local found = 0
for kind = 7, 8 do
    for number = 0, 3000 do
        local control = insert:to_automatable():automation_control(Evoral.Parameter(kind, 0, number), false)
        if not control:isnil() then
            found = found + 1
            if control:desc().label == "Stimulus" then control:set_value(0, PBD.GroupControlDisposition.NoGroup) end
        end
    end
end
print("HOSTED " .. found .. " parameters")

local export = session:simple_export()
export:set_folder(os.getenv("WORK"))
export:set_name("render")
assert(export:set_preset("5b1d8b3e-3133-4694-864b-a1fa50e43348"), "Ardour found no export preset")
export:set_range(0, tonumber(os.getenv("FRAMES")))
print("EXPORTED " .. tostring(export:run_export()))
close_session()
LUA
# Ardour 7.3's exporter damages its own heap and now and then dies of it, with no plugin at all too: it has five tries.
for try in 1 2 3 4 5; do
    rm -rf "$work/session" "$work/render.wav"
    WORK=$work KIND=$kind RATE=$rate FRAMES=$frames BLOCK=$block timeout 1800 xvfb-run -a ardour7-lua "$work/host.lua" >"$work/log" 2>&1 || true
    if grep -q '^EXPORTED true' "$work/log" && [ -s "$work/render.wav" ]; then
        grep '^HOSTED' "$work/log"
        mv "$work/render.wav" "$output"
        exit 0
    fi
    echo "try $try: $(tail -1 "$work/log")"
done
cat "$work/log" >&2
exit 1
