#!/usr/bin/env bash
# A recorded voice through the plugin in Ardour, at four sample rates and four block sizes: as LV2 and as VST3 the same
# sound, finite and not silent, with the spikes that the command line finds.
set -euo pipefail
for tool in ardour7-lua flac python3; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed (packages ardour, flac, python3)"; exit 77; }
done
artefacts="$SOMAPHONE_BUILD/Plugin/Somaphone_artefacts/Release" work="$SOMAPHONE_BUILD/ardour"
mkdir -p "$work"
flac --silent --force --decode -o "$work/speech.wav" Assets/Sounds/speech.flac

cat >"$work/resample.py" <<'PY'
"""resample.py IN.wav OUT.wav RATE: along straight lines, to the last bit as ardour-render.sh does it."""
import array, sys, wave

with wave.open(sys.argv[1]) as sound:
    rate, data = sound.getframerate(), array.array("h", sound.readframes(sound.getnframes()))
wanted = int(sys.argv[3])
out = array.array("h")
for k in range((len(data) - 1) * wanted // rate):
    at, part = divmod(k * rate, wanted)
    out.append(data[at] + (data[at + 1] - data[at]) * part // wanted)
with wave.open(sys.argv[2], "w") as sound:
    sound.setparams((1, 2, wanted, 0, "NONE", ""))
    sound.writeframes(out.tobytes())
PY
cat >"$work/compare.py" <<'PY'
import math, struct, sys

LEAD = 3  # samples before the first spike


def samples(path):
    data = open(path, "rb").read()
    start = data.index(b"data") + 8
    count = struct.unpack("<I", data[start - 4 : start])[0] // 4
    return struct.unpack(f"<{count}f", data[start : start + 4 * count])


sounds = [samples(path) for path in sys.argv[2:]]
assert all(len(sound) == len(sounds[0]) > 0 for sound in sounds), list(map(len, sounds))
assert all(math.isfinite(x) for sound in sounds for x in sound), "a sample is not finite"


def from_first_spike(sound):
    """Without the lead-in: Ardour's transport starts some samples earlier or later from run to run."""
    onset = next((k for k, x in enumerate(sound) if abs(x) > 0.02), None)
    assert onset is not None and onset < len(sound) // 4, "no spike in the first quarter"
    return sound[max(0, onset - onset % 2 - 2 * LEAD) :]


def difference(one, other):
    """The least over a few shifts: where a first lobe rises above 0.02 is a matter of a sample."""
    return min(
        max(abs(a - b) for a, b in zip(one[2 * max(0, shift) :], other[2 * max(0, -shift) :])) for shift in range(-LEAD, LEAD + 1)
    )


lv2, vst3, command = map(from_first_spike, sounds)
# A click's first lobe is above 0.06, what rings on after it below 0.04.
spikes = sum(abs(b) > 0.04 >= abs(a) for a, b in zip(lv2[::2], lv2[2::2]))
listed = sum(line[0].isdigit() for line in open(sys.argv[1]))
formats, programs = difference(lv2, vst3), difference(lv2, command)
print(f"{spikes} spikes heard, {listed} in spikes.csv; largest difference LV2 - VST3 {formats:.1e}, LV2 - command line {programs:.1e}")
assert formats < 1e-6, "the formats differ by more than rounding of a host's gain"
# In the host the plugin ran before the recording: there the voltage, 0.005 at most, is faded in and its mean taken away.
# A spike that is early or late by one sample is a difference of 0.05 and more.
assert spikes == listed, "the sound has other spikes than the table"
assert programs < 0.01, "the plugin and the command line disagree about a spike"
PY
renders=0
for rate in 44100 48000 96000 192000; do
    python3 "$work/resample.py" "$work/speech.wav" "$work/voice.wav" "$rate"
    "$SOMAPHONE_BUILD/bin/somaphone" render "$work/voice.wav" -o "$work/command.wav" --cell 474626527 --set input_scale_pa=4000 \
        --set output_level_db=0 --spikes "$work/spikes.csv" >/dev/null # at the level of the preset that the plugin starts with
    for block in 32 256 1024 4096; do
        for kind in LV2 VST3; do
            bash Tests/Hosts/ardour-render.sh $kind "$artefacts/$kind/Somaphone.${kind,,}" "$work/speech.wav" "$work/$kind.wav" $block $rate
            renders=$((renders + 1))
        done
        echo "$rate Hz, blocks of $block: $(python3 "$work/compare.py" "$work/spikes.csv" "$work/LV2.wav" "$work/VST3.wav" "$work/command.wav")"
    done
done
echo "$renders renders in Ardour"
