"""pure_data.py FOLDER: renders five models in Pure Data without a window, in blocks of 16, 64 and 1024, and compares spikes, sound and
voltage with `somaphone render`. The object is in PD_OBJECTS."""
import os
import subprocess
import sys

import numpy
import soundfile

from reference import CELLS, FRAMES, RATE, SOUND, SPIKES_S, VOLTAGE_MV, Comparison, Render, conductance_ns, current_pa

MOST_SPIKES = 4000
OUTPUTS = ["left", "right", "voltage", "pulses"]


class Patch:
    """Text of a patch: boxes and cords."""

    def __init__(self):
        self.boxes, self.cords = [], []

    def add(self, kind, text):
        self.boxes.append(f"#X {kind} 10 {10 + 20 * len(self.boxes)} {text};")
        return len(self.boxes) - 1

    def connect(self, source, outlet, sink, inlet):
        self.cords.append(f"#X connect {source} {outlet} {sink} {inlet};")

    def text(self):
        return "\n".join(["#N canvas 0 0 400 400 10;"] + self.boxes + self.cords) + "\n"


def patch_of(folder, name, arguments, block, with_conductance):
    patch = Patch()
    obj = lambda text: patch.add("obj", text)
    for array, size in [("current", FRAMES), ("conductance", FRAMES), ("times", MOST_SPIKES), ("rests", MOST_SPIKES)] + [
        (output, FRAMES) for output in OUTPUTS
    ]:
        obj(f"array define {array} {size}")
    if block != 64:
        obj(f"block~ {block}")
    begin = obj("loadbang")
    order = obj("t b b b")
    patch.connect(begin, 0, order, 0)
    files = patch.add("msg", f"read {folder}/{name}-current.wav current \\, read {folder}/{name}-conductance.wav conductance")
    reader = obj("soundfiler")
    patch.connect(order, 2, files, 0)
    patch.connect(files, 0, reader, 0)
    player, clamp = obj("tabplay~ current"), obj("tabplay~ conductance")
    soma = obj("soma~ " + arguments)
    patch.connect(player, 0, soma, 0)
    if with_conductance:
        patch.connect(clamp, 0, soma, 1)
    for outlet, output in enumerate(OUTPUTS):
        recorder = obj("tabwrite~ " + output)
        patch.connect(soma, outlet, recorder, 0)
        patch.connect(order, 1, recorder, 0)
    for one in (player, clamp):
        patch.connect(order, 1, one, 0)
    # Spikes: the n-th one's time and what a float leaves of it, at n.
    route, parts = obj("route spike"), obj("unpack f f f")
    number, store = obj("f"), obj("+ 1")
    times, rests = obj("tabwrite times"), obj("tabwrite rests")
    again = obj("t b f")
    patch.connect(soma, 4, route, 0)
    patch.connect(route, 0, parts, 0)
    patch.connect(parts, 2, rests, 0)
    patch.connect(parts, 1, times, 0)
    patch.connect(parts, 0, again, 0)
    patch.connect(again, 0, number, 0)
    patch.connect(number, 0, store, 0)
    patch.connect(store, 0, number, 1)
    patch.connect(store, 0, times, 1)
    patch.connect(store, 0, rests, 1)
    # The end.
    wait = obj(f"delay {1000 * FRAMES / RATE + 200}")
    write = patch.add(
        "msg",
        " \\, ".join(f"write -wave -bytes 4 {folder}/{name}-pd-{array}.wav {array}" for array in OUTPUTS + ["times", "rests"]),
    )
    writer, last = obj("soundfiler"), obj("t b b")
    leave = patch.add("msg", "\\; pd quit")
    start = patch.add("msg", "\\; pd dsp 1")
    patch.connect(order, 0, start, 0)
    patch.connect(order, 0, wait, 0)
    patch.connect(wait, 0, last, 0)
    patch.connect(last, 1, write, 0)
    patch.connect(write, 0, writer, 0)
    patch.connect(last, 0, leave, 0)
    return patch.text()


def run(folder, name, arguments, block, with_conductance=False):
    path = os.path.join(folder, name + ".pd")
    with open(path, "w", encoding="ascii") as file:
        file.write(patch_of(folder, name, arguments, block, with_conductance))
    command = ["pd", "-nogui", "-noprefs", "-batch", "-nosound", "-r", str(RATE), "-path", os.environ["PD_OBJECTS"], path]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    if done.returncode != 0 or "error" in done.stderr or "couldn't" in done.stderr:
        sys.exit(f"{name}: pd ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    read = lambda array: soundfile.read(f"{folder}/{name}-pd-{array}.wav", dtype="float32")[0]
    times, rests = read("times").astype(float), read("rests").astype(float)
    count = int(numpy.count_nonzero(times))
    return {array: read(array) for array in OUTPUTS} | {"spikes_s": (times + rests)[:count] / 1000.0}


def compare(comparison, folder, name, cell, amplitude, blocks, with_conductance=False):
    current, conductance = current_pa(amplitude), conductance_ns()
    soundfile.write(f"{folder}/{name}-current.wav", current, RATE, "FLOAT")
    soundfile.write(f"{folder}/{name}-conductance.wav", conductance, RATE, "FLOAT")
    render = Render(folder, name, cell, current, conductance if with_conductance else None)
    for block in blocks:
        found = run(folder, name, "cell " + cell, block, with_conductance)
        case = f"{name}, blocks of {block}"
        in_time = found["spikes_s"][: len(render.spikes_s)]  # Pure Data runs on for a while
        comparison.check("spikes (s)", case, in_time, render.spikes_s, SPIKES_S)
        comparison.check("sound", case, numpy.stack([found["left"], found["right"]], 1), render.main, SOUND)
        comparison.check("spikes' signal", case, found["pulses"], render.pulses, SOUND)
        comparison.check("voltage (mV)", case, found["voltage"], render.voltage_mv, VOLTAGE_MV)
        print(f"{case}: {len(render.spikes_s)} spikes")


def main():
    folder = os.path.abspath(sys.argv[1])
    comparison = Comparison("Pure Data", "[soma~]")
    for name, (cell, amplitude) in CELLS.items():
        compare(comparison, folder, name, cell, amplitude, [16, 64, 1024])
    compare(comparison, folder, "clamp", CELLS["lif"][0], 90.0, [64], with_conductance=True)
    sys.exit(comparison.finish())


if __name__ == "__main__":
    main()
