#!/usr/bin/env bash
# The README and the guide say what is: names, links, tables and pictures are compared, and their commands are run.
# No sentence of a page, comment or message begins with a "What" clause.
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1 # a test leaves nothing beside the sources
here=$(cd "$(dirname "$0")/../Documentation" && pwd)
python3 "$here/sentences.py"
python3 "$here/check.py"
python3 "$here/commands.py"
