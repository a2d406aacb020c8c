"""sound_writers.py SOMAPHONE: writes one sound with every writer that is installed, plainly and into a pipe, and cuts each file
short. The program must make of it the current that was written, the beginning of it (of a stream whose length nobody
knew), or one line that names the file and is true."""
import array
import math
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[1]
RATE, FRAMES = 48000, 16000
RAW = "-t raw -r 48000 -e signed -b 16 -c 1"

# name, program, command (reads wav.wav or raw.raw, writes {out}), how near the current must be, whether the length is known
SAME, NEAR, LEVEL = "same", "near", "level"  # to the last bit; but for what a lossy code leaves out; a longer sound of that loudness
PLAIN = [
    *[(f"sox-{f}", "sox", f"sox wav.wav {{out}}.{f}", SAME) for f in ("wav", "aiff", "aifc", "au", "caf", "w64", "flac")],
    ("sox-24bit", "sox", "sox wav.wav -b 24 {out}.wav", SAME),
    ("sox-float", "sox", "sox wav.wav -e floating-point -b 32 {out}.wav", SAME),
    ("sox-double", "sox", "sox wav.wav -e floating-point -b 64 {out}.wav", SAME),
    ("sox-ogg", "sox", "sox wav.wav {out}.ogg", NEAR),
    *[(f"ffmpeg-{f}", "ffmpeg", f"ffmpeg -v error -i wav.wav {{out}}.{f}", SAME) for f in ("wav", "aiff", "au", "caf", "w64", "flac")],
    ("ffmpeg-rf64", "ffmpeg", "ffmpeg -v error -i wav.wav -rf64 always {out}.wav", SAME),
    ("ffmpeg-double", "ffmpeg", "ffmpeg -v error -i wav.wav -c:a pcm_f64le {out}.wav", SAME),
    *[(f"ffmpeg-{f}", "ffmpeg", f"ffmpeg -v error -i wav.wav {{out}}.{f}", NEAR) for f in ("ogg", "opus", "mp3")],
    ("flac", "flac", "flac -s wav.wav -o {out}.flac", SAME),
    ("oggenc", "oggenc", "oggenc -Q wav.wav -o {out}.ogg", NEAR),
    ("opusenc", "opusenc", "opusenc --quiet wav.wav {out}.opus", NEAR),
    ("lame", "lame", "lame --quiet wav.wav {out}.mp3", NEAR),
    *[(f"scipy-{t}", "scipy", f"SCIPY {t} {{out}}.wav", SAME) for t in ("int16", "int32", "float32", "float64")],
    *[(f"soundfile-{f}", "soundfile", f"SOUNDFILE {f} {{out}}.{f.split('-')[0].lower()}", SAME)
      for f in ("WAV", "WAV-DOUBLE", "WAVEX-FLOAT", "RF64", "W64", "AIFF", "CAF", "AU", "FLAC")],
    ("soundfile-OGG", "soundfile", "SOUNDFILE OGG {out}.ogg", NEAR),
]
PIPED = [
    *[(f"sox-{f}-pipe", "sox", f"sox {RAW} - -t {f} - <raw.raw | cat >{{out}}.{f}", SAME) for f in ("wav", "aiff", "aifc", "au", "flac")],
    ("sox-24bit-pipe", "sox", f"sox {RAW} - -b 24 -t wav - <raw.raw | cat >{{out}}.wav", SAME),
    ("sox-ogg-pipe", "sox", f"sox {RAW} - -t ogg - <raw.raw | cat >{{out}}.ogg", NEAR),
    *[(f"ffmpeg-{f}-pipe", "ffmpeg", f"ffmpeg -v error -i wav.wav -f {f} - | cat >{{out}}.{f}", SAME)
      for f in ("wav", "aiff", "au", "caf", "w64", "flac")],
    ("ffmpeg-rf64-pipe", "ffmpeg", "ffmpeg -v error -i wav.wav -rf64 always -f wav - | cat >{out}.wav", SAME),
    ("ffmpeg-double-pipe", "ffmpeg", "ffmpeg -v error -i wav.wav -c:a pcm_f64le -f wav - | cat >{out}.wav", SAME),
    *[(f"ffmpeg-{f}-pipe", "ffmpeg", f"ffmpeg -v error -i wav.wav -f {f} - | cat >{{out}}.{f}", NEAR) for f in ("ogg", "opus")],
    ("ffmpeg-mp3-pipe", "ffmpeg", "ffmpeg -v error -i wav.wav -f mp3 - | cat >{out}.mp3", LEVEL),
    ("flac-pipe", "flac", "flac -s -c - <wav.wav | cat >{out}.flac", SAME),
    ("flac-raw-pipe", "flac", "flac -s --endian=little --sign=signed --channels=1 --bps=16 --sample-rate=48000 --force-raw-format "
     "-c - <raw.raw 2>/dev/null | tee stream.flac >{out}.flac", SAME),
    ("flac-decoded-pipe", "flac", "flac -s -d -c - <stream.flac 2>/dev/null | cat >{out}.wav", SAME),
    ("oggenc-pipe", "oggenc", "oggenc -Q - <wav.wav | tee stream.ogg >{out}.ogg", NEAR),
    ("oggdec-pipe", "oggdec", "oggdec -Q stream.ogg -o - | cat >{out}.wav", NEAR),
    ("opusenc-pipe", "opusenc", "opusenc --quiet --raw --raw-rate 48000 --raw-chan 1 - - <raw.raw | cat >{out}.opus", NEAR),
    ("lame-pipe", "lame", "lame --quiet - - <wav.wav | tee stream.mp3 >{out}.mp3", LEVEL),
    ("lame-decoded-pipe", "lame", "lame --quiet --decode stream.mp3 - | cat >{out}.wav", LEVEL),
]
# Files that cannot be read, and the words that say so.
REFUSED = [
    ("sox-w64-pipe", "sox", f"sox {RAW} - -t w64 - <raw.raw | cat >{{out}}.w64", "wrote its header among the samples"),
    ("sox-caf-pipe", "sox", f"sox {RAW} - -t caf - <raw.raw | cat >{{out}}.caf", "wrote its header among the samples"),
    ("sox-voc", "sox", "sox wav.wav {out}.voc", "is not a sound file that can be read"),
    ("flac-in-ogg", "flac", "flac -s --ogg wav.wav -o {out}.oga", "it must hold Vorbis or Opus"),
    ("scipy-int64", "scipy", "SCIPY int64 {out}.wav", "it must hold integers of 8 to 32 bits or floating-point numbers"),
    ("opusdec-pipe", "opusdec", "opusenc --quiet wav.wav s.opus && opusdec --quiet s.opus - | cat >{out}.wav",
     "is not a sound file that can be read"),
]
PYTHON = "/usr/bin/python3"
READ = "import array; x = array.array('h'); x.frombytes(open('raw.raw', 'rb').read()); import numpy as np; x = np.array(x); "
SCIPY = READ + ("import scipy.io.wavfile as w; t = '%s'; "
                "w.write('%s', 48000, (x / 32768.0).astype(t) if 'float' in t else x.astype(t) << 8 * (np.dtype(t).itemsize - 2))")
