"""Compares every page with the program and the tree: links and anchors lead somewhere; files, parameters, cells, lessons and
identifiers that are named exist; counts are right; made parts and pictures are those of today. Prints what is wrong."""
import difflib
import itertools
import re
import struct
import sys
import urllib.parse

import facts
import generated

NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen " \
          "nineteen twenty".split()
UNIT_SUFFIX = re.compile(r"_(pa|mv|ms|nf|mohm|ns|db|hz|percent|per_s|per_ms)$")
TOP = re.compile(r"^(Source|Plugin|Tests|Assets|\.ci)/")
# The end of a sentence with the begin of the next behind it; not after an initial or "e.g.".
NEXT_SENTENCE = re.compile(r"(?<!e\.g)(?<!i\.e)(?<!\b[A-Z])(?<!\d)[.!?][\")*_]* +[A-Z]")
problems = []


def complain(page, line, what):
    problems.append(f"{page.relative_to(facts.ROOT)}:{line}: {what}")


def heading_anchors(page):
    """The anchors that a reader on the web gets for a page's headings."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def check_link(page, line, target):
    if re.match(r"\w+:", target):
        return
    path, _, anchor = urllib.parse.unquote(target).partition("#")
    file = (page.parent / path).resolve() if path else page
    if not file.exists():
        complain(page, line, f"leads nowhere: {target}")
    elif anchor and anchor not in heading_anchors(file):
        complain(page, line, f"no such heading: {target}")


def check_name(page, line, name):
    """A name in `code`: a path of the tree, a cell, a parameter, an identifier."""
    if TOP.match(name):
        name = re.sub(r"\{[^}]*\}|<[^>]*>|…", "*", name.split()[0].split("#")[0])
        if not any(facts.ROOT.glob(name.rstrip("/"))):
            complain(page, line, f"no such file: {name}")
    elif re.fullmatch(r"(allen|glif|hh|izhikevich|adex)/\w[\w-]*", name):
        if name not in {cell["id"] for cell in facts.listed("cells")}:
            complain(page, line, f"no such cell: {name}")
    elif re.fullmatch(r"[A-Za-z]\w*_\w*[A-Za-z0-9]", name):
        if name not in facts.words_of_the_tree():
            complain(page, line, f"no such name in the tree: {name}")
        elif UNIT_SUFFIX.search(name) and name.islower() and name not in known_quantities():
            complain(page, line, f"not a parameter, a lesson's quantity or a column: {name}")


def known_quantities():
    schema = (facts.ROOT / "Assets/Lessons/lesson.schema.json").read_text(encoding="utf-8")
    code = "".join(file.read_text(encoding="utf-8") for file in (facts.ROOT / "Source").rglob("*.[ch]*"))
    return {row["id"] for row in facts.listed("params")} | set(re.findall(r"\w+", schema)) | set(re.findall(r"\w+", code))


def check_sentences(page, line, text):
    """One sentence a line, so that a change shows as what it is. Tables and headings are not looked at."""
    if not re.match(r"\s*(\||#|!\[|<|>)", text) and NEXT_SENTENCE.search(re.sub(r"`[^`]*`", "", text)):
        complain(page, line, "more than one sentence in this line")


def check_counts(page, line, text):
    counts = {"cells": len(facts.listed("cells")), "lessons": len(facts.listed("lessons")),
              "models": len(facts.listed("params")[0]["choices"])}
    for said, what in re.findall(r"\b(\w+) (?:built-in|membrane|listening) (cells|models|lessons)\b", text):
        value = int(said) if said.isdigit() else NUMBERS.index(said) if said in NUMBERS else None
        if value is not None and value != counts[what]:
            complain(page, line, f"there are {counts[what]} {what}, not {said}")


def png_size(file):
    return struct.unpack(">II", file.read_bytes()[16:24])


def check_page(page):
    fenced = False
    for line, text in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if text.lstrip().startswith("```"):
            fenced = not fenced
        elif not fenced:
            for target in re.findall(r"\]\(([^)\s]+)\)", text):
                check_link(page, line, target)
            for name in re.findall(r"`([^`]+)`", text):
                check_name(page, line, name)
            check_counts(page, line, text)
            check_sentences(page, line, text)


def check_made():
    for path, text in generated.texts().items():
        now = path.read_text(encoding="utf-8") if path.exists() else ""
        if now != text:
            lines = difflib.unified_diff(now.splitlines(), text.splitlines(), "as it is", "as it should be", lineterm="", n=0)
            problems.append(f"{path.relative_to(facts.ROOT)}: not as the program says; run Tests/Documentation/refresh.py\n  " +
                            "\n  ".join(list(lines)[:8]))


def check_course():
    """The teacher's table of the course: number, title and minutes are those of the lessons."""
    guide = (facts.GUIDE / "TeachersGuide.md").read_text(encoding="utf-8")
    told = [(title, int(minutes)) for title, minutes in re.findall(r"^\| \d\d \| ([^|]+) \| [^|]+ \| [^|]+ \| (\d+) \|$", guide, re.M)]
    for said, row in itertools.zip_longest(told, facts.listed("lessons")):
        known = row and (row["title"].split(":")[0], row["minutes"])
        if said is None or known is None or said[1] != known[1] or not row["title"].startswith(said[0]):
            problems.append(f"TeachersGuide.md: the course's table says {said}, the lessons say {known}")


def check_pictures():
    for file in sorted(facts.GUIDE.glob("*.png")):
        picture = generated.PICTURES.get(file.name)
        if picture is None:
            problems.append(f"{file.name}: not in PICTURES of Tests/Documentation/generated.py, so nothing says how it is made")
        elif not facts.is_tested_picture(picture.removesuffix(".png")):
            problems.append(f"{file.name}: no test draws {picture}")
        elif (facts.PICTURES / picture).exists() and png_size(file) != png_size(facts.PICTURES / picture):
            problems.append(f"{file.name}: is of another size than {picture}; run Tests/Documentation/refresh.py")
        if not any(f"({file.name})" in page.read_text(encoding="utf-8") or f"/{file.name})" in page.read_text(encoding="utf-8")
                   for page in facts.pages()):
            problems.append(f"{file.name}: no page shows it")


for page in facts.pages():
    check_page(page)
check_made()
check_course()
check_pictures()
print("\n".join(problems) or f"{len(facts.pages())} pages agree with the program and the tree")
sys.exit(bool(problems))
