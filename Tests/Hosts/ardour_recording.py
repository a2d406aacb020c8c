"""ardour_recording.py IN.wav SCRIPT.lua OUT.wav RATE: for a mono 16-bit recording, an Ardour processor that plays it four times as loud
(full scale is then 4 nA), after a second of silence, and the same as a sound for the command line. Both draw it out to RATE along straight
lines.

In a host the plugin runs before the recording begins: in the second of silence its neuron comes to rest, as the command line's does.
The samples are in a string of the script: Ardour 7.3's exporter without a screen leaves regions silent, a Lua processor has no memory
for a table of them, and a script of a megabyte ends Ardour."""
import array
import sys
import wave

SCRIPT = """ardour {{ ["type"] = "dsp", name = "Recording", category = "Utility", author = "Somaphone", license = "GPL" }}
function dsp_ioconfig() return {{ {{ audio_in = -1, audio_out = -1 }} }} end
local data = "{data}"
local block = {{}}
function dsp_run(ins, outs, count)
    local first = Session:transport_rolling() and Session:transport_sample() - {rate} or -count
    for k = 1, count do
        local frame = first + k - 1
        block[k] = 0
        if frame >= 0 and frame < {frames} then
            local at = frame * {recorded} // {rate}
            local one, next = string.unpack("<i2i2", data, 2 * at + 1)
            block[k] = (one + (next - one) * (frame * {recorded} % {rate}) // {rate}) / 8192
        end
    end
    for channel = 1, #ins do outs[channel]:set_table(block, count) end
end
"""


def main():
    given, script, made, rate = *sys.argv[1:4], int(sys.argv[4])
    with wave.open(given) as sound:
        assert (sound.getnchannels(), sound.getsampwidth()) == (1, 2), "the recording has to be mono, 16 bit"
        recorded, data = sound.getframerate(), array.array("h", sound.readframes(sound.getnframes()))
    frames = (len(data) - 1) * rate // recorded
    with open(script, "w", encoding="ascii") as file:
        escaped = "".join("\\%03d" % byte for byte in data.tobytes())
        file.write(SCRIPT.format(data=escaped, rate=rate, recorded=recorded, frames=frames))
    out = array.array("h", bytes(2 * rate))
    for k in range(frames):
        at, part = divmod(k * recorded, rate)
        out.append(data[at] + (data[at + 1] - data[at]) * part // rate)
    out.extend(bytes(2 * rate))
    with wave.open(made, "w") as sound:
        sound.setparams((1, 2, rate, 0, "NONE", ""))
        sound.writeframes(out.tobytes())


if __name__ == "__main__":
    main()
