"""command.py SOMAPHONE: `somaphone class` as a teacher uses it in a terminal: a class held over HTTP on loopback, results written at
its end and at a signal, merged, checked, edited; wrong usage in one true line. Prints what failed; status 1 then."""
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

PROGRAM = sys.argv[1]
folder = pathlib.Path(tempfile.mkdtemp())
failed = []


def expect(holds, what):
    if not holds:
        failed.append(what)


def run(*arguments):
    done = subprocess.run([PROGRAM, *arguments], cwd=folder, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


def refused(status, words, *arguments):
    code, _, said = run(*arguments)
    expect(code == status and words in said and said.count("\n") == 1, f"{arguments}: status {code}, {said!r}; wanted {status} and {words!r}")


class Class:
    """A class that runs, and the devices in it."""

    def __init__(self, *options):
        self.process = subprocess.Popen([PROGRAM, "class", "rest-two-ions", "--address", "127.0.0.1", "--port", "0", *options], cwd=folder,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        said = ""
        for line in self.process.stdout:
            said += line
            if line.startswith("Teacher:"):
                break
        self.origin, self.code = re.search(r"Students: +(http://[^/]+)/\?(\S+)", said).groups()
        self.teacher = re.search(r"Teacher: +http://[^/]+(\S+)", said)[1]

    def post(self, path, body):
        request = urllib.request.Request(self.origin + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def join(self, name=""):
        return self.post("/seat", {"code": self.code, "name": name, "seat": ""})[1]["seat"]

    def states(self, seat):
        """The states that come down a stream, one after another."""
        with urllib.request.urlopen(f"{self.origin}/events?seat={seat}", timeout=30) as stream:
            kind = ""
            for line in stream:
                if line.startswith(b"event: "):
                    kind = line[7:].strip().decode()
                elif line.startswith(b"data: ") and kind == "state":
                    yield json.loads(line[6:])

    def do(self, what):
        expect(self.post(self.teacher, {"do": what})[0] == 200, f"the teacher does {what}")

    def until(self, states, holds):
        for state in states:
            if holds(state["class"]):
                return state["class"]
        return None

    def end(self):
        self.do("end")
        code = self.process.wait(30)
        expect(code == 0, f"the class ends with {code}: {self.process.stderr.read()}")


def vote(live, answers):
    """The first question of the lesson that is a choice: everybody answers."""
    states = live.states(live.join("watcher"))
    for _ in range(3):  # past the volume and the introduction
        live.do("next")
    question = live.until(states, lambda s: s["question"] == 3)
    live.do("open")
    live.until(states, lambda s: s["phase"] == "open")
    for name, value in answers.items():
        seat = live.join(name)
        status, said = live.post("/answer", {"seat": seat, "question": question["question"], "round": 1, "value": [value]})
        expect(status == 200, f"{name}: {said}")
    live.do("close")
    live.do("reveal")
    live.until(states, lambda s: s["phase"] == "reveal")


# A class, its results, its table.
monday = Class("-o", "monday.csv", "--key", "secret", "--class-name", "Monday")
vote(monday, {"Ada": "1", "Bo": "2", "": "2", "=1+1": "1"})
taken = Class("--seats", "3")
port = monday.origin.rsplit(":", 1)[1]
refused(1, "cannot listen at port", "class", "rest-two-ions", "--address", "127.0.0.1", "--port", port)
refused(1, "192.0.2.1: cannot listen", "class", "rest-two-ions", "--address", "192.0.2.1", "--port", "0")
monday.end()
taken.process.send_signal(signal.SIGTERM)
expect(taken.process.wait(30) == 0, "a signal ends a class as the teacher does")

rows = (folder / "monday.csv").read_text().splitlines()
expect(len(rows) == 1 + 4 + 4, f"a row for each answer and a summary for each student: {len(rows)}")
expect("secret" not in "\n".join(rows) and "'=1+1" in "\n".join(rows), "the key is in no file, a name is no formula")
code, said, _ = run("class", "merge", "monday.csv", "-o", "class.csv", "--questions", "questions.csv", "--key", "secret")
expect(code == 0 and "guess" in said and "4" in said, said)
table = (folder / "class.csv").read_text().splitlines()
expect(len(table) == 5 and all(",yes," in row for row in table[1:]), f"all codes fit: {table}")
questions = (folder / "questions.csv").read_text()
expect(questions.count(",0.5,") >= 2, f"half of the class each: {questions}")
expect(run("class", "check", "monday.csv", "--key", "secret")[0] == 0, "the results are as they were made")
expect(run("class", "check", "monday.csv", "--key", "other")[0] == 1, "with another key no code fits")

# An edited row, a student twice.
text = "\n".join(rows) + "\n"
(folder / "edited.csv").write_text(re.sub(r"(Bo,[^\n]*?options [\d;]+),1,", r"\1,2,", text, count=1))
code, said, _ = run("class", "check", "edited.csv", "--key", "secret")
expect(code == 1 and re.search(r"Bo.*edited: line \d", said), f"the edited row is named: {said}")
code, _, said = run("class", "merge", "monday.csv", "monday.csv", "-o", "class.csv", "--key", "secret")
expect(code == 0 and said.count("is there twice") == 4, f"who is there twice is named: {said}")

# A picture of the numbers. A row may name any lesson: nothing of that name is opened (a pipe would be waited for).
os.mkfifo(folder / "rest-two-ions-trap")
columns = rows[0].split(",")
forged = []
for student, value in (("Ada", "20.2"), ("Bo", "21"), ("Cy", "345")):
    row = dict.fromkeys(columns, "") | {"lesson_id": "rest-two-ions-trap", "lesson_version": "1", "student": student, "seed": "1"}
    forged.append(row | {"step_id": "tau", "kind": "numeric", "answer": value, "unit": "ms", "correct": "0", "score": "0", "max_score": "1"})
    forged.append(row | {"step_id": "", "kind": "summary", "score": "0", "max_score": "1"})
(folder / "forged.csv").write_text("\n".join([rows[0]] + [",".join(row[name] for name in columns) for row in forged]) + "\n")
code, said, complained = run("class", "merge", "forged.csv", "-o", "forged-class.csv", "--questions", "forged-questions.csv", "--plot", "numbers.png")
expect(code == 0 and "tau" in said and complained.count("no code fits") == 3, f"a forged table is merged and named: {said} {complained}")
picture = (folder / "numbers.png").read_bytes()
expect(picture[:8] == b"\x89PNG\r\n\x1a\n" and len(picture) > 5000, "the picture is there")
refused(1, "no question has two numbers", "class", "merge", "monday.csv", "-o", "y.csv", "--plot", "none.png", "--key", "secret")
refused(2, "--plot", "class", "merge", "monday.csv", "-o", "y.csv", "--plot", "none.csv")
refused(2, "must be .csv", "class", "merge", "monday.csv", "-o", "y.png")
expect(not (folder / "y.csv").exists() and not (folder / "none.png").exists(), "all outputs are there or none")

# Numbers as everywhere on the command line.
for arguments, words in ((("--seats", "lots"), "--seats"), (("--seats", "30.5"), "whole"), (("--seats", "nan"), "--seats"), (("--port", "70000"), "65535"),
                         (("--seed", "0"), "--seed"), (("--seats", "501"), "500")):
    refused(2, words, "class", "rest-two-ions", "--address", "127.0.0.1", *arguments)
for arguments, words in ((("--variants", "0"), "--variants"), (("--variants", "2.5"), "whole"), (("--variants", "1e999"), "--variants"), (("--seed", "-1"), "--seed")):
    refused(2, words, "lesson", "export", "rest-two-ions", "--format", "qti", "-o", "bank.zip", *arguments)
refused(2, "must be .zip", "lesson", "export", "rest-two-ions", "--format", "qti", "-o", "bank.xml")

# Wrong usage.
refused(2, "name a lesson", "class")
refused(2, "no such file, nor a built-in lesson", "class", "no-such-lesson", "--address", "127.0.0.1")
refused(2, "--seats", "class", "rest-two-ions", "--seats", "0")
(folder / "other.csv").write_text("a,b\n1,2\n")
refused(1, "other.csv: line 1", "class", "merge", "other.csv", "-o", "x.csv")
refused(1, "no-such.csv", "class", "merge", "no-such.csv", "-o", "x.csv")
refused(2, "no such file, nor a line", "class", "check", "nonsense")
expect(not (folder / "x.csv").exists(), "nothing is left half-written")

print("\n".join(failed) or "a class was held, merged and checked")
sys.exit(bool(failed))
