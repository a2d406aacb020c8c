"""Facts that the pages are compared with: the program's own lists, and the texts of the tree."""
import functools
import json
import os
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("SOMAPHONE_BUILD", ROOT / "build"))
PROGRAM = BUILD / "bin" / "somaphone"
GUIDE = ROOT / "Assets" / "Guide"
PICTURES = BUILD / "pictures"


def said(*words):
    return subprocess.run([PROGRAM, *words], capture_output=True, text=True, check=True).stdout


@functools.cache
def listed(what):
    """The rows of `somaphone params|cells|lessons --json`."""
    return json.loads(said(what, "--json"))


@functools.cache
def pages():
    """Every page a person may read: the README, the guide, and the notes beside tests and assets."""
    found = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"], cwd=ROOT,
                           capture_output=True, text=True, check=True).stdout.split()
    return [ROOT / name for name in found if (ROOT / name).exists()]


@functools.cache
def words_of_the_tree():
    """Every identifier that stands in code, scripts, cells, lessons and build files."""
    words = set()
    kinds = {".h", ".cpp", ".def", ".sh", ".py", ".json", ".cmake", ".txt", ".csv"}
    for top in ("Source", "Plugin", "Tests", "Assets"):
        for file in (ROOT / top).rglob("*"):
            if file.suffix in kinds and file.is_file() and "Documentation" not in file.parts:
                words.update(re.findall(r"\w+", file.read_text(encoding="utf-8", errors="replace")))
    words.update(re.findall(r"\w+", (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")))
    return words


def shown_keys():
    """The rows of the editor's page of keys (F1): [(keys, what they do)]."""
    text = (ROOT / "Plugin" / "Editor" / "Window" / "Notices.cpp").read_text(encoding="utf-8")
    table = re.search(r"key_help\{\{(.*?)\}\};", text, re.S)[1]
    return re.findall(r'\{"([^"]*)",\s*"([^"]*)"\}', table)


def is_tested_picture(name):
    """Whether the plugin's or the browser's tests draw build/pictures/NAME.png: they name it, or put its name together from two parts."""
    told = set()
    for file in [*(ROOT / "Tests" / "Plugin").glob("*.cpp"), *(ROOT / "Tests" / "Class" / "Browser").glob("*.mjs"),
                 *(ROOT / "Tests" / "Web").glob("*.mjs")]:
        told.update(re.findall(r'"([\w-]+)"', file.read_text(encoding="utf-8")))
    return name in told or any(name[:i] in told and name[i:] in told for i in range(1, len(name)))
