"""super_collider.py FOLDER: renders five models in SuperCollider's scsynth without real time, in blocks of 16, 64 and 1024, and compares
spikes, sound and voltage with `somaphone render`. The UGen is in SC_PLUGINS, its class in SC_EXTENSION."""
import os
import shutil
import struct
import subprocess
import sys

import numpy
import soundfile

from reference import CELLS, FRAMES, RATE, SOUND, SPIKES_S, VOLTAGE_MV, Comparison, Render, conductance_ns, current_pa

AUDIO = 2
OUTPUTS = 5


def permanent_number(name):
    """As Plugin/Headless/PermanentNumber.h."""
    value = 2166136261
    for byte in name.encode():
        value = (value ^ byte) * 16777619 & 0xFFFFFFFF
    return (value >> 24) ^ (value & 0xFFFFFF)


def pascal(text):
    return bytes([len(text)]) + text.encode()


def synth_definition(name, cell, settings, with_conductance):
    """SuperCollider's file format of a SynthDef, version 2: In -> Soma -> Out."""
    constants = []

    def constant(value):
        if value not in constants:
            constants.append(value)
        return (-1, constants.index(value))

    def ugen(kind, inputs, outputs):
        data = pascal(kind) + struct.pack(">biih", AUDIO, len(inputs), outputs, 0)
        return data + b"".join(struct.pack(">ii", *source) for source in inputs) + bytes([AUDIO]) * outputs

    pairs = [constant(float(value)) for name_, number in settings.items() for value in (permanent_number(name_), number)]
    ugens = [
        ugen("In", [constant(float(OUTPUTS))], 2),
        ugen("Soma", [(0, 0), (0, 1) if with_conductance else constant(0.0), constant(0.0), constant(float(permanent_number(cell))), constant(0.0)] + pairs, OUTPUTS),
        ugen("Out", [constant(0.0)] + [(1, output) for output in range(OUTPUTS)], 0),
    ]
    body = pascal(name) + struct.pack(">i", len(constants)) + b"".join(struct.pack(">f", value) for value in constants)
    body += struct.pack(">iii", 0, 0, len(ugens)) + b"".join(ugens) + struct.pack(">h", 0)
    return b"SCgf" + struct.pack(">ih", 2, 1) + body


def osc(address, *arguments):
    pad = lambda data: data + bytes(-len(data) % 4)
    text = lambda value: pad(value.encode() + b"\0")
    types, data = ",", b""
    for value in arguments:
        if isinstance(value, bytes):
            types, data = types + "b", data + struct.pack(">i", len(value)) + pad(value)
        elif isinstance(value, int):
            types, data = types + "i", data + struct.pack(">i", value)
        else:
            types, data = types + "s", data + text(value)
    return text(address) + text(types) + data


def score(commands):
    """Commands with their times in s, as scsynth -N reads them."""
    data = b""
    for seconds, message in commands:
        bundle = b"#bundle\0" + struct.pack(">II", int(seconds), int(seconds % 1 * 2**32)) + struct.pack(">i", len(message)) + message
        data += struct.pack(">i", len(bundle)) + bundle
    return data


# Programs as a person writes them in SuperCollider's language, also with mistakes.
CLASS_SETTINGS = {"membrane_capacitance_nf": 0.0586, "model": "glif2", "noise_pa": 15}
PROGRAM = r"""
var refused = { arg function; try { function.value; "TAKEN".postln } { arg error; error.errorString.postln } };
File.use("%FILE%", "wb", { arg file;
    file.write(SynthDef(\\soma, {
        Out.ar(0, Soma.ar(In.ar(5), cell: 'allen/474626527', set: [\\membrane_capacitance_nf, 0.0586, \\model, \\glif2, \\noise_pa, 15]))
    }).asBytes)
});
refused.({ Soma.ar(1, cell: 'hh/squit') });
refused.({ Soma.ar(1, preset: \\squit) });
refused.({ Soma.ar(1, set: [\\rest_mw, -65]) });
refused.({ Soma.ar(1, set: [\\model, \\lift]) });
refused.({ Soma.ar(1, set: [\\model]) });
"THE END".postln;
0.exit;
""".replace("\\\\", "\\")
REFUSED = ["no cell is named 'hh/squit'", "no preset is named 'squit'", "no parameter is named 'rest_mw'", "'lift' is none of rest, r, rc, lif",
           "set: names and values in pairs"]


