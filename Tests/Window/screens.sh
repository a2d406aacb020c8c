#!/usr/bin/env bash
# The application's window on small, usual and large screens and on two monitors: first size, zoom, full screen, restart.
exec python3 "$(dirname "$0")/screens.py" "$@"
