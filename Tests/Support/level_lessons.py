#!/usr/bin/env python3
"""Sets the monitor levels of lesson files so that the rule "level" of Writing a lesson holds: level_lessons.py SOMAPHONE FILE...

Each sound gets -23 LUFS, or as much as a peak of -3.8 dBTP allows. To be run after the sound of spikes or tones has changed."""
import collections, json, subprocess, sys

LUFS, PEAK_DBTP, HIGHEST_DB, WIDTH = -23.0, -3.8, 24.0, 150
BELOW_DB = 15.0  # where it begins: the limiter, which begins at -3.2 dBFS, must not hide how high a peak would be


def text_of(node, indent=0, column=0):
    """As the lesson files are laid out: one line where it fits."""
    line = json.dumps(node, ensure_ascii=False)
    if not isinstance(node, (dict, list)) or not node or (indent > 0 and len(line) + column < WIDTH):
        return line
    pad = " " * (indent + 1)
    if isinstance(node, dict):
        parts = [f"{json.dumps(k)}: " + text_of(v, indent + 1, indent + 3 + len(json.dumps(k))) for k, v in node.items()]
        return "{\n" + ",\n".join(pad + p for p in parts) + "\n" + " " * indent + "}"
    if all(not isinstance(v, (dict, list)) for v in node):
        lines, row = [], pad
        for i, v in enumerate(node):
            word = json.dumps(v, ensure_ascii=False) + ("," if i + 1 < len(node) else "")
            if len(row) > len(pad) and len(row) + 1 + len(word) > WIDTH:
                lines.append(row)
                row = pad + word
            else:
                row += (" " if len(row) > len(pad) else "") + word
        return "[\n" + "\n".join(lines + [row]) + "\n" + " " * indent + "]"
    return "[\n" + ",\n".join(pad + text_of(v, indent + 1, indent + 1) for v in node) + "\n" + " " * indent + "]"


def measured(program, file):
    """Name of each sound: loudness, peak, does it click, is it only the stimulus's tick."""
    ran = subprocess.run([program, "lesson", "check", file, "--levels", "--seeds", "1"], capture_output=True, text=True)
    rows = {}
    for line in ran.stdout.splitlines()[1:]:
        words = line.split()
        if len(words) != 6:
            break
        rows[words[0]] = (float(words[1]), float(words[2]), float(words[3]) > -99)
    if not rows:
        sys.exit(f"{file}: {ran.stderr or ran.stdout}")
    return rows


for path in sys.argv[2:]:
    document = json.load(open(path), object_pairs_hook=collections.OrderedDict)
    for sound in document["sounds"].values():
        for key in sound["monitor"]:
            if key != "stimulus_level_db":
                sound["monitor"][key] -= BELOW_DB
    open(path, "w").write(text_of(document) + "\n")
    for _ in range(4):
        rows = measured(sys.argv[1], path)
        document = json.load(open(path), object_pairs_hook=collections.OrderedDict)
        moved = 0.0
        for name, (lufs, peak, clicks) in rows.items():
            monitor = document["sounds"][name]["monitor"]
            keys = [k for k in monitor if k != "stimulus_level_db" and (clicks or k != "spike_level_db")]
            if lufs < -95:
                continue
            for key in keys:
                level = round(min(HIGHEST_DB, monitor[key] + min(LUFS - lufs, PEAK_DBTP - peak)), 1)
                moved = max(moved, abs(level - monitor[key]))
                monitor[key] = level
        open(path, "w").write(text_of(document) + "\n")
        if moved < 0.15:
            break
    print(f"{path}: levels set")
