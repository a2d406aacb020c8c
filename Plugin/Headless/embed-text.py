"""embed-text.py ASSETS OUT.cpp FILE...: writes the files, named relative to the folder ASSETS, as the table that
Embedded/EmbeddedAssets.h reads, for programs without JUCE. The same files give the same bytes."""
import pathlib
import sys

assets, out, names = pathlib.Path(sys.argv[1]), sys.argv[2], sorted(sys.argv[3:])


def literal(data):
    """A C++ string in pieces: compilers limit the length of one."""
    pieces = [data[i : i + 64] for i in range(0, len(data), 64)]
    return "\n".join('        "' + "".join(f"\\{byte:03o}" if byte < 32 or byte > 126 or byte in b'"\\?' else chr(byte) for byte in p) + '"' for p in pieces)


with open(out, "w", encoding="ascii") as file:
    file.write('#include "Headless/EmbeddedText.h"\n\nnamespace soma::headless {\n\nconst std::vector<EmbeddedText>& embedded_texts() {\n'
               "    using namespace std::string_view_literals;\n    static const std::vector<EmbeddedText> texts{\n")
    for name in names:
        file.write(f'        {{"{name}"sv,\n{literal((assets / name).read_bytes())}sv}},\n')
    file.write("    };\n    return texts;\n}\n\n} // namespace soma::headless\n")
