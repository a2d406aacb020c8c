# Sourced by scripts that compare sounds: sets `python` to one that has numpy and soundfile, or skips the test.

for python in python3 /usr/bin/python3 ''; do
    [ -n "$python" ] || { echo "python3-numpy and python3-soundfile are not installed"; exit 77; }
    ! "$python" -c 'import numpy, soundfile' 2>/dev/null || break
done
