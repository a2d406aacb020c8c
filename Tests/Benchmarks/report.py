#!/usr/bin/env python3
"""report.py FOLDER: what Tests/benchmark.sh measured, as tables in Markdown. Medians; times are CPU times of one core."""
import collections
import json
import os
import pathlib
import statistics
import subprocess
import sys

# The comparisons: ours, theirs, how many times faster ours has to be (None: no goal).
COMPARED = [
    ("one LIF neuron, held current, V at every sample", "kernels/lif in time/pA:80", "peer/lif/faust", 3),
    ("", "kernels/lif in time/pA:80", "peer/lif/euler:sample", None),
    ("", "kernels/lif in time/pA:80", "peer/lif/euler:1us", None),
    ("1024 LIF neurons", "lanes/lif/no_sum/neurons:1024", "peer/lif/brian2_standalone/neurons:1024", 15),
    ("256 Hodgkin–Huxley neurons", "lanes/hh/no_sum/neurons:256", "peer/hh/neuron/fixed_step_tables/neurons:256", 10),
    ("", "lanes/hh/no_sum/neurons:256", "peer/hh/neuron/cvode_1e-6/neurons:256", 10),
    ("", "lanes/hh/no_sum/neurons:256", "peer/hh/neuron/cvode_1e-9/neurons:256", 10),
    ("", "lanes/hh/no_sum/neurons:256", "peer/hh/euler_float/neurons:256", 10),
    ("noise of 1024 neurons", "noise/neurons:1024/lanes", "noise/neurons:1024/scalar", None),
    ("anti-aliased voltage, samples", "sound/voltage_bank/vector/resets:0", "sound/voltage_bank/scalar/resets:0", None),
    ("anti-aliased voltage, 100 resets in 64 samples", "sound/voltage_bank/vector/resets:100",
     "sound/voltage_bank/scalar/resets:100", None),
]
# Goals for single cases: counter, most.
GOALS = {
    "plugin/lif/block:64/neurons:1/scope:0": ("core", 0.005),
    "plugin/lif/block:64/neurons:1000/scope:0": ("core", 0.03),
    "plugin/instantiate/first": ("ms", 50),
    "scope/refresh/1100x720": ("ms", 4),
    "scope/paint/1100x720": ("ms", 4),
}
PER_ITEM = ("items_per_second", "neuron_samples")
TO_MS = {"ns": 1e-6, "us": 1e-3, "ms": 1.0, "s": 1e3}


def read(folder):
    """Name of a case: list of dictionaries, one a repetition."""
    cases = collections.defaultdict(list)
    machine = {}
    for file in sorted(folder.glob("*.json")):
        report = json.loads(file.read_text())
        machine = report["context"]
        for run in report["benchmarks"]:
            if run["run_type"] == "iteration" and ("/first" in run["name"]) == file.name.startswith("first"):
                name = run["name"]
                for noise in ("/manual_time", "/iterations:1", "/repeats:1"):
                    name = name.replace(noise, "")
                run["ms"] = (run["real_time"] if "manual" in run["name"] else run["cpu_time"]) * TO_MS[run["time_unit"]]
                cases[name].append(run)
    for file in folder.glob("*.jsonl"):
        for line in file.read_text().splitlines():
            run = json.loads(line)
            cases[run["name"]].append(run)
    return cases, machine


def median(runs, key):
    values = [run[key] for run in runs if key in run]
    return statistics.median(values) if values else None


def rate(cases, name):
    found = [median(cases.get(name, []), key) for key in PER_ITEM]
    return next((value for value in found if value), None)


def number(value):
    for limit, scale, unit in ((1e9, 1e9, "·10⁹"), (1e6, 1e6, "·10⁶"), (1e3, 1e3, "·10³")):
        if value >= limit:
            return f"{value / scale:.3g}{unit}"
    return f"{value:.3g}"


def lateness(runs):
    value = median(runs, "lateness_us")
    return "" if value is None else f"{value:+.3g} µs"


