"""Runs every block of commands of the README and the guide, each page in a separate folder that looks like the top of the tree
and holds the files that the pages speak of. A block that is not run here says why: ```sh not run: REASON. Prints what failed."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import facts

BLOCK = re.compile(r"^( *)```sh *([^\n]*)\n(.*?)^\1```$", re.M | re.S)


def prepare(folder):
    """The tree as a newcomer has it after building, with a recording beside it."""
    for name in ("Assets", "Plugin", "Source", "Tests"):
        (folder / name).symlink_to(facts.ROOT / name)
    (folder / "build").symlink_to(facts.BUILD)
    (folder / "bin").mkdir()
    (folder / "bin" / "somaphone").symlink_to(facts.PROGRAM)
    subprocess.run(["flac", "-s", "-d", "-o", folder / "voice.wav", facts.ROOT / "Assets/Sounds/speech.flac"], check=True)


def run_page(page, home):
    """Runs a page's blocks one after another: (how many ran, how many say that they are not run, what failed)."""
    folder = pathlib.Path(tempfile.mkdtemp(dir=home))
    prepare(folder)
    ran, left, failed = 0, 0, []
    environment = dict(os.environ, PATH=f"{folder / 'bin'}:{os.environ['PATH']}", HOME=str(home), TERM="dumb")
    for _, note, commands in BLOCK.findall(page.read_text(encoding="utf-8")):
        if note.startswith("not run:"):
            left += 1
            continue
        ran += 1
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", commands], cwd=folder, env=environment, capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, timeout=1800)  # against hanging alone
        if done.returncode != 0:
            failed.append(f"{page.relative_to(facts.ROOT)}: status {done.returncode} of\n{commands}{done.stderr[-600:]}")
    return ran, left, failed


def main():
    home = pathlib.Path(tempfile.mkdtemp())
    try:
        results = [run_page(page, home) for page in [facts.ROOT / "README.md", *sorted(facts.GUIDE.glob("*.md"))]]
    finally:
        shutil.rmtree(home)
    failed = [text for result in results for text in result[2]]
    print("\n".join(failed) or f"{sum(result[0] for result in results)} blocks of commands run, "
                               f"{sum(result[1] for result in results)} say why they are not")
    sys.exit(bool(failed))


main()
