"""ardour_session.py lane: the lane for ardour_session.lua.
ardour_session.py loop SESSION: gives the session a loop, which scripts of Ardour 7.3 cannot.
ardour_session.py compare FOLDER KIND BLOCK: compares what Ardour recorded and exported with the command line.

The command line is given the current that Ardour gives: the recording, and the lane as Ardour plays it, one value a block. A property
of an LV2 takes the lane's value at the start of a block, a VST3's parameter the one at its end: JUCE looks at the last point of a block.
Everything is compared from where the neuron has come to rest, before the recording sets in."""
import glob
import os
import re
import subprocess
import sys

import numpy
import soundfile

from reference import SOUND, Comparison

RATE = 44100
LANE = [(0.0, 0.0), (4.5, 0.0), (5.5, 90.0), (6.5, 90.0), (6.6, 0.0)]  # s, pA
LOOP = (0.5, 3.0)  # s
OUTPUTS = ["left", "right", "voltage", "spikes", "stimulus"]
SUPERCLOCK = 282240000  # units of Ardour's times in a second


def give_loop(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    begin, end = (f"a{round(second * SUPERCLOCK)}" for second in LOOP)
    loop = f'<Location id="99999999" name="Loop" start="{begin}" end="{end}" flags="IsAutoLoop,IsHidden" locked="0" timestamp="0" cue="0"/>'
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace("</Locations>", loop + "</Locations>", 1))


def lane_pa(frames, block, ahead):
    """One value a block, through the float position of the control."""
    seconds, currents = numpy.array(LANE).T
    samples = numpy.floor(seconds * RATE + 0.5)
    starts = numpy.arange(0, frames, block)
    positions = numpy.interp(starts + ahead, samples, 0.5 + 0.5 * numpy.cbrt(currents / 1e6))
    values = 1e6 * (2.0 * positions.astype(numpy.float32).astype(float) - 1.0) ** 3
    return numpy.repeat(values, block)[:frames]


def command_line(folder, current_pa):
    base = os.path.join(folder, "command")
    with open(base + ".csv", "w", encoding="ascii") as table:
        table.write("current_pA\n" + "".join(f"{float(value)!r}\n" for value in current_pa))
    command = [os.path.join(os.environ["SOMAPHONE_BUILD"], "bin", "somaphone"), "render", base + ".csv", "--rate", str(RATE), "--cell", "474626527"]
    command += ["--set", "output_level_db=0", "-o", base + ".wav", "--stems", base]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    read = lambda name: soundfile.read(name, dtype="float32", always_2d=True)[0]
    return numpy.hstack([read(base + ".wav")] + [read(f"{base}-{output}.wav") for output in OUTPUTS[2:]])


def take_of(folder, number):
    files = glob.glob(f"{folder}/session/interchange/session/audiofiles/Take{number}_*.wav")
    files.sort(key=lambda name: int(re.search(r"%(\d+)\.wav$", name)[1]))
    return numpy.stack([soundfile.read(name, dtype="float32")[0] for name in files], 1)


def compare(folder, kind, block):
    with open(os.path.join(folder, "session.log"), encoding="utf-8") as log:
        takes = {name: (int(number), int(start)) for name, number, start in re.findall(r"^TAKE\|(.*)\|(\d+)\|(\d+)$", log.read(), re.M)}
    voice, rate = soundfile.read(os.path.join(folder, "voice.wav"), dtype="int16")
    assert rate == RATE and len(takes) == 4, takes
    frames = 8 * RATE
    current = lane_pa(frames, block, block if kind == "VST3" else 0)
    current[: len(voice)] += voice / 32768.0 * 4000.0
    expected = command_line(folder, current)
    settled = RATE // 4
    comparison = Comparison("Ardour", kind)

    def check(what, found, start, first=settled):
        comparison.check(what, f"{kind}, {what}", found[first:], expected[start + first : start + len(found)], SOUND)

    recorded = {name: take_of(folder, number) for name, (number, _) in takes.items()}
    for name in ("whole", "from the middle", "sent back while it played"):
        start = takes[name][1]
        found = recorded[name][: frames - start]
        assert len(found) > 2 * RATE, f"the take '{name}' has {len(found)} samples"
        if name != "whole":
            check("five outputs, located", found, start, RATE - RATE // 20 - start)  # just before the recording sets in
            continue
        lane_begins = 4 * RATE
        assert numpy.abs(found[: 3 * RATE, 3]).max() > 0.1 < numpy.abs(found[lane_begins:, 3]).max(), "no spikes"
        check("five outputs, real time", found[:lane_begins], start)
        comparison.check("automation lane", f"{kind}, lane", found[lane_begins:], expected[lane_begins : len(found)], SOUND)
    begin, end = (round(second * RATE) for second in LOOP)
    passes = recorded["loop"]
    assert len(passes) >= 3 * (end - begin) and takes["loop"][1] == begin, f"{len(passes)} samples of the loop"
    for number in range(3):
        check("five outputs, each pass of a loop", passes[number * (end - begin) : (number + 1) * (end - begin)], begin)

    export, again = (soundfile.read(os.path.join(folder, name + ".wav"), dtype="float32")[0] for name in ("export", "again"))
    real_time = recorded["whole"][: len(export), :2]
    comparison.check("export against real time", kind, export[settled : len(real_time)], real_time[settled:], SOUND)
    comparison.check("export after save, close, reopen", kind, again, export, SOUND)
    return comparison.finish()


if __name__ == "__main__":
    if sys.argv[1] == "loop":
        give_loop(sys.argv[2])
    elif sys.argv[1] == "lane":
        print(" ".join(f"{second}:{current}" for second, current in LANE))
    else:
        sys.exit(compare(sys.argv[2], sys.argv[3], int(sys.argv[4])))
