"""independent.py SOMAPHONE FOLDER: recordings that h5py wrote, and ABF files that neo reads, against `recording csv`.

FOLDER holds version1.abf and version2.abf, which Tests/Recording wrote. SOMAPHONE_RECORDINGS may name real files, separated by
colons: ABF files are compared with neo, NWB 2 files with h5py."""

import csv
import os
import subprocess
import sys

import h5py
import neo
import numpy as np

program, folder = sys.argv[1:3]


def ours(path):
    """[(number, time_s, current_pA or None, voltage_mV)] of every sweep."""
    sweeps = {}
    text = subprocess.run([program, "recording", "csv", path], check=True, capture_output=True, text=True).stdout
    for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("#")):
        sweeps.setdefault(int(row.get("sweep", 1)), []).append(
            (float(row["time_s"]), float(row.get("current_pA") or "nan"), float(row["voltage_mV"])))
    return {number: np.array(rows) for number, rows in sweeps.items()}


def largest(difference, what, tolerance):
    worst = float(np.max(np.abs(difference))) if len(difference) else 0.0
    print(f"{what}: largest difference {worst:.3g}")
    assert worst <= tolerance, what


def compare_abf(path):
    reader = neo.rawio.AxonRawIO(path)
    reader.parse_header()
    sweeps = ours(path)
    assert len(sweeps) == reader.header["nb_segment"][0], (len(sweeps), reader.header["nb_segment"])
    units = list(reader.header["signal_channels"]["units"])
    scale = {"mV": 1.0, "V": 1e3, "uV": 1e-3, "pA": 1.0, "nA": 1e3}
    voltage = next(i for i, unit in enumerate(units) if unit.endswith("V"))
    current = next((i for i, unit in enumerate(units) if unit.endswith("A")), None)
    rate = reader.get_signal_sampling_rate(0)
    for segment, (number, rows) in enumerate(sorted(sweeps.items())):
        raw = reader.get_analogsignal_chunk(0, segment, 0, None, 0)
        signals = reader.rescale_signal_raw_to_float(raw, "float64", 0)
        where = f"{os.path.basename(path)}, sweep {number}"
        largest(rows[:, 0] - np.arange(len(rows)) / rate, where + ", s", 1e-6)
        largest(rows[:, 2] - signals[:, voltage] * scale[units[voltage]], where + ", mV", 1e-4)
        if current is not None:
            largest(rows[:, 1] - signals[:, current] * scale[units[current]], where + ", pA", 1e-3)


def write_nwb(path):
    random = np.random.default_rng(1)
    with h5py.File(path, "w") as file:
        file.attrs["nwb_version"] = "2.4.0"
        for number in (4, 11):
            for where, kind, unit, conversion, offset, data in (
                    ("acquisition", "CurrentClampSeries", "volts", 3e-5, -0.06, random.integers(-900, 900, 3000).astype("i2")),
                    ("stimulus/presentation", "CurrentClampStimulusSeries", "amperes", 1e-12, 0.0, random.normal(0, 100, 3000))):
                group = file.create_group(f"{where}/index_{number}")
                group.attrs["neurodata_type"] = kind
                group.attrs["sweep_number"] = np.uint32(number)
                data = group.create_dataset("data", data=data, chunks=(500,), compression="gzip")
                data.attrs["unit"], data.attrs["conversion"], data.attrs["offset"] = unit, conversion, offset
                group.create_dataset("starting_time", data=0.0).attrs["rate"] = 25000.0


def compare_nwb(path):
    with h5py.File(path, "r") as file:
        for name, series in file["acquisition"].items():
            if "CurrentClamp" not in str(series.attrs.get("neurodata_type")):
                continue
            number = int(series.attrs["sweep_number"])
            data = series["data"]
            volts = data[:] * data.attrs.get("conversion", 1.0) + data.attrs.get("offset", 0.0)
            rows = ours(path)[number]
            finite = volts[np.isfinite(volts)]
            where = f"{os.path.basename(path)}, sweep {number}"
            largest(rows[:, 2] - 1e3 * finite[:len(rows)], where + ", mV", 1e-9 * 1e3)
            largest(rows[:, 0] * series["starting_time"].attrs["rate"] - np.arange(len(rows)), where + ", samples", 1e-6)
            for stimulus in file["stimulus/presentation"].values():
                if int(stimulus.attrs["sweep_number"]) == number:
                    amperes = stimulus["data"][:] * stimulus["data"].attrs.get("conversion", 1.0)
                    largest(rows[:, 1] - 1e12 * amperes[:len(rows)], where + ", pA", 1e-6)


for name in ("version1.abf", "version2.abf"):
    compare_abf(os.path.join(folder, name))
write_nwb(os.path.join(folder, "h5py.nwb"))
compare_nwb(os.path.join(folder, "h5py.nwb"))
for path in filter(None, os.environ.get("SOMAPHONE_RECORDINGS", "").split(":")):
    (compare_abf if path.endswith(".abf") else compare_nwb)(path)
