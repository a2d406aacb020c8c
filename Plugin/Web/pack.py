#!/usr/bin/env python3
"""Joins the page: python3 pack.py VERSION WASM SCRIPT OUTPUT. The same input gives the same bytes."""
import base64, json, lzma, pathlib, struct, sys

version, wasm_file, script_file, output = sys.argv[1:]
here = pathlib.Path(__file__).resolve().parent
assets = here.parent.parent / "Assets"


def texts(folder, ending):
    """Every file of a folder by name, as JSON without its white space."""
    return {path.name: json.dumps(json.loads(path.read_text("utf-8")), ensure_ascii=False, separators=(",", ":"))
            for path in sorted((assets / folder).glob("*" + ending))}


content = json.dumps({"version": version, "cells": texts("Cells", ".json"), "presets": texts("Presets", ".json"),
                      "lessons": texts("Lessons", ".lesson.json")}, ensure_ascii=False).encode()
wasm = pathlib.Path(wasm_file).read_bytes()
plain = struct.pack("<I", len(wasm)) + wasm + content
packed = lzma.compress(plain, lzma.FORMAT_ALONE, filters=[{"id": lzma.FILTER_LZMA1, "preset": 9 | lzma.PRESET_EXTREME, "lc": 4, "lp": 0, "pb": 0, "nice_len": 273, "dict_size": 1 << 23}])
# LZMA_ALONE as Python writes it leaves the length open; the page wants it.
packed = packed[:5] + struct.pack("<Q", len(plain)) + packed[13:]

page = (here / "Page" / "page.html").read_text("utf-8")
for mark, text in (("/*STYLE*/", (here / "Page" / "style.css").read_text("utf-8")), ("/*CONTENT*/", base64.b64encode(packed).decode()),
                   ("/*SCRIPT*/", pathlib.Path(script_file).read_text("utf-8").replace("</script", "<\\/script"))):
    before, after = page.split(mark)
    page = before + text + after
pathlib.Path(output).write_text(page, "utf-8")
