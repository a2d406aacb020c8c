"""audacity.py FOLDER PIPE: commands a running Audacity by its pipe for scripts: import a sound, apply the LV2 without a window, export;
with its first settings and with presets; and compares with `somaphone render`.

Audacity 3.2 exports 16 bits when a script asks, here without dither: a difference of one step is its rounding."""
import os
import subprocess
import sys

import numpy
import soundfile

from reference import RATE, Comparison

STEP = 1.0 / 32768.0
PRESETS = {"": "", "squid-axon": "Squid axon", "chattering": "Chattering"}


class Audacity:
    def __init__(self, pipe):
        self.to = open(pipe, "w", encoding="utf-8")  # in Audacity's own order
        self.answers = open(pipe.replace(".to.", ".from."), encoding="utf-8")

    def do(self, command):
        self.to.write(command + "\n")
        self.to.flush()
        said = []
        while not said or not said[-1].startswith("BatchCommand finished"):
            said.append(self.answers.readline())
            if not said[-1]:
                break
        if "OK" not in said[-1]:
            sys.exit(f"Audacity to {command}: {''.join(said)}")
        return "".join(said)


def main():
    folder, pipe = os.path.abspath(sys.argv[1]), sys.argv[2]
    time = numpy.arange(RATE) / RATE
    sound = numpy.stack([0.08 * numpy.sin(2 * numpy.pi * 5 * time) + 0.02, 0.05 + 0.0 * time], 1).astype(numpy.float32)
    given = os.path.join(folder, "in.wav")
    soundfile.write(given, sound, RATE, "FLOAT")
    audacity = Audacity(pipe)
    if "Somaphone(headless)" not in audacity.do("GetInfo: Type=Commands Format=JSON"):
        sys.exit("Audacity has no effect named Somaphone (headless)")
    comparison = Comparison("Audacity", "LV2 (headless)")
    for preset, name in PRESETS.items():
        made, rendered = (os.path.join(folder, f"{part}{preset}.wav") for part in ("made", "render"))
        choice = ["--preset", preset] if preset else []
        somaphone = os.path.join(os.environ["SOMAPHONE_BUILD"], "bin", "somaphone")
        subprocess.run([somaphone, "render", given, "-o", rendered] + choice, check=True, stdout=subprocess.DEVNULL)
        audacity.do(f'Import2: Filename="{given}"')
        audacity.do("SelectAll:")
        audacity.do(f'Somaphone(headless): Use_Preset="Factory Preset:{name}"' if name else "Somaphone(headless):")
        audacity.do(f'Export2: Filename="{made}" NumChannels=2')
        audacity.do("SelectAll:")
        audacity.do("RemoveTracks:")
        read = lambda path: soundfile.read(path, dtype="float32", always_2d=True)[0][:RATE]
        expected = read(rendered)
        assert numpy.abs(expected).max() > 0.01, f"{preset} is silent"
        comparison.check("sound, exported with 16 bits", preset or "first settings", read(made), expected, STEP)
    sys.exit(comparison.finish())


if __name__ == "__main__":
    main()
