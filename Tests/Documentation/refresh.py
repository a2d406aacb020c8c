"""Writes what the program knows into the pages: the table of parameters, the keys, the course, and the pictures, which the
editor's tests have drawn into build/pictures. Run it after a change of any of them, with a build at hand."""
import shutil

import facts
import generated

for path, text in generated.texts().items():
    path.write_text(text, encoding="utf-8")
for name, picture in generated.PICTURES.items():
    if (facts.PICTURES / picture).exists():
        shutil.copyfile(facts.PICTURES / picture, facts.GUIDE / name)
    else:
        print(f"{name} is kept: build/pictures/{picture} is not there (xvfb-run -a build/Tests/Plugin/plugin_tests)")
