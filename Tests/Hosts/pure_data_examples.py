"""pure_data_examples.py FOLDER PATCH...: plays the help patch and the examples in Pure Data for two seconds without a window. The
loudspeaker is replaced by a recorder and the microphone by noise. Each must load without a complaint and be heard on both sides. Then
every message of the help patch is sent, which nothing may complain about, and wrong ones, each of which gets one line."""
import os
import re
import subprocess
import sys

import numpy
import soundfile

RATE, SECONDS = 48000, 2
RECORDER = f"""#N canvas 0 0 400 400 10;
#X obj 10 10 inlet~;
#X obj 90 10 inlet~;
#X obj 10 40 tabwrite~ heard-left;
#X obj 90 40 tabwrite~ heard-right;
#X obj 10 70 array define heard-left {RATE * SECONDS};
#X obj 10 90 array define heard-right {RATE * SECONDS};
#X obj 200 10 loadbang;
#X obj 200 40 delay {1000 * SECONDS + 200};
#X obj 200 70 t b b;
#X msg 200 100 write -wave -bytes 4 FOLDER/left.wav heard-left \\, write -wave -bytes 4 FOLDER/right.wav heard-right;
#X obj 200 130 soundfiler;
#X msg 300 130 \\; pd quit;
#X connect 0 0 2 0;
#X connect 1 0 3 0;
#X connect 6 0 2 0;
#X connect 6 0 3 0;
#X connect 6 0 7 0;
#X connect 7 0 8 0;
#X connect 8 1 9 0;
#X connect 9 0 10 0;
#X connect 8 0 11 0;
"""


# Wrong messages, and what the line about each says.
WRONG = {
    "set rest_mw -65": "near: rest_mv",
    "set rest_mv": "write 'set <parameter> <value> <unit>'",
    "set rest_mv -65 nA": "'nA' is not its unit, which is mV",
    "set rest_mv 900 mV": "outside its range, -250 to 250 mV",
    "model lift": "is none of rest, r, rc, lif",
    "cell 474626527": "Pure Data rounds numbers",
    "cell hh/squit": "near: hh/squid",
    "preset squid": "squid-axon",
    "preset 99": "no preset is named",
    "note 200 1": "note <key 0 to 127>",
    "midi 12": "for example 'midi 224 0 80'",
    "stimulus sometimes": "stimulus start",
}


def play(folder, path):
    """Messages of Pure Data while a patch plays."""
    command = ["pd", "-nogui", "-noprefs", "-batch", "-nosound", "-r", str(RATE), "-path", os.environ["PD_OBJECTS"], "-path", folder]
    done = subprocess.run(command + [path], capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        sys.exit(f"{path}: pd ended with {done.returncode}:\n{done.stderr}")
    return re.sub(r"^.*biggest amplitude.*\n?", "", done.stderr, flags=re.M).strip()


def answer(folder, messages):
    """Replies of Pure Data to messages, sent one after the other while signals run."""
    boxes = ["obj 10 10 soma~", "obj 10 40 loadbang", "obj 10 70 delay 300", "msg 10 100 \\; pd quit", "msg 10 130 \\; pd dsp 1"]
    cords = ["1 0 2 0", "2 0 3 0", "1 0 4 0"]
    for number, message in enumerate(messages):
        boxes += [f"obj 200 {30 * number} delay {10 * number + 10}", f"msg 300 {30 * number} {message}"]
        cords += [f"1 0 {len(boxes) - 2} 0", f"{len(boxes) - 2} 0 {len(boxes) - 1} 0", f"{len(boxes) - 1} 0 0 0"]
    path = os.path.join(folder, "messages.pd")
    with open(path, "w", encoding="ascii") as file:
        file.write("#N canvas 0 0 400 400 10;\n" + "".join(f"#X {box};\n" for box in boxes) + "".join(f"#X connect {cord};\n" for cord in cords))
    return [line for line in play(folder, path).splitlines() if line.startswith("error: soma~:") or "soma~: " not in line]


def check_messages(folder, help_patch):
    with open(help_patch, encoding="ascii") as file:
        right = [text for text in re.findall(r"^#X msg \d+ \d+ (.*);$", file.read(), re.M) if not text.startswith("\\;")]
    said = answer(folder, right)
    if said or len(right) < 15:
        sys.exit(f"{len(right)} messages of the help patch, of which it says:\n" + "\n".join(said))
    said = answer(folder, list(WRONG))
    for (message, expected), line in zip(WRONG.items(), said):
        print(f"{message}  ->  {line}")
        if expected not in line:
            sys.exit(f"'{message}' should be answered by '{expected}'")
    if len(said) != len(WRONG):
        sys.exit(f"{len(WRONG)} wrong messages have {len(said)} lines")


def main():
    folder = os.path.abspath(sys.argv[1])
    with open(os.path.join(folder, "recorder.pd"), "w", encoding="ascii") as file:
        file.write(RECORDER.replace("FOLDER", folder))
    for path in sys.argv[2:]:
        name = os.path.basename(path)
        with open(path, encoding="ascii") as file:
            text = file.read()
        text, replaced = re.subn(r"dac~;", "recorder;", text)
        assert replaced == 1, f"{name} has {replaced} loudspeakers"
        with open(os.path.join(folder, name), "w", encoding="ascii") as file:
            file.write(re.sub(r"adc~ 1;", "noise~;", text))
        if said := play(folder, os.path.join(folder, name)):
            sys.exit(f"{name}: pd said:\n{said}")
        for side in ("left", "right"):
            heard = soundfile.read(os.path.join(folder, side + ".wav"))[0][RATE:]
            rms, peak = float(numpy.sqrt(numpy.mean(heard**2))), float(numpy.max(numpy.abs(heard)))
            print(f"{name}, {side}: rms {rms:.4f}, peak {peak:.3f}")
            if not (1e-4 < rms and peak <= 1.0):
                sys.exit(f"{name}: the {side} side should be heard, and below full scale")
    check_messages(folder, sys.argv[2])


if __name__ == "__main__":
    main()