def compared(cases):
    print("| work | ours, items/s | peer | its items/s | its spikes are late by | ratio | goal |\n|---|---|---|---|---|---|---|")
    for work, ours, peer, goal in COMPARED:
        left, right = rate(cases, ours), rate(cases, peer)
        ratio = f"**{left / right:.1f}**" if left and right else ""
        print(f"| {work} | {number(left) if left else 'not run'} | `{peer}` | {number(right) if right else 'not run'} | "
              f"{lateness(cases.get(peer, []))} | {ratio} | {'' if goal is None else f'≥ {goal}'} |")


def blocks(cases):
    print("\n| `processBlock`, % of one core | neurons | scope closed | scope open |\n|---|---|---|---|")
    for frames in (32, 64, 512):
        for neurons in (1, 16, 256, 1000):
            shares = [median(cases.get(f"plugin/lif/block:{frames}/neurons:{neurons}/scope:{scope}", []), "core") for scope in (0, 1)]
            if all(shares):
                print(f"| block of {frames} | {neurons} | " + " | ".join(f"{100 * share:.2f}" for share in shares) + " |")


def worst(cases):
    runs = cases.get("plugin/worst_block/blocks:1000000")
    if not runs:
        return
    run = runs[0]
    print(f"\nA million blocks of 64 at 48 kHz, one neuron: median {run['median_cpu_us']:.2f} µs, worst {run['worst_cpu_us']:.0f} µs of CPU "
          f"time, limit (10 % of the deadline) {run['limit_us']:.0f} µs. Over it: {run['over_limit_cpu']:.0f} by CPU time "
          f"({run['over_limit_cpu_undisturbed']:.0f} of them without a preemption), "
          f"{run['over_limit_wall']:.0f} by the clock on the wall (worst {run['worst_wall_us']:.0f} µs), in "
          f"{run['of_them_preempted']:.0f} of which the system had taken the processor away.")


def goals(cases):
    print("\n| case | measured | goal |\n|---|---|---|")
    for name, (key, most) in GOALS.items():
        value = median(cases.get(name, []), key)
        shown = "not run" if value is None else f"{100 * value:.2f} %" if key == "core" else f"{value:.2f} ms"
        print(f"| `{name}` | {shown} | ≤ {f'{100 * most:g} %' if key == 'core' else f'{most} ms'} |")


def binaries(folder):
    print("\n| binary | stripped, MB | goal |\n|---|---|---|")
    artefacts = pathlib.Path("build/Plugin/Somaphone_artefacts/Release")
    for path in sorted(artefacts.glob("**/*")):
        if path.is_file() and os.access(path, os.X_OK) and path.suffix in ("", ".so") and path.stat().st_size > 1e6:
            stripped = folder / "stripped"
            subprocess.run(["strip", "-o", stripped, path], check=True)
            print(f"| `{path.relative_to(artefacts)}` | {stripped.stat().st_size / 1e6:.1f} | ≤ 12 |")
            stripped.unlink()


def everything(cases):
    print("\n| case | CPU time | items/s | also |\n|---|---|---|---|")
    for name, runs in sorted(cases.items()):
        ms = median(runs, "ms")
        time = "" if ms is None else f"{ms:.3g} ms" if ms >= 1 else f"{1e3 * ms:.3g} µs" if ms >= 1e-3 else f"{1e6 * ms:.3g} ns"
        also = []
        if (share := median(runs, "core")) is not None:
            also.append(f"{100 * share:.3g} % of a core")
        if (spikes := median(runs, "spikes_per_s")) is not None:
            also.append(f"{spikes:.0f} spikes/s")
        items = rate(cases, name)
        print(f"| `{name}` | {time} | {number(items) if items else ''} | {', '.join(also)} |")


def main():
    folder = pathlib.Path(sys.argv[1])
    cases, machine = read(folder)
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "")
    print(f"\n{model}, {machine.get('num_cpus')} CPUs at {machine.get('mhz_per_cpu')} MHz, load {machine.get('load_avg', [0])[0]:.1f}\n")
    compared(cases)
    blocks(cases)
    worst(cases)
    goals(cases)
    binaries(folder)
    everything(cases)


main()