SOUNDFILE = READ + ("import soundfile as s; f, _, t = '%s'.partition('-'); "
                    "s.write('%s', x / 32768.0 if t else x, 48000, format=f, subtype=t or None)")
CUTS = (0.02, 0.1, 0.3, 0.5, 0.77, 0.9, 0.99, 0.999)
TRUE_OF_CUT = ("truncated", "damaged", "cut", "cannot be decoded", "holds no sound", "not a sound file")


def is_there(program):
    if program in ("scipy", "soundfile"):
        return subprocess.run([PYTHON, "-c", f"import {program}"], capture_output=True).returncode == 0
    return shutil.which(program) is not None


def write(command, folder, name):
    """Runs a writer; the file that it wrote."""
    words = command.replace("{out}", name).split()
    if words[0] in ("SCIPY", "SOUNDFILE"):
        done = subprocess.run([PYTHON, "-c", {"SCIPY": SCIPY, "SOUNDFILE": SOUNDFILE}[words[0]] % tuple(words[1:])], cwd=folder)
    else:
        done = subprocess.run(["bash", "-c", command.replace("{out}", name)], cwd=folder, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    files = [path for path in folder.glob(name + ".*") if path.stem == name]
    assert done.returncode == 0 and len(files) == 1, f"{name}: the writer failed: {command}"
    return files[0]


def read(path):
    """(current in pA, None) or (None, the line that says why not)."""
    done = subprocess.run([PROGRAM, "render", path.name, "--set", "input_scale_pa=1000", "--set", "model=r", "--trace", "-"],
                          cwd=path.parent, capture_output=True, text=True)
    if done.returncode == 0:
        assert done.stderr == "", f"{path.name}: {done.stderr}"
        rows = [line.split(",") for line in done.stdout.splitlines() if not line.startswith("#")]
        column = rows[0].index("current_pA")
        return [float(row[column]) for row in rows[1:]], None
    assert done.returncode == 1 and done.stderr.count("\n") == 1 and path.name in done.stderr, f"{path.name}: {done.stderr}"
    return None, done.stderr


def level(current):
    return math.sqrt(sum(pa * pa for pa in current) / max(1, len(current)))


def is_like(found, expected, how):
    """Whether a current is the written one, up to its own length."""
    if how == SAME:
        return found == expected[:len(found)]
    if how == LEVEL:
        return abs(level(found) / level(expected) - 1.0) < 0.2
    difference = [a - b for a, b in zip(found, expected)]
    return level(difference) < 0.3 * level(expected)


def check(path, expected, how, streamed):
    """Faults in the program's reading of a file and of its beginnings: lines."""
    wrong = []
    whole, line = read(path)
    if whole is None:
        return [f"{path.name}: {line}"]
    if (how != LEVEL and len(whole) != len(expected)) or not is_like(whole, expected, how):
        wrong.append(f"{path.name}: another current: {len(whole)} samples, level {level(whole):.1f} for {level(expected):.1f}")
    data = path.read_bytes()
    for share in CUTS:
        cut = path.with_name(f"cut-{share}-{path.name}")
        cut.write_bytes(data[:int(share * len(data))])
        part, line = read(cut)
        if part is None:
            if not any(words in line for words in TRUE_OF_CUT):
                wrong.append(f"{cut.name}: not true: {line}")
        elif not streamed:
            wrong.append(f"{cut.name}: cut short, and read as {len(part)} samples without a word")
        elif len(part) > len(whole) or not is_like(part, whole[:len(part)], SAME if how == SAME else NEAR):
            wrong.append(f"{cut.name}: not the beginning of the whole: {len(part)} samples")
        cut.unlink()
    return wrong


def main():
    random.seed(5)
    samples = array.array("h", [int(12000 * math.sin(2e-7 * k * k + 0.02 * k) * (1 - k / FRAMES)) + random.randint(-200, 200)
                                for k in range(FRAMES)])
    if sys.byteorder == "big":
        samples.byteswap()
    expected = [sample / 32768 * 1000 for sample in samples]
    absent, wrong, checked = set(), [], 0
    with tempfile.TemporaryDirectory() as home:
        folder = pathlib.Path(home)
        (folder / "raw.raw").write_bytes(samples.tobytes())
        size = 2 * FRAMES
        header = b"RIFF" + (36 + size).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little") + b"".join(
            n.to_bytes(b, "little") for n, b in ((1, 2), (1, 2), (RATE, 4), (2 * RATE, 4), (2, 2), (16, 2)))
        (folder / "wav.wav").write_bytes(header + b"data" + size.to_bytes(4, "little") + samples.tobytes())
        for table, streamed in ((PLAIN, False), (PIPED, True), (REFUSED, None)):
            for name, program, command, how in table:
                if not is_there(program):
                    absent.add(program)
                    continue
                path = write(command, folder, name)
                checked += 1
                if streamed is None:
                    line = read(path)[1]
                    if line is None or how not in line:
                        wrong.append(f"{path.name}: should say {how!r}: {line}")
                else:
                    wrong += check(path, expected, how, streamed)
    print("\n".join(wrong))
    if absent:
        print("Not installed: " + ", ".join(sorted(absent)))
    print(f"{checked} files, whole and in {len(CUTS)} beginnings each: {len(wrong)} wrong")
    sys.exit(1 if wrong else 0 if checked else 77)


main()
