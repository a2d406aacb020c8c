"""The parts of the pages that the program writes: `refresh.py` puts them there, `check.py` compares."""
import itertools
import json
import re
import subprocess
import tempfile

import facts

# Pictures of the guide, and the test picture (build/pictures) that each is a copy of.
PICTURES = {"play.png": "play-1x.png", "bench.png": "bench-light.png", "lesson.png": "lesson-revealed-light.png",
            "lesson-votes.png": "lesson-votes-revealed.png", "class-window.png": "class-start.png", "spectrum.png": "spectrum.png", "spectrogram.png": "spectrogram.png"}
# Of the browser's test of the live class.
PICTURES |= {name: name for name in ("class-projector-lobby.png", "class-phone-open-choice.png", "class-phone-reveal-choice.png",
                                     "web-play.png", "web-play-phone.png", "web-bench-phone.png", "web-lesson-phone.png")}


def number(value):
    """As the program prints it: 9 digits are enough to recognise a value and to type it."""
    return f"{value:.9g}" if isinstance(value, (int, float)) else str(value)


def parameters_page():
    lines = ["# The parameters", "",
             "This page is for everybody who sets a value: it lists every parameter with its unit, range and default.",
             "It is made by `python3 Tests/Documentation/refresh.py` from `somaphone params --json`.",
             "Hosts, editor, command line, presets and lessons share this one table.",
             "A value is typed with or without its unit, and with any SI prefix: `0.2 nA` is `200 pA`.", ""]
    for group, rows in itertools.groupby(facts.listed("params"), lambda row: row["group"]):
        lines += [f"## {group}", "", "| id | what | unit | range | default |", "|---|---|---|---|---|"]
        for row in rows:
            spread = (", ".join(f"`{choice}`" for choice in row["choices"]) if row["choices"]
                      else f"{number(row['min'])} … {number(row['max'])}")
            lines.append(f"| `{row['id']}` | **{row['label']}.** {row['help']} | {row['unit']} | {spread} | {number(row['default'])} |")
        lines.append("")
    return "\n".join(lines)


def keys_table():
    return "\n".join(["| key | what it does |", "|---|---|"] + [f"| {keys} | {does} |" for keys, does in facts.shown_keys()])


def presets_table():
    lines = ["| use | preset | cell | model |", "|---|---|---|---|"]
    presets = {preset["id"].removeprefix("factory/"): preset for preset in facts.listed("presets")}
    files = {file.stem.lstrip("0123456789-"): json.loads(file.read_text(encoding="utf-8"))
             for file in (facts.ROOT / "Assets" / "Presets").glob("*.json")}
    for name, preset in presets.items():
        if name not in files:
            continue  # one's own
        cell = f"`{files[name]['cell']}`" if files[name].get("cell") else ""
        lines.append(f"| {preset['category']} | {preset['name']} | {cell} | `{preset['model']}` |")
    return "\n".join(lines)


# A student at the terminal: a hint, a wrong answer and its correction, an explanation.
TYPED = ["s", "", "", "h", "3", "", "2", "", "s", "", "150", "0.15", "", "30", "", "12", "", "s", "1", "", "60", "30", "", "s", "-65.8", "",
         "483", "", "At first all of the current charges the capacitor; at the end all of it flows through the resistor.", "", "s", ""]


def transcript():
    """The lesson `membrane-circuit` in the terminal, with what was typed after each prompt."""
    with tempfile.TemporaryDirectory() as folder:
        said = subprocess.run([facts.PROGRAM.resolve(), "lesson", "play", "membrane-circuit", "--seed", "2024", "--player", "none",
                               "--sounds", "sounds", "--progress", "progress"],
                              input="\n".join(TYPED) + "\n", capture_output=True, text=True, check=True, cwd=folder).stdout.replace(folder + "/", "")
    lines = iter(TYPED)
    text = re.sub(r"^> ", lambda _: "> " + next(lines, "") + "\n", said, flags=re.M)
    return "```text\n" + "\n".join(line.rstrip() for line in text.rstrip().split("\n")) + "\n```"


SECTIONS = {"transcript": transcript, "keys": keys_table, "presets": presets_table}


def with_sections(text):
    """The page's text with what stands between `<!-- NAME -->` and `<!-- end -->` made again."""
    return re.sub(r"(<!-- (%s) -->\n).*?(<!-- end -->)" % "|".join(SECTIONS),
                  lambda found: found[1] + SECTIONS[found[2]]() + "\n" + found[3], text, flags=re.S)


def texts():
    """Every page that holds something made: {path: the text it should have}."""
    made = {facts.GUIDE / "Parameters.md": parameters_page()}
    for page in facts.pages():
        text = page.read_text(encoding="utf-8")
        if "<!-- end -->" in text:
            made[page] = with_sections(text)
    return made
