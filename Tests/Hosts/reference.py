"""Reference of the data-flow hosts: `somaphone render` of five models with the same current, which has a step, a ramp and
noise. Used by pure_data.py, super_collider.py and the scripts of the LV2 without a window.

Spikes may differ by 1e-9 s: a float of the hosts carries a spike's time, or its place within a sample, to 1e-10 s. Sound may differ by
1e-6: the hosts hand samples on as floats, whose last place is 6e-8 at full scale, and nothing else may happen to them."""
import csv
import os
import subprocess

import numpy
import soundfile

RATE = 48000
FRAMES = 48000
SPIKES_S, SOUND, VOLTAGE_MV = 1e-9, 1e-6, 1e-5  # V as a float: 4e-6 mV at -65 mV
# A cell of each kind of model, and the current in pA that makes it fire some tens of times.
CELLS = {
    "lif": ("allen/474626527", 60.0),
    "glif5": ("glif/512322162-5", 300.0),
    "hh": ("hh/squid", 2500.0),
    "izhikevich": ("izhikevich/rs", 600.0),
    "adex": ("adex/regular", 120.0),
}


def current_pa(amplitude):
    """Floats, as the hosts' signals are."""
    random = numpy.random.default_rng(7)
    time = numpy.arange(FRAMES) / RATE
    shape = numpy.where(time < 0.4, 1.0, 0.6 + time)
    shape[time < 0.05] = 0.0
    return (amplitude * (shape + 0.2 * random.standard_normal(FRAMES))).astype(numpy.float32)


def conductance_ns():
    time = numpy.arange(FRAMES) / RATE
    return (0.4 * (1 + numpy.sin(50 * time))).astype(numpy.float32)


class Render:
    """The command line's spikes and sound for one current."""

    def __init__(self, folder, name, cell, current, conductance=None, settings=()):
        base = os.path.join(folder, name)
        with open(base + ".csv", "w", encoding="ascii") as table:
            columns = [current] if conductance is None else [current, conductance]
            table.write("current_pA\n" if conductance is None else "current_pA,conductance_nS\n")
            for row in zip(*columns):
                table.write(",".join(repr(float(value)) for value in row) + "\n")
        command = [os.path.join(os.environ["SOMAPHONE_BUILD"], "bin", "somaphone"), "render", base + ".csv", "--rate", str(RATE)]
        for setting in settings:
            command += ["--set", setting]
        command += ["--cell", cell, "-o", base + "-render.wav", "--spikes", base + "-spikes.csv", "--stems", base]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        self.main = soundfile.read(base + "-render.wav", dtype="float32", always_2d=True)[0]
        self.voltage_mv = 100.0 * soundfile.read(base + "-voltage.wav", dtype="float64")[0]
        self.pulses = soundfile.read(base + "-spikes.wav", dtype="float32")[0]
        with open(base + "-spikes.csv", encoding="utf-8") as table:
            rows = list(csv.reader(line for line in table if not line.startswith("#")))
        self.spikes_s = numpy.array([float(row[1]) for row in rows[1:]])


class Comparison:
    """The largest differences so far. A host hands over what it has."""

    def __init__(self, host, format):
        self.host, self.format = host, format
        self.largest = {}
        self.problems = []

    def check(self, what, case, found, expected, tolerance):
        found, expected = numpy.asarray(found, dtype=float), numpy.asarray(expected, dtype=float)
        if found.shape != expected.shape:
            self.problems.append(f"{case}: {what} has {found.shape}, render has {expected.shape}")
            return
        if found.size == 0:
            self.problems.append(f"{case}: there is no {what} to compare")
            return
        difference = float(numpy.max(numpy.abs(found - expected)))
        self.largest[what] = max(self.largest.get(what, 0.0), difference)
        if not difference <= tolerance:  # also where it is no number
            self.problems.append(f"{case}: {what} differs by {difference:.3g}, more than {tolerance:.0e}")

    def finish(self):
        for problem in self.problems:
            print(problem)
        for what, value in self.largest.items():  # rows of the table of Tests/hosts.sh
            print(f"| {self.host} | {self.format} | {what} | {value:.1e} |")
        return 1 if self.problems else 0
