"""manual.py SOMAPHONE VERSION: writes the manual page of the command line from what it says about itself with --help."""
import re
import subprocess
import sys

PROGRAM, VERSION = sys.argv[1:3]

EXAMPLES = (
    ("A cell of the cortex that a step of current makes fire for a second:",
     "somaphone render --set stim_shape=step -o first.wav --spikes spikes.csv --plot scope.png"),
    ("A preset, with the voltage, the spikes and the stimulus as separate files:",
     "somaphone render --preset squid-axon -o squid.flac --stems squid"),
    ("A voice as current (full scale is 4 nA) into one of the course's cells:",
     "somaphone render /usr/share/somaphone/Sounds/speech.flac -o voice.wav --cell 474626527 --set input_scale_pa=4000"),
    ("Its rheobase, and the currents that pulses of 10 to 0.02 ms need:",
     "somaphone experiment rheobase --cell 474626527"),
    (None, "somaphone experiment strength-duration --cell 474626527 --csv strength-duration.csv"),
    ("A lesson as text, with its answers:",
     "somaphone lesson text rheobase-by-ear --teacher"),
)


def quoted(text):
    """Text as roff takes it: no character of it is a command."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^(['.])", r"\\&\1", text, flags=re.M)


def read_help(words):
    """Output of `somaphone WORDS --help`: (description, usage, footer, {heading: [(name, text)]})."""
    said = subprocess.run([PROGRAM, *words, "--help"], capture_output=True, text=True, check=True).stdout
    intro, usage, rest = re.fullmatch(r"(.*?)\nUsage: ([^\n]*)\n(.*)", said, re.S).groups()
    sections, footer, entries = {}, [], None
    for line in rest.splitlines():
        if heading := re.fullmatch(r"(\w+):", line):
            entries = sections.setdefault(heading[1], [])
        elif entry := re.fullmatch(r"  (\S.*?)(?:  +(\S.*))?", line):
            entries.append([entry[1], entry[2] or ""])
        elif line.startswith("   "):
            entries[-1][1] += (" " if entries[-1][1] else "") + line.strip()
        elif line:
            footer.append(line)
    return intro.strip(), usage, " ".join(footer), sections


def walk(words=()):
    """Every command under `somaphone WORDS`, itself first: (words, help)."""
    found = read_help(words)
    yield words, found
    for name, _ in found[3].get("Subcommands", ()):
        yield from walk((*words, name))


def main():
    (_, (intro, _, footer, options)), *commands = walk()
    page = [f'.TH SOMAPHONE 1 "" "Somaphone {VERSION}" "User Commands"', ".SH NAME",
            "somaphone \\- inject any sound into a neuron and hear it", ".SH SYNOPSIS"]
    for words, (_, usage, _, sections) in commands:
        if "Subcommands" not in sections:
            arguments = re.sub(r"^somaphone\b.*?(?= \[OPTIONS\]| *$)", "", " ".join(usage.split()))
            page += [f".B {quoted(' '.join(('somaphone', *words)))}", quoted(arguments.strip() or "[OPTIONS]"), ".br"]
    page += [".SH DESCRIPTION", quoted(intro), ".SH OPTIONS"]
    page += [line for name, text in options["Options"] for line in (".TP", f".B {quoted(name)}", quoted(text))]
    page += [".SH COMMANDS"]
    for words, (description, _, _, sections) in commands:
        page += [f".SS {quoted(' '.join(('somaphone', *words)))}", quoted(description)]
        for heading, entries in sections.items():
            if heading != "Subcommands":
                page += [line for name, text in entries if name != "-h,--help"
                         for line in (".TP", f".B {quoted(name)}", quoted(text))]
    page += [".SH EXIT STATUS", quoted(re.sub(r"^Exit status: *", "", footer)), ".SH FILES"]
    for folder, what in (("/usr/share/somaphone/Lessons/", "The lessons that the program holds, as files to copy and change."),
                         ("/usr/share/somaphone/Cells/", "The cells that it holds; a file like these may be given to --cell."),
                         ("/usr/share/somaphone/Sounds/", "Recordings to begin with.")):
        page += [".TP", f".I {quoted(folder)}", quoted(what)]
    page += [".SH EXAMPLES"]
    for what, command in EXAMPLES:
        page += ([".PP", quoted(what)] if what else []) + [".PP", ".EX", quoted(command), ".EE"]
    page += [".SH SEE ALSO", ".BR somaphone\\-app (1)", ".PP", "The guide in", ".IR /usr/share/doc/somaphone/ ."]
    print("\n".join(page))


main()
