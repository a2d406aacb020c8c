"""check_banks.py MOODLE.xml QTI.zip: both question banks by the published rules of their formats. Moodle publishes no XSD: the
rules are those of docs.moodle.org/en/Moodle_XML_format. The QTI package is checked by structure here, and by IMS's own XSD where
Tests/Scripts/question-banks.sh is given it: namespaces, order of elements, declared identifiers, files of the manifest (IMS QTI 2.1, Assessment Test, Section and Item Information
Model). Prints what it found; ends with status 1 at a mistake."""
import base64
import io
import re
import sys
import wave
import xml.etree.ElementTree as ET
import zipfile

# Grades that Moodle's import accepts (question/engine, get_grade_options_full), in per cent; each also negative.
GRADES = [100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571, 12.5, 11.11111, 10, 5, 0]
mistakes = []
counts = {"moodle": {}, "qti": {}}
sounds = 0


def expect(holds, what):
    if not holds:
        mistakes.append(what)


def check_wav(data, where):
    global sounds
    sounds += 1
    with wave.open(io.BytesIO(data)) as sound:
        expect(sound.getframerate() == 48000 and sound.getnchannels() == 1 and sound.getsampwidth() == 2, f"{where}: format of the sound")
        expect(sound.getnframes() > 1000 and any(sound.readframes(sound.getnframes())), f"{where}: the sound is silent")


def check_moodle(path):
    root = ET.parse(path).getroot()
    expect(root.tag == "quiz", "moodle: the root is quiz")
    names = set()
    for question in root:
        kind = question.get("type")
        expect(question.tag == "question" and kind in ("category", "multichoice", "numerical", "matching"), f"moodle: type {kind}")
        if kind == "category":
            expect(question.findtext("category/text", "").startswith("$course$/"), "moodle: the category begins with $course$/")
            continue
        counts["moodle"][kind] = counts["moodle"].get(kind, 0) + 1
        name = question.findtext("name/text")
        expect(bool(name) and name not in names, f"moodle: {name}: a name of its own")
        names.add(name)
        text = question.find("questiontext")
        expect(text is not None and text.get("format") == "html" and text.findtext("text"), f"moodle: {name}: a text")
        ET.fromstring("<div>" + re.sub(r"<br>|<audio controls", lambda m: {"<br>": "<br/>"}.get(m[0], '<audio controls=""'),
                                       text.findtext("text")) + "</div>")
        files = {file.get("name"): file for file in text.findall("file")}
        expect(set(re.findall(r"@@PLUGINFILE@@/([^\"]+)", text.findtext("text"))) == set(files), f"moodle: {name}: files and links agree")
        for file in files.values():
            expect(file.get("encoding") == "base64" and file.get("path") == "/", f"moodle: {name}: the file's encoding")
            check_wav(base64.b64decode(file.text, validate=True), name)
        expect(float(question.findtext("defaultgrade")) > 0, f"moodle: {name}: a grade")
        expect(0 <= float(question.findtext("penalty")) <= 1, f"moodle: {name}: a penalty")
        answers = question.findall("answer")
        fractions = [float(answer.get("fraction")) for answer in answers]
        for fraction in fractions:
            expect(any(abs(abs(fraction) - grade) < 1e-4 for grade in GRADES), f"moodle: {name}: Moodle refuses a grade of {fraction} %")
        if kind == "multichoice":
            expect(len(answers) >= 2, f"moodle: {name}: two answers at least")
            if question.findtext("single") == "true":
                expect(max(fractions) == 100, f"moodle: {name}: an answer of 100 %")
            else:
                expect(abs(sum(f for f in fractions if f > 0) - 100) < 0.01, f"moodle: {name}: right answers add up to 100 %")
            expect(question.findtext("answernumbering") in ("abc", "ABCD", "123", "iii", "IIII", "none"), f"moodle: {name}: numbering")
        elif kind == "numerical":
            expect(fractions.count(100) == 1, f"moodle: {name}: one right number")
            for answer in answers:
                value = answer.findtext("text")
                expect(value == "*" or abs(float(value)) < 1e12, f"moodle: {name}: a number")
                expect(float(answer.findtext("tolerance")) >= 0, f"moodle: {name}: a tolerance")
            right = next(a for a, f in zip(answers, fractions) if f == 100)
            key, tolerance = float(right.findtext("text")), float(right.findtext("tolerance"))
            for answer in answers:
                if answer is not right and answer.findtext("text") != "*":
                    expect(abs(float(answer.findtext("text")) - key) > tolerance, f"moodle: {name}: a known mistake is marked right")
        else:
            pairs = question.findall("subquestion")
            expect(len(pairs) >= 2 and sorted(p.findtext("answer/text") for p in pairs) == [str(i + 1) for i in range(len(pairs))],
                   f"moodle: {name}: each place once")


