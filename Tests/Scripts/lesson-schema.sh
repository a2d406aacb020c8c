#!/usr/bin/env bash
# Every lesson that ships fits the JSON Schema as an independent validator reads it, and broken copies do not.
set -euo pipefail
cd "$(dirname "$0")/../.."
python3 -c 'import jsonschema' 2>/dev/null || { echo "python3-jsonschema is not installed"; exit 77; }
exec python3 - <<'PYTHON'
import copy, glob, json, sys
import jsonschema

schema = json.load(open("Assets/Lessons/lesson.schema.json"))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
wrong = 0


def breaks(lesson):
    """Broken copies, each with what is wrong."""
    def broken(change):
        copied = copy.deepcopy(lesson)
        change(copied)
        return copied
    first = lambda things: next(iter(things.values()))
    for key in ("seed", "steps", "title", "format"):
        yield "no " + key, broken(lambda d: d.pop(key))
    yield "unknown kind", broken(lambda d: d["steps"][0].update(kind="essay"))
    yield "misspelt property", broken(lambda d: d["steps"][0].update(bodyy="x"))
    yield "sound without alt text", broken(lambda d: first(d["sounds"]).pop("alt"))
    yield "next major version", broken(lambda d: d.update(formatVersion="2.0"))
    yield "name that is no parameter", broken(lambda d: first(d["cells"]).setdefault("params", {}).update(R_MOhm=1))
    yield "monitor above 24 dB", broken(lambda d: first(d["sounds"]).update(monitor={"spike_level_db": 30}))
    yield "no steps at all", broken(lambda d: d.update(steps=[]))


files = sorted(glob.glob("Assets/Lessons/*.lesson.json"))
for file in files:
    lesson = json.load(open(file))
    for error in validator.iter_errors(lesson):
        wrong += 1
        print(f"{file}: {list(error.absolute_path)}: {error.message[:200]}")
    for what, broken in breaks(lesson):
        if validator.is_valid(broken):
            wrong += 1
            print(f"{file}: the schema accepts a copy with: {what}")
print(f"{len(files)} lessons, {wrong} problems")
sys.exit(wrong > 0 or not files)
PYTHON
