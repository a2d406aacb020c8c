#!/usr/bin/env python3
"""Brian2's compiled standalone on 1024 leaky integrate-and-fire neurons; one line of JSON.

The default cell with 5 % spread, 80 pA, 1 ms refractory, exact integration, one step a sample of 48 kHz, spikes counted
but not recorded: what the population benchmark of this project does. Exits with 77 where Brian2 is not installed."""
import json
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile

try:
    import numpy as np
    from brian2 import NeuronGroup, defaultclock, device, kHz, ms, prefs, run, second, set_device
except ImportError as error:
    print(f"Brian2 is not installed ({error})", file=sys.stderr)
    sys.exit(77)

NEURONS, SECONDS = 1024, 10


def cpu_s():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


folder = tempfile.mkdtemp(prefix="brian-lif-")
set_device("cpp_standalone", directory=folder, build_on_run=False)
prefs.devices.cpp_standalone.openmp_threads = 0  # one core
prefs.codegen.cpp.extra_compile_args_gcc = ["-w", "-O3", "-ffast-math", "-fno-finite-math-only", "-march=native", "-std=c++11"]
defaultclock.dt = 1 / (48 * kHz)

try:
    group = NeuronGroup(
        NEURONS,
        """dv/dt = (rise - v) / tau : 1 (unless refractory)
           rise : 1 (constant)
           tau : second (constant)
           gap : 1 (constant)""",
        threshold="v >= gap", reset="v = 0", refractory=1 * ms, method="exact")
    factor = np.random.default_rng(1).uniform(0.95, 1.05, (3, NEURONS))
    group.rise = 0.345 * 80 * factor[0]  # mV above rest
    group.tau = 20.2 * factor[0] * factor[1] * ms
    group.gap = 10 * factor[2]
    run(SECONDS * second)
    device.build(directory=folder, compile=True, run=False)
    before = cpu_s()
    subprocess.run([str(pathlib.Path(folder) / "main")], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    seconds = cpu_s() - before
finally:
    shutil.rmtree(folder, ignore_errors=True)
samples = NEURONS * SECONDS * 48000
print(json.dumps({"name": "peer/lif/brian2_standalone/neurons:1024", "items_per_second": samples / seconds}))
