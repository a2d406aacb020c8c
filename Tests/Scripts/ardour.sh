#!/usr/bin/env bash
# A recorded voice through the plugin in Ardour: as LV2 and as VST3 the same spikes, finite and not silent.
set -euo pipefail
for tool in ardour7-lua flac python3; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed (packages ardour, flac, python3)"; exit 77; }
done
artefacts="$SOMAPHONE_BUILD/Plugin/Somaphone_artefacts/Release" work="$SOMAPHONE_BUILD/ardour"
mkdir -p "$work"
flac --silent --force --decode -o "$work/speech.wav" Assets/Sounds/speech.flac
bash Tests/Hosts/ardour-render.sh LV2 "$artefacts/LV2/Somaphone.lv2" "$work/speech.wav" "$work/lv2.wav"
bash Tests/Hosts/ardour-render.sh VST3 "$artefacts/VST3/Somaphone.vst3" "$work/speech.wav" "$work/vst3.wav"
python3 - "$work/lv2.wav" "$work/vst3.wav" <<'PY'
import math, struct, sys


def samples(path):
    data = open(path, "rb").read()
    start = data.index(b"data") + 8
    count = struct.unpack("<I", data[start - 4 : start])[0] // 4
    return struct.unpack(f"<{count}f", data[start : start + 4 * count])


lv2, vst3 = map(samples, sys.argv[1:])
assert len(lv2) == len(vst3) > 0, f"{len(lv2)} and {len(vst3)} samples"
assert all(map(math.isfinite, lv2 + vst3)), "a sample is not finite"


def from_first_spike(sound):
    """Without the lead-in: Ardour's transport starts some samples earlier or later from run to run."""
    onset = next((k for k, x in enumerate(sound) if abs(x) > 0.02), None)
    assert onset is not None and onset < len(sound) // 4, "no spike in the first quarter"
    return sound[onset - onset % 2 :]


lv2, vst3 = from_first_spike(lv2), from_first_spike(vst3)
spikes = sum(abs(b) > 0.02 >= abs(a) for a, b in zip(lv2[::2], lv2[2::2]))
difference = max(abs(a - b) for a, b in zip(lv2, vst3))
print(f"{spikes} rises over the spikes' level, largest difference between the formats {difference:.2e}")
assert difference < 1e-6, "the formats differ by more than rounding of a host's gain"
PY
