"""ardour_compare.py RENDERED.wav COMMAND.wav: the largest difference between the sound of Ardour and of the command line, from half a
second before the recording on. Neither is silent or has a sample that is no number."""
import sys

import numpy
import soundfile

from reference import SOUND

(host, rate), (command, _) = (soundfile.read(path, dtype="float32", always_2d=True) for path in sys.argv[1:3])
length = min(len(host), len(command))
assert length > 2 * rate and abs(len(host) - len(command)) < rate // 100, f"{len(host)} and {len(command)} samples"
assert numpy.isfinite(host).all() and numpy.abs(command).max() > 0.1
difference = float(numpy.abs(host[rate // 2 : length] - command[rate // 2 : length]).max())
print(f"largest difference {difference:.1e}")
sys.exit(difference > SOUND)