QTI = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
CP = "{http://www.imsglobal.org/xsd/imscp_v1p1}"
ORDER = ["responseDeclaration", "outcomeDeclaration", "itemBody", "responseProcessing", "modalFeedback"]


def check_item(name, text, files):
    item = ET.fromstring(text)
    expect(item.tag == QTI + "assessmentItem", f"qti: {name}: the root")
    for attribute in ("identifier", "title", "adaptive", "timeDependent"):
        expect(item.get(attribute), f"qti: {name}: attribute {attribute}")
    places = [ORDER.index(child.tag.removeprefix(QTI)) for child in item]
    expect(places == sorted(places), f"qti: {name}: elements in the order of the schema")
    responses = {d.get("identifier"): d for d in item.iter(QTI + "responseDeclaration")}
    outcomes = {d.get("identifier") for d in item.iter(QTI + "outcomeDeclaration")}
    expect(set(responses) == {"RESPONSE"} and outcomes == {"SCORE", "FEEDBACK"}, f"qti: {name}: declarations")
    kind = [e.tag.removeprefix(QTI) for e in item.iter() if e.tag.endswith("Interaction")]
    expect(len(kind) == 1 and kind[0] in ("choiceInteraction", "orderInteraction", "textEntryInteraction"), f"qti: {name}: {kind}")
    counts["qti"][kind[0]] = counts["qti"].get(kind[0], 0) + 1
    response = responses["RESPONSE"]
    cardinality = {"choiceInteraction": ("single", "multiple"), "orderInteraction": ("ordered",), "textEntryInteraction": ("single",)}
    expect(response.get("cardinality") in cardinality[kind[0]], f"qti: {name}: cardinality")
    choices = [c.get("identifier") for c in item.iter(QTI + "simpleChoice")]
    right = [v.text for v in response.iter(QTI + "value")]
    if kind[0] == "textEntryInteraction":
        expect(response.get("baseType") == "float" and len(right) == 1, f"qti: {name}: a number is right")
        for equal in item.iter(QTI + "equal"):
            expect(equal.get("toleranceMode") == "absolute" and all(float(t) >= 0 for t in equal.get("tolerance").split()), f"qti: {name}: tolerance")
    else:
        expect(len(set(choices)) == len(choices) >= 2 and set(right) <= set(choices) and right, f"qti: {name}: choices")
        if kind[0] == "orderInteraction":
            expect(sorted(right) == sorted(choices), f"qti: {name}: every choice has its place")
    shown = {f.get("identifier") for f in item.iter(QTI + "modalFeedback")}
    used = {v.text for v in item.iter(QTI + "baseValue") if v.get("baseType") == "identifier" and v.text not in choices}
    expect(used == shown, f"qti: {name}: feedback {used ^ shown}")
    for sound in item.iter(QTI + "object"):
        expect(sound.get("data") in files, f"qti: {name}: there is no {sound.get('data')}")
        check_wav(files[sound.get("data")], name)
    return {sound.get("data") for sound in item.iter(QTI + "object")}


def check_qti(path):
    with zipfile.ZipFile(path) as archive:
        expect(archive.testzip() is None, "qti: the zip is whole")
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = ET.fromstring(files["imsmanifest.xml"])
    expect(manifest.tag == CP + "manifest", "qti: the manifest's root")
    named = {"imsmanifest.xml"}
    for resource in manifest.iter(CP + "resource"):
        href = resource.get("href")
        inside = {file.get("href") for file in resource.iter(CP + "file")}
        expect(resource.get("type") == "imsqti_item_xmlv2p1" and href in inside, f"qti: {href}: resource")
        named |= inside
        expect(check_item(href, files[href], files) == inside - {href}, f"qti: {href}: sounds of the manifest")
    expect(named == set(files), f"qti: files and manifest agree: {named ^ set(files)}")


check_moodle(sys.argv[1])
check_qti(sys.argv[2])
print(f"Moodle {counts['moodle']}, QTI {counts['qti']}, {sounds} sounds")
print("\n".join(mistakes) or "no mistake")
sys.exit(bool(mistakes))