def definition_by_class(folder):
    """The synth as sclang makes it."""
    made, program, settings = (os.path.join(folder, name) for name in ("soma.scsyndef", "soma.scd", "sclang.yaml"))
    with open(program, "w", encoding="ascii") as file:
        file.write("(" + PROGRAM.replace("%FILE%", made) + ")")
    with open(settings, "w", encoding="ascii") as file:
        file.write(f"includePaths: [{os.environ['SC_EXTENSION']}]\nexcludePaths: []\n")
    # No screen, and a separate home folder. Chromium inside Qt refuses to run as root with its sandbox.
    environment = os.environ | {"HOME": folder, "XDG_CONFIG_HOME": folder, "QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_DISABLE_SANDBOX": "1"}
    done = subprocess.run(["sclang", "-l", settings, program], capture_output=True, text=True, timeout=300, env=environment, stdin=subprocess.DEVNULL)
    missing = [line for line in REFUSED if line not in done.stdout]
    if "THE END" not in done.stdout or "TAKEN" in done.stdout or missing:
        sys.exit(f"sclang ended with {done.returncode}; not said: {missing}\n{done.stdout}{done.stderr}")
    with open(made, "rb") as file:
        return file.read()


def run(folder, name, definition, block):
    base = os.path.join(folder, f"{name}-sc")
    with open(base + ".osc", "wb") as file:
        file.write(score([(0, osc("/d_recv", definition)), (0, osc("/s_new", "soma", 1000, 0, 0)), (FRAMES / RATE, osc("/c_set", 0, 0))]))
    command = ["scsynth", "-U", os.environ["SC_PLUGINS"], "-i", "2", "-o", str(OUTPUTS), "-z", str(block)]
    command += ["-N", base + ".osc", f"{folder}/{name}-in.wav", base + ".wav", str(RATE), "WAV", "float"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    if done.returncode != 0 or not os.path.exists(base + ".wav") or "FAILURE" in done.stdout + done.stderr:
        sys.exit(f"{name}: scsynth ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    left, right, voltage, pulses, triggers = soundfile.read(base + ".wav", dtype="float32")[0][:FRAMES].T
    samples = numpy.flatnonzero(triggers)
    return {"main": numpy.stack([left, right], 1), "voltage": voltage, "pulses": pulses,
            "spikes_s": (samples + (1.0 - triggers[samples].astype(float))) / RATE}


def compare(comparison, folder, name, cell, amplitude, blocks, with_conductance=False, settings=None, definition=None):
    current, conductance = current_pa(amplitude), conductance_ns()
    soundfile.write(f"{folder}/{name}-in.wav", numpy.stack([current, conductance], 1), RATE, "FLOAT")
    settings = settings or {}
    render = Render(folder, name, cell, current, conductance if with_conductance else None, [f"{key}={value}" for key, value in settings.items()])
    definition = definition or synth_definition("soma", cell, settings, with_conductance)
    for block in blocks:
        found = run(folder, name, definition, block)
        case = f"{name}, blocks of {block}"
        comparison.check("spikes (s)", case, found["spikes_s"], render.spikes_s, SPIKES_S)
        comparison.check("sound", case, found["main"], render.main, SOUND)
        comparison.check("spikes' signal", case, found["pulses"], render.pulses, SOUND)
        comparison.check("voltage (mV)", case, found["voltage"], render.voltage_mv, VOLTAGE_MV)
        print(f"{case}: {len(render.spikes_s)} spikes")


def main():
    folder = os.path.abspath(sys.argv[1])
    comparison = Comparison("SuperCollider", "Soma.ar")
    for name, (cell, amplitude) in CELLS.items():
        compare(comparison, folder, name, cell, amplitude, [16, 64, 1024])
    # A conductance, and values whose decimals a float does not hold.
    compare(comparison, folder, "clamp", CELLS["lif"][0], 90.0, [64], with_conductance=True,
            settings={"membrane_capacitance_nf": 0.0586, "rest_mv": -61.7})
    if shutil.which("sclang"):
        compare(comparison, folder, "class", CELLS["lif"][0], 90.0, [64], settings=CLASS_SETTINGS, definition=definition_by_class(folder))
    sys.exit(comparison.finish())


if __name__ == "__main__":
    main()
