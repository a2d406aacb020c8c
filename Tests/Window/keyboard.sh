#!/usr/bin/env bash
# The application's window under three window managers, driven by X events: keys act from the first moment and after every
# click, dialog and window change, and every view is walked by Tab and F6 with the ring in sight.
exec python3 "$(dirname "$0")/keyboard.py" "$@"
