"""zip-assets.py LIST OUT.zip: packs the files that LIST names, one a line, relative to the folder it is run in. Nothing of the
machine goes in (dates, owners, permissions): the same files give the same bytes."""
import sys
import zipfile

with open(sys.argv[1], encoding="utf-8") as names, zipfile.ZipFile(sys.argv[2], "w", zipfile.ZIP_DEFLATED) as out:
    for name in names.read().split("\n"):
        if name:
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with open(name, "rb") as file:
                out.writestr(entry, file.read())
