"""headless_lv2.py FOLDER: renders a sound through the LV2 without a window (found on LV2_PATH) in lv2apply with every preset, and in ffmpeg
and GStreamer with some parameters changed, and compares with `somaphone render`."""
import os
import re
import shutil
import subprocess
import sys

import numpy
import soundfile

from reference import RATE, SOUND, Comparison

URI = "https://github.com/somaphone/somaphone#headless"
FRAMES = RATE
# Parameters of several kinds: a number, a choice, a switch, and one whose decimals a float does not hold.
CHANGED = {"input_scale_pa": 1500, "model": 5, "noise_pa": 20, "rest_mv": -61.7, "output_level_db": -3}


def sound():
    """Stereo, the channels different."""
    time = numpy.arange(FRAMES) / RATE
    left = 0.08 * numpy.sin(2 * numpy.pi * 5 * time) + 0.02
    return numpy.stack([left, 0.05 + 0.0 * left], 1).astype(numpy.float32)


def run(command, **options):
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, **options)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def presets(bundle):
    """Of the bundle's description: id -> {symbol: value}."""
    with open(os.path.join(bundle, "presets.ttl"), encoding="utf-8") as file:
        text = file.read()
    found = {}
    for name, body in re.findall(r"^soma:preset-(\S+)\n(.*?)^\t\] \.$", text, re.M | re.S):
        found[name] = dict(re.findall(r'lv2:symbol "(\w+)" ;\s*pset:value (\S+)', body))
    return found


def read(path):
    return soundfile.read(path, dtype="float32", always_2d=True)[0][:FRAMES]


def main():
    folder = os.path.abspath(sys.argv[1])
    bundle = os.path.join(os.environ["LV2_PATH"].split(":")[0], "SomaphoneHeadless.lv2")
    somaphone = os.path.join(os.environ["SOMAPHONE_BUILD"], "bin", "somaphone")
    given, rendered, made = (os.path.join(folder, name) for name in ("in.wav", "render.wav", "host.wav"))
    soundfile.write(given, sound(), RATE, "FLOAT")
    status = 0

    comparison = Comparison("lv2apply", "LV2 (headless)")
    all_presets = presets(bundle)
    for name, values in all_presets.items():
        run([somaphone, "render", given, "--preset", name, "-o", rendered])
        controls = [word for symbol, value in values.items() for word in ("-c", symbol, value)]
        run(["lv2apply", "-i", given, "-o", made] + controls + [URI])
        comparison.check("sound", "preset " + name, read(made), read(rendered), SOUND)
    listed = run([somaphone, "presets", "--json"])
    factory = re.findall(r'"id": "factory/([^"]+)"', listed)
    if sorted(factory) != sorted(all_presets):
        comparison.problems.append(f"the bundle has the presets {sorted(all_presets)}, the program {sorted(factory)}")
    print(f"{len(all_presets)} presets")
    status |= comparison.finish()

    settings = [word for symbol, value in CHANGED.items() for word in ("--set", f"{symbol}={'glif2' if symbol == 'model' else value}")]
    run([somaphone, "render", given, "-o", rendered] + settings)
    expected = read(rendered)
    if shutil.which("ffmpeg"):
        comparison = Comparison("ffmpeg", "LV2 (headless)")
        controls = "|".join(f"{symbol}={value}" for symbol, value in CHANGED.items())
        address = URI.replace(":", "\\\\:")
        run(["ffmpeg", "-y", "-loglevel", "error", "-i", given, "-af", f"lv2=p={address}:c={controls}", "-c:a", "pcm_f32le", made])
        comparison.check("sound", "ffmpeg", read(made), expected, SOUND)
        status |= comparison.finish()
    if shutil.which("gst-launch-1.0"):
        comparison = Comparison("GStreamer", "LV2 (headless)")
        element = ["github-com-somaphone-somaphone-headless"]
        for symbol, value in CHANGED.items():
            element.append(f"{symbol.replace('_', '-')}={value}")
        environment = os.environ | {"GST_REGISTRY": os.path.join(folder, "gstreamer.registry")}
        command = ["gst-launch-1.0", "-q", "filesrc", f"location={given}", "!", "wavparse", "!", "audioconvert", "!"] + element
        command += ["!", "audioconvert", "!", "audio/x-raw,format=F32LE", "!", "wavenc", "!", "filesink", f"location={made}"]
        run(command, env=environment)
        comparison.check("sound", "GStreamer", read(made), expected, SOUND)
        status |= comparison.finish()
    sys.exit(status)


if __name__ == "__main__":
    main()
