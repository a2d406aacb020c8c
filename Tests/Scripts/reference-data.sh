#!/usr/bin/env bash
# The golden data through the command line: every run as a CSV of current into `somaphone render --cell`, its spikes.csv
# against the reference, at the tolerances of Assets/Guide/Models.md.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec python3 - "${SOMAPHONE_BUILD:-build}/bin/somaphone" <<'PYTHON'
import json, os, subprocess, sys, tempfile

program, rate = sys.argv[1], 48000
folder = tempfile.mkdtemp()
runs = failed = 0


def load(name):
    return json.load(open("Tests/Reference/" + name))


def spikes_s(cell, current_pA, settings=()):
    source, target = folder + "/current.csv", folder + "/spikes.csv"
    with open(source, "w") as file:
        file.write("current_pA\n" + "\n".join(map(repr, current_pA)) + "\n")
    command = [program, "render", source, "--rate", str(rate), "--cell", cell, "--spikes", target]
    for setting in settings:
        command += ["--set", setting]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    rows = [line for line in open(target) if not line.startswith("#")]
    return [float(row.split(",")[1]) for row in rows[1:]]


def compare(name, found, expected, tolerance_s):
    global runs, failed
    runs += 1
    worst = max((abs(a - b) for a, b in zip(found, expected)), default=0.0)
    good = worst <= tolerance_s and len(found) == len(expected)
    failed += not good
    print(f"{'ok    ' if good else 'FAILED'} {name}: {len(found)} spikes, {len(expected)} expected, worst {worst:.2e} s of {tolerance_s:.0e}")


def held(segments, total_ms, scale=1.0):
    """Mean current of each sample from [begin ms, end ms, value, slope per ms] pieces."""
    samples = round(total_ms * rate / 1000)
    current = [0.0] * samples
    for begin, end, value, slope in segments:
        for k in range(round(begin * rate / 1000), min(samples, round(end * rate / 1000))):
            current[k] += scale * (value + slope * ((k + 0.5) * 1000 / rate - begin))
    return current


# LIF: the course's cells, a step from the start.
for run in load("lif_spike_times.json")["runs"]:
    current = run["I_pA"]
    found = spikes_s(f"allen/{run['cell']}", [current] * rate)
    expected = run["spikes_s"]
    compare(f"lif {run['cell']} {current} pA", found[:len(expected)], expected, 1e-9 + 1e-12 * len(expected))

# GLIF: step, noise, ramp and sine as permille of a current.
table = [line.strip() for line in open("Tests/Reference/glif_stim.csv") if not line.startswith("#")]
columns = table[0].split(",")
rows = [list(map(float, line.split(","))) for line in table[1:]]
stimuli = {name: [row[i] for row in rows] for i, name in enumerate(columns)}
inside = range(2400, 21600)
stimuli["step"] = [2000.0 if k in inside else 0.0 for k in range(24000)]
stimuli["ramp"] = [float((k - 2400) * 4000 // 19200) if k in inside else 0.0 for k in range(24000)]
for run in load("glif_spike_times.json")["runs"]:
    cell = f"glif/{run['cell']}-{run['level']}"
    current = [permille * run["rh_pA"] / 1000 for permille in stimuli[run["stim"]]]
    compare(f"{cell} {run['stim']}", spikes_s(cell, current), run["event_driven_spike_s"], 1e-8)

# Hodgkin-Huxley: 1 µA/cm² is 100 pA for the cell's 0.1 nF.
protocols = {"hh_step10": ([[10, 110, 10, 0]], 120), "hh_ramp": ([[10, 110, 0, 0.4]], 120),
             "hh_pulse_supra": ([[5, 5.5, 20, 0]], 40), "hh_pulse_sub": ([[5, 5.5, 10, 0]], 40)}
for run in load("hh_spike_times.json")["runs"]:
    if run["name"] in protocols:
        segments, total_ms = protocols[run["name"]]
        found = spikes_s("hh/squid", held(segments, total_ms, 100))
        compare(run["name"], found, [t / 1000 for t in run["scipy_spikes_ms"]], 1e-7)

# Rebound: only a pull that is deep and long enough is followed by a spike (lessons/14, computed independently).
for pA, ms, expected in [(-200, 20, 0), (-300, 20, 1), (-300, 10, 1), (-300, 5, 0), (-500, 5, 1)]:
    found = spikes_s("hh/squid", held([[20, 20 + ms, pA, 0]], 150))
    runs += 1
    failed += len(found) != expected
    print(f"{'ok    ' if len(found) == expected else 'FAILED'} rebound from {pA} pA, {ms} ms: {len(found)} spikes, {expected} expected")

# Izhikevich: I in mV/ms is 100 pA for the cells' 0.1 nF; the stimulus is rounded to samples where the reference is.
for run in load("izhikevich_spike_times.json")["patterns_2004"]:
    letter = run["pattern"][0].lower()
    current = held(run["segments_t0_t1_I0_slope"], run["T_ms"], 100)
    expected = [t / 1000 for t in run["spikes_ms"]][:12]
    found = spikes_s("izhikevich/" + letter, current)
    if letter != "t" and len(found) != run["n_spikes"]:  # t runs away: only its beginning is defined
        failed += 1
        print(f"FAILED izhikevich/{letter}: {len(found)} spikes, {run['n_spikes']} expected")
    compare("izhikevich/" + letter, found[:12], expected, 2e-5)
for run in load("izhikevich_spike_times.json")["cell_types_2003"]:
    expected = [t / 1000 for t in run["spikes_ms"]][:12]
    found = spikes_s("izhikevich/" + run["type"].lower(), held([[20, 200, 10, 0]], 200, 100))
    compare("izhikevich/" + run["type"].lower(), found[:12], expected, 2e-5)

# AdEx: constant current.
names = {"tonic spiking": "tonic", "initial burst": "initial", "delayed accelerating": "accelerating",
         "delayed regular bursting": "delayed", "transient spiking": "transient", "irregular spiking": "irregular",
         "Brette-Gerstner 2005 default": "brette-gerstner"}
for run in load("adex_spike_times.json")["runs"]:
    cell = "adex/" + names[run["pattern"]]
    expected = [t / 1000 for t in run["spikes_ms"]][:5]
    compare(cell, spikes_s(cell, [run["I_pA"]] * round(run["T_ms"] * rate / 1000))[:5], expected, 1e-6)

print(f"{runs} runs, {failed} failed")
sys.exit(failed != 0 or runs < 90)
PYTHON
