#!/usr/bin/env python3
"""NEURON on 256 Hodgkin-Huxley cells: a line of JSON for each method, in CPU time without the program's start.

An item is 1/48 ms of one cell, whatever steps the method takes. lateness_us is that of the spike at 99.93 ms against
scipy's DOP853 (Tests/Reference/hh_spike_times.json). Exits with 77 where NEURON is not installed."""
import json
import pathlib
import resource
import shutil
import subprocess
import sys

CELLS, STOP_MS, STEPS_PER_MS = 256, 500, 48
METHODS = {  # name: tolerance of cvode (0: fixed steps), rates from tables
    "fixed_step_tables": (0, 1),
    "fixed_step": (0, 0),
    "cvode_1e-6": (1e-6, 0),
    "cvode_1e-9": (1e-9, 0),
}
here = pathlib.Path(__file__).parent


def cpu_s():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def run(tolerance, tables, stop_ms):
    """CPU time and the first cell's spikes in ms."""
    before = cpu_s()
    settings = {"cells": CELLS, "tolerance": tolerance, "tables": tables, "stop_ms": stop_ms}
    command = ["nrniv", "-nogui", "-nobanner"] + [word for k, v in settings.items() for word in ("-c", f"{k}={v}")]
    done = subprocess.run(command + [str(here / "neuron_hh.hoc")], stdout=subprocess.PIPE, text=True, check=True)
    spikes = done.stdout[done.stdout.index("spikes"):].split()[1:]
    return cpu_s() - before, [float(t) for t in spikes]


if not shutil.which("nrniv"):
    print("NEURON is not installed", file=sys.stderr)
    sys.exit(77)
golden = json.loads((here / "../../Reference/hh_spike_times.json").read_text())
expected_ms = next(r["scipy_spikes_ms"] for r in golden["runs"] if r["name"] == "hh_step10")
for name, (tolerance, tables) in METHODS.items():
    start_s, _ = run(tolerance, tables, 1)
    whole_s, spikes_ms = run(tolerance, tables, STOP_MS)
    items = CELLS * (STOP_MS - 1) * STEPS_PER_MS
    print(json.dumps({"name": f"peer/hh/neuron/{name}/neurons:{CELLS}", "items_per_second": items / (whole_s - start_s),
                      "lateness_us": 1000 * (spikes_ms[len(expected_ms) - 1] - expected_ms[-1])}))
