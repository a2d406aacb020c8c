"""No comment, message or page has a sentence that begins with "What" and is no question: the thing itself is named in the first
words instead. Prints the sentences that do. Needs no program."""
import io
import re
import subprocess
import sys
import tokenize

import facts

# A string (in JavaScript also with ' or `), or a comment to the end of the line or of the block.
C_TOKEN = re.compile(r'(?P<raw>R"(?P<mark>\w*)\(.*?\)(?P=mark)")|(?P<string>"(?:\\.|[^"\\\n])*")|(?P<char>\'(?:\\.|[^\'\\\n])\')'
                     r"|(?P<line>//[^\n]*)|(?P<block>/\*.*?\*/)", re.S)
C_KINDS = {".h", ".cpp", ".def", ".js", ".mjs", ".ts", ".css"}
SHELL_KINDS = {".sh", ".cmake", ".txt"}
BEGINNING = re.compile(r"(?:^|[.!?:][\"')*_]*\s|[|>(]\s?|^[*-]\s)\s*[\"*_]*(What\b(?!ever)(?:[^.!?]|[.!?](?!\s|$|[\"|)]))*[.!?]?)", re.M)


def pieces_of_c(text):
    """Comments and strings as (line, kind, text)."""
    for token in C_TOKEN.finditer(text):
        line = text.count("\n", 0, token.start()) + 1
        if token["line"] is not None:
            yield line, "line", re.sub(r"^//[/!]?<?", "", token["line"])
        elif token["block"] is not None:
            yield line, "block", re.sub(r"^/\*+|\*/$|^\s*\*", "", token["block"], flags=re.M)
        elif token["string"] is not None:
            yield line, "string", token["string"][1:-1].replace("\\n", ". ")


def pieces_of_python(text):
    beginning = True
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], "line", token.string.lstrip("#")
        elif token.type == tokenize.STRING and beginning:
            yield token.start[0], "block", token.string.strip("\"'")
        if token.type not in (tokenize.COMMENT, tokenize.NL):
            beginning = token.type in (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)


def pieces_of_shell(text):
    for line, words in enumerate(text.split("\n"), 1):
        if found := re.search(r"(?:^|\s)#+ (.*)", words):
            yield line, "line", found[1]


def pieces_of_page(text):
    """The lines of a page without its headings and blocks of code."""
    fenced = False
    for line, words in enumerate(text.split("\n"), 1):
        if words.lstrip().startswith("```"):
            fenced = not fenced
        elif not fenced and not words.startswith("#"):
            yield line, "page", words.strip()


def joined(pieces):
    """Lines of one comment, and halves of one string, are one text."""
    begin, end, kind, whole = 0, 0, None, ""
    for line, now, text in pieces:
        if kind in ("line", "string") and now == kind and line <= end + 1:
            whole, end = whole + ("" if kind == "string" else " ") + text, line
            continue
        if kind:
            yield begin, whole
        begin, end, kind, whole = line, line + text.count("\n"), now, text
    if kind:
        yield begin, whole


def faults(text, suffix):
    """(line, sentence) of a file's text."""
    pieces = (pieces_of_page if suffix == ".md" else pieces_of_python if suffix == ".py" else
              pieces_of_shell if suffix in SHELL_KINDS else pieces_of_c)
    return [(line, " ".join(found[1].split())) for line, whole in joined(pieces(text))
            for found in BEGINNING.finditer(whole.strip()) if not found[1].rstrip().endswith("?")]


# The check finds what it is made for, and nothing else.
for bad, suffix in (("/// What it gives: numbers.", ".h"), ("int a; ///< Peak. What is left\n", ".h"), ('f("What comes in is current.");', ".cpp"),
                    ("# One. What else there is.", ".sh"), ('"""What a page says."""', ".py"), ("| a | What it is |", ".md"),
                    ("/** What a seat\n * answered */", ".js"), ("Text.\nWhat is left is the price.", ".md")):
    assert len(faults(bad, suffix)) == 1, bad
for good, suffix in (("// Numbers: what it gives.", ".h"), ('f("What is a model?");', ".cpp"), ("## What comes in", ".md"),
                     ("Whatever comes in is current.", ".md"), ('f("https://a.b"); // so', ".js")):
    assert not faults(good, suffix), good

names = subprocess.run(["git", "ls-files", "Source", "Plugin", "Tests", "*.md", ":!Plugin/Web/Page"], cwd=facts.ROOT,
                       capture_output=True, text=True, check=True).stdout.split("\n")
files = [facts.ROOT / name for name in names if name]
files = [file for file in files if file.is_file() and (file.suffix in C_KINDS | {".py", ".md"} or file.suffix in SHELL_KINDS - {".txt"}
                                                       or file.name == "CMakeLists.txt") and file.name != "sentences.py"]
problems = [f"{file.relative_to(facts.ROOT)}:{line}: begins with What: {sentence}" for file in files
            for line, sentence in faults(file.read_text(encoding="utf-8"), file.suffix)]
print("\n".join(problems) or f"no sentence in {len(files)} files begins with What, questions apart")
sys.exit(bool(problems))
