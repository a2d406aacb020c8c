#!/usr/bin/env python3
"""Recomputes the keys of the lessons from the equations, with no code of the program: `lesson-keys.py SOMAPHONE`.

The lesson files say which quantity a question asks for; the formulas of those quantities are written down here from their
sources, and the draws of the seeds from WritingALesson.md. Every number that `somaphone lesson keys` prints and that has a
closed form must agree."""
import csv, glob, io, json, math, os, subprocess, sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
MASK = (1 << 64) - 1
SEEDS = (2024, 1, 2, 3, 4)
COURSE_MS = [10, 8, 6, 5, 4, 3, 2, 1, 0.8, 0.6, 0.4, 0.2, 0.1, 0.08, 0.06, 0.04, 0.02]
LEAST = 200  # keys that must have been compared
AGREE = 1e-6  # relative; the printed keys have 12 digits and the database's numbers are exact decimals
R_GAS, FARADAY = 8.31446261815324, 96485.33212331


class NoFormula(Exception):
    """A quantity without a closed form: it comes from a run, which is not recomputed here."""


def fnv1a(text):
    h = 0xCBF29CE484222325
    for byte in text.encode():
        h = ((h ^ byte) * 0x100000001B3) & MASK
    return h


class SplitMix:
    def __init__(self, seed):
        self.state = seed & MASK

    def unit(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return ((z ^ (z >> 31)) >> 11) * 2.0**-53


def draw(lesson_id, name, variable, seed):
    """A variable of the lesson, from the stream of "var.NAME"."""
    unit = SplitMix(fnv1a(f"{lesson_id}/var.{name}") ^ seed).unit()
    if "choose" in variable:
        return variable["choose"][math.floor(unit * len(variable["choose"]))]
    raise NoFormula


CELLS = {}
for path in glob.glob(os.path.join(ROOT, "Assets/Cells/*.json")):
    for cell in json.load(open(path))["cells"]:
        CELLS[cell["id"]] = cell

IONS = {"sodium": 1, "potassium": 1, "chloride": -1, "extra": 1}


def nernst(inside, outside, valence, celsius):
    return 1000 * R_GAS * (celsius + 273.15) / (valence * FARADAY) * math.log(outside / inside)


class Membrane:
    """Resistor, capacitor, battery and threshold of a cell of a lesson."""

    def __init__(self, model, p):
        self.model, self.p = model, p
        paths = [i for i in IONS if f"{i}_resistance_mohm" in p]
        if paths:
            g = {i: 1 / p[f"{i}_resistance_mohm"] for i in paths}
            self.share = {i: g[i] / sum(g.values()) for i in paths}
            self.r = 1 / sum(g.values())
            self.e = sum(self.share[i] * self.reversal(i) for i in paths)
        else:
            self.share, self.r, self.e = {}, p.get("membrane_resistance_mohm"), p.get("rest_mv")
        self.c = p["area_um2"] * 1e-5 if "area_um2" in p else p.get("membrane_capacitance_nf")
        self.tau = self.r * self.c if self.r and self.c else None
        if model == "r":
            self.tau = 0.0
        threshold = p.get("threshold_mv")
        if "threshold_above_rest_mv" in p:
            threshold = self.e + p["threshold_above_rest_mv"]
        self.theta = threshold - self.e if threshold is not None and self.e is not None else None
        self.t_ref = p.get("refractory_ms", 0.0)
        reset = p.get("reset_mv")
        if reset is not None and "threshold_above_rest_mv" in p and p.get("threshold_mv") is not None:
            reset = threshold - (p["threshold_mv"] - p["reset_mv"])
        self.reset = reset

    def reversal(self, ion):
        if self.p.get("reversal_source") == "nernst":
            return nernst(self.p[f"{ion}_inside_mm"], self.p[f"{ion}_outside_mm"], IONS[ion], self.p["temperature_c"])
        return self.p[f"{ion}_reversal_mv"]

    def fires(self):
        if self.model != "lif" or self.theta is None:
            raise NoFormula
        return self

    def rheobase(self):
        return 1000 * self.fires().theta / self.r  # pA

    def threshold_pa(self, duration_ms):
        """Lapicque 1907."""
        return self.rheobase() / -math.expm1(-duration_ms / self.tau)

    def charging_ms(self, pa, start_mv):
        """From start_mv above rest to the threshold."""
        end = 1e-3 * pa * self.fires().r
        if end <= self.theta:
            return math.inf
        return self.tau * math.log((end - start_mv) / (end - self.theta))

    def rate(self, pa):
        return 1000 / (self.t_ref + self.charging_ms(pa, self.reset - self.e))


class Lesson:
    def __init__(self, document, seed):
        self.d, self.seed, self.vars = document, seed, {}
        for name, variable in document.get("variables", {}).items():
            try:
                self.vars[name] = draw(document["id"], name, variable, seed)
            except NoFormula:
                pass

    def value(self, v):
        if isinstance(v, (int, float)):
            return float(v)
        if "var" in v:
            if v["var"] not in self.vars:
                raise NoFormula
            x = self.vars[v["var"]]
        elif "quantity" in v:
            x = self.quantity(v["quantity"], v["of"], v.get("args", {}))
        else:
            a = [self.value(o) for o in v["of"]]
            return {"sum": lambda: sum(a), "difference": lambda: a[0] - a[1], "product": lambda: math.prod(a),
                    "ratio": lambda: a[0] / a[1], "log_ratio": lambda: math.log(a[0] / a[1]), "abs": lambda: abs(a[0]),
                    "min": lambda: min(a), "max": lambda: max(a)}[v["op"]]()
        return x * v.get("times", 1.0) + v.get("plus", 0.0)

    def membrane(self, name, extra=()):
        cell = self.d["cells"][name]
        p, model = {}, cell.get("model")
        if "preset" in cell:
            stored = CELLS[cell["preset"]]
            p.update({k: x for k, x in stored["parameters"].items() if isinstance(x, (int, float))})
            model = model or stored["model"]
        for source in (cell.get("params", {}), dict(extra)):
            for key, setting in source.items():
                p[key] = setting if isinstance(setting, str) else self.value(setting)
        if model not in ("lif", "rc", "r", "rest", "channel", "hh"):
            raise NoFormula
        return Membrane(model, p)

    def stimulus(self, sound):
        s = self.d["stimuli"][sound["stimulus"]]
        if s["kind"] not in ("none", "step", "pulse") or "sigma" in s:
            raise NoFormula
        pa = 0.0
        if "amplitude" in s:
            if s["amplitude"]["unit"] not in ("pA", "nA"):
                raise NoFormula
            pa = self.value(s["amplitude"]["value"]) * {"pA": 1, "nA": 1000}[s["amplitude"]["unit"]]
        onset, length = s.get("start_ms", 0.0), s.get("duration_ms")
        if length is not None:
            length = self.value(length)
        elif s.get("total_ms"):
            length = s["total_ms"] - onset
        else:
            length = 1000.0
        return pa, length

    def quantity(self, name, of, args):
        sound = self.d["sounds"].get(of)
        m = self.membrane(sound["cell"], sound.get("set", {}).items()) if sound else self.membrane(of)
        pa, length = self.stimulus(sound) if sound else (0.0, 1000.0)
        arg = lambda key: self.value(args[key])
        rise = 1e-3 * pa * m.r if m.r else None
        if name == "nernst":
            if "ion" in args:
                return m.reversal(args["ion"])
            return nernst(arg("inside_mm"), arg("outside_mm"), arg("valence"), arg("temperature_c") if "temperature_c" in args else 37.0)
        if name == "param":
            values = {"stim_amplitude_pa": pa, "refractory_ms": m.t_ref, **m.p}
            if not isinstance(values.get(args["name"]), (int, float)):
                raise NoFormula
            return values[args["name"]]
        table = {
            "v_rest": lambda: m.e, "r_in": lambda: m.r, "g_share": lambda: m.share.get(args["ion"], 0.0), "tau": lambda: m.tau,
            "c_m": lambda: m.c, "area": lambda: m.c / 1e-5, "dv_steady": lambda: rise, "v_inf": lambda: m.e + rise,
            "v_at": lambda: m.e + rise * (1 if m.tau == 0 else -math.expm1(-arg("t_ms") / m.tau)),
            "time_to_fraction": lambda: -m.tau * math.log(1 - arg("fraction")), "c_share": lambda: math.exp(-arg("t_ms") / m.tau),
            "cutoff": lambda: 1000 / (2 * math.pi * m.tau), "gain_db": lambda: -10 * math.log10(1 + self.omega(m, arg("f_Hz")) ** 2),
            "pitch": lambda: 220 * 2 ** ((m.e + rise + 65) / 40), "theta": lambda: m.fires().theta,
            "v_threshold": lambda: m.e + m.fires().theta, "theta_estimate": lambda: rise * -math.expm1(-length / m.tau),
            "rheobase": lambda: m.rheobase(), "rheobase_step": lambda: m.threshold_pa(arg("duration_ms")),
            "threshold_current": lambda: m.threshold_pa(arg("duration_ms")) / 1000, "threshold_charge": lambda: m.fires().theta * m.c,
            "chronaxie": lambda: m.fires().tau * math.log(2), "weiss_r": lambda: self.weiss(m, args)[0] / 1000,
            "weiss_c": lambda: self.weiss(m, args)[1], "weiss_misfit": lambda: self.weiss(m, args)[2],
            "sine_threshold": lambda: m.rheobase() * math.hypot(1, self.omega(m, arg("f_Hz"))),
            "gate_steady": lambda: self.gate(m, arg("v_mv"))[0], "gate_tau": lambda: self.gate(m, arg("v_mv"))[1],
            "gate_half": lambda: math.log(m.p["channel_beta_per_ms"] / m.p["channel_alpha_per_ms"])
            / (m.p["channel_alpha_per_mv"] - m.p["channel_beta_per_mv"]),
            "clamp_leak": lambda: self.clamp(m, args)["leak"], "clamp_late": lambda: self.clamp(m, args)["late"],
            "clamp_early": lambda: self.clamp(m, args)["early"], "clamp_total": lambda: self.clamp(m, args)["total"],
            "rate": lambda: m.rate(pa), "period": lambda: 1000 / m.rate(pa), "rate_max": lambda: 1000 / m.fires().t_ref,
            "latency": lambda: m.charging_ms(pa, 0.0), "count": lambda: self.count(m, pa, length),
        }
        if name not in table:
            raise NoFormula
        x = table[name]()
        if x is None or not math.isfinite(x):
            raise NoFormula
        return x

    @staticmethod
    def gate(m, mv):
        """dx/dt = alpha (1 - x) - beta x, alpha = A exp(B V)."""
        alpha, beta = (m.p[f"channel_{r}_per_ms"] * math.exp(m.p[f"channel_{r}_per_mv"] * mv) for r in ("alpha", "beta"))
        return alpha / (alpha + beta), 1 / (alpha + beta)

    def clamp(self, m, args):
        """Hodgkin & Huxley 1952, equations 11 to 24, and the course's channel, V held at v_mv after hold_mv; in nA."""
        arg = lambda name, usual: self.value(args[name]) if name in args else usual
        v, hold, end = arg("v_mv", None), arg("hold_mv", -65.0), arg("step_ms", 15.0)
        if m.model != "hh":
            leak, late = (v - m.e) / m.r, 0.0
            if m.model == "channel":
                (x0, _), (x1, tau) = self.gate(m, hold), self.gate(m, v)
                x = x1 + (x0 - x1) * math.exp(-end / tau)
                late = 1e-3 * m.p["channel_max_ns"] * x ** m.p["channel_gates"] * (v - m.p["channel_reversal_mv"])
            return {"leak": leak, "late": late, "total": leak + late}
        frac = lambda u, k: k * u / math.expm1(u / 10)  # u is never 0 in a lesson
        rates = {"m": lambda u: (frac(25 - u, 0.1), 4 * math.exp(-u / 18)), "h": lambda u: (0.07 * math.exp(-u / 20), 1 / (math.exp((30 - u) / 10) + 1)),
                 "n": lambda u: (frac(10 - u, 0.01), 0.125 * math.exp(-u / 80))}
        speed = 3 ** ((m.p["hh_temperature_c"] - 6.3) / 10)

        def gate(name, t):
            (a0, b0), (a, b) = rates[name](hold + 65), rates[name](v + 65)
            return a / (a + b) + (a0 / (a0 + b0) - a / (a + b)) * math.exp(-speed * t * (a + b))

        area = m.c * 1e-3  # cm², at 1 µF/cm²; mS·mV is µA
        sodium = lambda t: (1e3 * area * m.p["hh_sodium_ms_cm2"] * (1 - m.p["hh_ttx_percent"] / 100) * gate("m", t) ** 3 * gate("h", t)
                            * (v - m.p["sodium_reversal_mv"]))
        late = 1e3 * area * m.p["hh_potassium_ms_cm2"] * (1 - m.p["hh_tea_percent"] / 100) * gate("n", end) ** 4 * (v - m.p["potassium_reversal_mv"])
        leak = 1e3 * area * m.p["hh_leak_ms_cm2"] * (v - m.p["hh_leak_reversal_mv"])
        best = max(range(1501), key=lambda i: abs(sodium(end * i / 1500)))
        low, high = end * max(best - 1, 0) / 1500, end * min(best + 1, 1500) / 1500
        for _ in range(80):  # a peak: thirds
            left, right = low + (high - low) / 3, high - (high - low) / 3
            low, high = (low, right) if abs(sodium(left)) > abs(sodium(right)) else (left, high)
        return {"early": sodium(low), "late": late, "leak": leak, "total": sodium(end) + late + leak}

    @staticmethod
    def omega(m, hz):
        return 2 * math.pi * hz * m.tau / 1000

    @staticmethod
    def count(m, pa, length):
        """The first from rest, the others one interval apart."""
        first, interval = m.charging_ms(pa, 0.0), 1000 / m.rate(pa)
        return 0.0 if first >= length else 1.0 + math.floor((length - first) / interval - 1e-9)

    def weiss(self, m, args):
        """Unweighted least squares of I = r + r c / t: a line in 1/t."""
        t = args.get("durations_ms", COURSE_MS)
        x, y = [1 / d for d in t], [m.threshold_pa(d) for d in t]
        mx, my = sum(x) / len(x), sum(y) / len(y)
        slope = sum((a - mx) * (b - my) for a, b in zip(x, y)) / sum((a - mx) ** 2 for a in x)
        r = my - slope * mx
        return r, slope / r, 100 * max(abs((r + slope * a) / b - 1) for a, b in zip(x, y))


def main():
    program = sys.argv[1]
    compared, wrong, left = 0, 0, 0
    for path in sorted(glob.glob(os.path.join(ROOT, "Assets/Lessons/*.lesson.json"))):
        document = json.load(open(path))
        steps = {s["id"]: s for s in document["steps"]}
        for seed in SEEDS:
            ran = subprocess.run([program, "lesson", "keys", path, "--seed", str(seed)], capture_output=True, text=True)
            if ran.returncode != 0:
                sys.exit(f"{path}: {ran.stderr}")
            lesson = Lesson(document, seed)
            for row in csv.DictReader(io.StringIO(ran.stdout)):
                step = steps[row["step"]]
                if row["field"] == "answer":
                    value = step["answer"]
                elif row["field"] == "target":
                    value = step["target"]
                else:
                    value = next(c["answer"] for c in step["checks"] if c["field"] == row["field"])
                try:
                    own = lesson.value(value)
                except NoFormula:
                    left += 1
                    continue
                compared += 1
                key = float(row["key"])
                if abs(own - key) > AGREE * max(abs(own), 1e-9):
                    wrong += 1
                    print(f"{os.path.basename(path)}, seed {seed}, {row['step']}, {row['field']}: program {key}, equations {own}")
    print(f"{compared} keys recomputed, {wrong} differ; {left} come from runs and are left out")
    sys.exit(wrong > 0 or compared < LEAST)


main()
