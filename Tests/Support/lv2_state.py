"""lv2_state.py FOLDER id=value...: writes an LV2 state for `jalv -l FOLDER`: the plugin's default sound with these parameters
changed. Choices by name, numbers in the table's units."""
import json
import os
import sys

URI = "https://github.com/somaphone/somaphone"
ALPHABET = ".ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+"


def juce_base64(data):
    """juce::MemoryBlock::toBase64Encoding: the length, then six bits a letter, lowest first."""
    bits = int.from_bytes(data, "little")
    letters = (len(data) * 8 + 5) // 6
    return f"{len(data)}." + "".join(ALPHABET[bits >> 6 * i & 63] for i in range(letters))


def value(text):
    try:
        return float(text)
    except ValueError:
        return text


folder, changes = sys.argv[1], dict(argument.split("=", 1) for argument in sys.argv[2:])
here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "../../Assets/Presets/01-first-sound.json"), encoding="utf-8") as file:
    patch = json.load(file)
patch["parameters"].update({key: value(text) for key, text in changes.items()})
os.makedirs(folder, exist_ok=True)
with open(os.path.join(folder, "state.ttl"), "w", encoding="utf-8") as file:
    file.write(f"""@prefix lv2: <http://lv2plug.in/ns/lv2core#> .
@prefix pset: <http://lv2plug.in/ns/ext/presets#> .
@prefix state: <http://lv2plug.in/ns/ext/state#> .
<> a pset:Preset ; lv2:appliesTo <{URI}> ;
   state:state [ <{URI}:StateString> "{juce_base64(json.dumps(patch).encode())}" ] .
""")
