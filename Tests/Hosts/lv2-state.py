"""lv2-state.py STATE.ttl ID=VALUE...: sets parameters in the state that an LV2 host saved for Somaphone.

JUCE keeps a plugin's state there as one string in a base 64 of its own: the number of bytes, a point, then six bits a
character, the lowest first. What is in it is Somaphone's state, which is JSON.
"""

import json
import re
import sys

DIGITS = ".ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+"


def decode(text):
    size, _, digits = text.partition(".")
    bits = sum(DIGITS.index(digit) << (6 * place) for place, digit in enumerate(digits))
    return bits.to_bytes(int(size) + 8, "little")[: int(size)]


def encode(data):
    bits = int.from_bytes(data, "little")
    digits = [DIGITS[(bits >> (6 * place)) & 63] for place in range((8 * len(data) + 5) // 6)]
    return f"{len(data)}.{''.join(digits)}"


def main(path, *settings):
    text = open(path).read()
    found = re.search(r':StateString> "([^"]*)"', text)
    assert found, f"{path} holds no state of Somaphone"
    state = json.loads(decode(found[1]))
    for identifier, _, value in (setting.partition("=") for setting in settings):
        assert identifier in state["parameters"], f"{path} has no parameter {identifier}"
        state["parameters"][identifier] = value
    open(path, "w").write(text[: found.start(1)] + encode(json.dumps(state).encode()) + text[found.end(1) :])


main(*sys.argv[1:])
