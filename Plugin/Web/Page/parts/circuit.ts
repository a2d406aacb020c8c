// The membrane as a circuit whose values are the parameters; on a narrow screen the same values as rows.
import type { Patch } from "../core/patch";
import { drawing, element, marked } from "./dom";
import { Field, type Shown } from "./field";

interface Part { id: string; label: string; shown?: Shown }
interface Branch { drawing: keyof typeof drawings; hue: string; fields: Part[]; equation?: string; gate?: string; battery?: string }

const drawings = {
    source: '<path d="M30 0V66M30 114V180"/><circle cx="30" cy="90" r="20"/><path d="M30 101V79M23 86l7-7 7 7"/>',
    capacitor: '<path d="M30 0V84M30 96V180M12 84H48M12 96H48"/>',
    resistor: '<path d="M30 0V30l10 5-20 8 20 8-20 8 20 8-10 5V126M30 136V180"/><path class="battery" d="M18 126H42M24 136H36"/>',
    conductance: '<path d="M30 0V30l10 5-20 8 20 8-20 8 20 8-10 5V126M30 136V180M12 70L48 32M40 32h8v8"/><path class="battery" d="M18 126H42M24 136H36"/>',
    reset: '<path d="M30 0V70M30 70L46 104M30 110V180"/><circle cx="30" cy="70" r="3"/><circle cx="30" cy="110" r="3"/>',
    equation: '<path d="M30 0V66M30 114V180M10 66H50V114H10z"/>',
} as const;

const hhSiemens = (id: string, label: string, hue: string): Part => ({ id, label, shown: { hue, unit: "µS", factor: (patch) => patch.get("membrane_capacitance_nf") } });
const plain = (id: string, label: string): Part => ({ id, label });

const ions = [
    { on: "sodium_leak", r: "sodium_resistance_mohm", e: "sodium_reversal_mv", name: "Na", hue: "na" },
    { on: "potassium_leak", r: "potassium_resistance_mohm", e: "potassium_reversal_mv", name: "K", hue: "k" },
    { on: "chloride_leak", r: "chloride_resistance_mohm", e: "chloride_reversal_mv", name: "Cl", hue: "leak" },
    { on: "extra_leak", r: "extra_resistance_mohm", e: "extra_reversal_mv", name: "X", hue: "leak" },
];

export const models: { id: string; name: string; sentence: string }[] = [
    { id: "rest", name: "Rest", sentence: "is where the pulls of the batteries on V_{m} balance" },
    { id: "r", name: "R", sentence: "adds a current through the resistance: V_{m} follows at once" },
    { id: "rc", name: "RC", sentence: "adds a capacitance: V_{m} takes time" },
    { id: "lif", name: "LIF", sentence: "adds a threshold, a reset and a refractory time" },
    { id: "glif1", name: "GLIF 1", sentence: "adds a threshold, a reset and a refractory time" },
    { id: "glif2", name: "GLIF 2", sentence: "adds a reset that depends on V_{m}" },
    { id: "glif3", name: "GLIF 3", sentence: "adds after-spike currents" },
    { id: "glif4", name: "GLIF 4", sentence: "adds a reset rule and after-spike currents" },
    { id: "glif5", name: "GLIF 5", sentence: "adds a moving threshold" },
    { id: "hh", name: "HH", sentence: "adds voltage-gated Na and K conductances" },
    { id: "izhikevich", name: "Izhikevich", sentence: "is a different short cut to the same spikes" },
    { id: "adex", name: "AdEx", sentence: "is a different short cut to the same spikes" },
    { id: "channel", name: "Channel", sentence: "opens one voltage-gated conductance" },
];

function leak(patch: Patch, branches: Branch[]): void {
    if (!patch.circuit.ionic) {
        branches.push({ drawing: "resistor", hue: "leak", battery: "rest_mv",
            fields: [plain("membrane_resistance_mohm", "R_{m}"), plain("rest_mv", "E_{L}")] });
        return;
    }
    for (const ion of ions)
        if (patch.on(ion.on))
            branches.push({ drawing: "resistor", hue: ion.hue, battery: ion.e,
                fields: [plain(ion.r, `R_{${ion.name}}`), plain(ion.e, `E_{${ion.name}}`)] });
}

export function branchesOf(patch: Patch): Branch[] {
    const model = patch.choice("model");
    const stimulated = patch.get("stim_shape") > 0.5;
    const branches: Branch[] = [{ drawing: "source", hue: "cur", fields: [plain(stimulated ? "stim_amplitude_pa" : "holding_current_pa", "I")] }];
    if (model !== "rest" && model !== "r")
        branches.push({ drawing: "capacitor", hue: "text", fields: [{ id: "membrane_capacitance_nf", label: "C", shown: { unit: "pF", factor: () => 1000 } }] });
    if (model === "hh") {
        branches.push({ drawing: "conductance", hue: "na", battery: "sodium_reversal_mv", gate: "m³h",
            fields: [hhSiemens("hh_sodium_ms_cm2", "g_{Na}", "na"), plain("sodium_reversal_mv", "E_{Na}")] });
        branches.push({ drawing: "conductance", hue: "k", battery: "potassium_reversal_mv", gate: "n⁴",
            fields: [hhSiemens("hh_potassium_ms_cm2", "g_{K}", "k"), plain("potassium_reversal_mv", "E_{K}")] });
        if (patch.circuit.ionic) leak(patch, branches);
        else
            branches.push({ drawing: "resistor", hue: "leak", battery: "hh_leak_reversal_mv", fields: [
                { id: "hh_leak_ms_cm2", label: "R_{L}", shown: { unit: "MΩ", inverse: true, factor: (p) => 1 / p.get("membrane_capacitance_nf") } },
                plain("hh_leak_reversal_mv", "E_{L}")] });
        return branches;
    }
    if (model === "izhikevich") {
        branches.push({ drawing: "equation", hue: "thr", equation: "V′ = k_{2}V² + k_{1}V + k_{0} − u + I/C\nu′ = a (b V − u)\nV ≥ V_{peak}: V = c, u + d",
            fields: [plain("izh_a", "a"), plain("izh_b", "b"), plain("izh_c_mv", "c"), plain("izh_d", "d"), plain("izh_peak_mv", "V_{peak}"),
                plain("izh_quadratic", "k_{2}"), plain("izh_linear", "k_{1}"), plain("izh_constant", "k_{0}")] });
        return branches;
    }
    leak(patch, branches);
    if (model === "adex")
        branches.push({ drawing: "equation", hue: "thr", equation: "I_{T} = g Δ_{T} exp((V − V_{T})/Δ_{T})\nτ_{w}w′ = a (V − E_{L}) − w",
            fields: [plain("threshold_mv", "V_{T}"), plain("adex_slope_mv", "Δ_{T}"), plain("adex_peak_mv", "V_{peak}"), plain("reset_mv", "V_{r}"),
                plain("adex_adaptation_ns", "a"), plain("adex_tau_w_ms", "τ_{w}"), plain("adex_spike_step_pa", "b"), plain("refractory_ms", "t_{ref}")] });
    if (model === "channel")
        branches.push({ drawing: "conductance", hue: "k", battery: "channel_reversal_mv", gate: "x", equation: "g = g_{max} · x^p",
            fields: [plain("channel_max_ns", "g_{max}"), plain("channel_reversal_mv", "E_{ch}"), plain("channel_alpha_per_ms", "A_{α}"),
                plain("channel_alpha_per_mv", "B_{α}"), plain("channel_beta_per_ms", "A_{β}"), plain("channel_beta_per_mv", "B_{β}"), plain("channel_gates", "p")] });
    if (model === "lif" || model.startsWith("glif")) {
        const rule = ["glif2", "glif4", "glif5"].includes(model);
        const fields = [plain("threshold_mv", "V_{th}"), plain("refractory_ms", "t_{ref}")];
        if (!rule) fields.push(plain("reset_mv", "V_{reset}"));
        else fields.push(plain("glif_reset_slope", "a"), plain("glif_reset_offset_mv", "b"), plain("threshold_spike_step_mv", "δ_{s}"), plain("threshold_spike_decay_per_s", "b_{s}"));
        if (model === "glif5") fields.push(plain("threshold_voltage_gain_per_s", "a_{v}"), plain("threshold_voltage_decay_per_s", "b_{v}"));
        branches.push({ drawing: "reset", hue: "thr", fields });
        if (["glif3", "glif4", "glif5"].includes(model))
            branches.push({ drawing: "source", hue: "cur", fields: [plain("asc1_amplitude_pa", "I_{1}"), plain("asc1_decay_per_s", "k_{1}"), plain("asc1_retention", "r_{1}"),
                plain("asc2_amplitude_pa", "I_{2}"), plain("asc2_decay_per_s", "k_{2}"), plain("asc2_retention", "r_{2}")] });
    }
    return branches;
}

export class CircuitPart {
    readonly root = element("div", { class: "circuit" });
    private readonly product = element("p", { class: "product" });
    private readonly voltage = element("span", { class: "vm" });
    private readonly sentence = element("span", { class: "sentence" });
    private readonly row = element("div", { class: "branches" });
    private fields: Field[] = [];
    private gates: { name: string; bar: HTMLElement; words: HTMLElement }[] = [];
    private built = "";

    constructor(private readonly patch: Patch) {
        this.root.append(element("div", { class: "rail inside" }, element("span", {}, "inside"), this.sentence, this.voltage), this.row,
            element("div", { class: "rail outside" }, element("span", {}, "outside, 0 mV"), this.product));
        this.refresh();
    }

    refresh(): void {
        const branches = branchesOf(this.patch);
        const key = JSON.stringify(branches.map((branch) => [branch.drawing, branch.fields.map((field) => field.id)])) + this.patch.choice("model");
        if (key !== this.built) this.build(branches);
        this.built = key;
        for (const field of this.fields) field.refresh();
        for (const svg of this.row.querySelectorAll<SVGElement>("[data-battery]"))
            svg.classList.toggle("turned", this.patch.get((svg as unknown as HTMLElement).dataset.battery!) > 0);
        const { tau_ms } = this.patch.circuit, capacitance = this.patch.get("membrane_capacitance_nf");
        this.product.replaceChildren();
        if (tau_ms !== null) {
            const index = this.patch.choice("model") === "hh" ? "L" : "m";
            const number = (value: number) => this.short(value);
            this.product.append(marked(`τ_{${index}} = R_{${index}} · C = ${number(tau_ms / capacitance)} MΩ × ${number(capacitance)} nF = ${number(tau_ms)} ms`));
        }
        const model = models.find(({ id }) => id === this.patch.choice("model"))!;
        this.sentence.replaceChildren(marked(`${model.name} ${model.sentence}`));
    }

    /** V and the internal variables as they are now. */
    live(now: Float64Array): void {
        const words = `V ${now[0]!.toFixed(1).replace("-", "−")} mV`;
        if (this.voltage.textContent !== words) this.voltage.textContent = words;
        const value = (name: string) => now[1 + this.patch.circuit.variables.indexOf(name)] ?? 0;
        for (const gate of this.gates) {
            const open = gate.name === "m³h" ? value("m") ** 3 * value("h") : gate.name === "n⁴" ? value("n") ** 4 : value("x") ** this.patch.get("channel_gates");
            gate.bar.style.inlineSize = `${Math.max(0.5, open * 100)}%`;
            gate.words.textContent = `${gate.name} ${(open * 100).toFixed(1)} %`;
        }
    }

    private short(value: number): string {
        const size = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
        return value.toFixed(Math.max(0, 2 - size));
    }

    private build(branches: Branch[]): void {
        this.fields = [];
        this.gates = [];
        this.row.replaceChildren(...branches.map((branch) => {
            const svg = drawing("0 0 60 180", drawings[branch.drawing], "part");
            if (branch.battery !== undefined) svg.dataset.battery = branch.battery;
            const column = element("div", { class: "values" });
            for (const part of branch.fields) {
                const field = new Field(this.patch, part.id, { label: part.label, hue: branch.hue, ...part.shown });
                this.fields.push(field);
                column.append(field.root);
                if (branch.gate !== undefined && part === branch.fields[0]) column.append(this.gate(branch.gate));
            }
            if (branch.equation !== undefined) {
                const equation = element("p", { class: "equation" });
                branch.equation.split("\n").forEach((line, i) => equation.append(...(i > 0 ? [element("br")] : []), marked(line)));
                column.append(equation);
            }
            return element("div", { class: `branch${branch.fields.length > 4 ? " many" : ""}`, style: `--hue: var(--${branch.hue})` }, svg, column);
        }));
    }
    private gate(name: string): HTMLElement {
        const bar = element("span", { class: "open" }), words = element("small", { title: "share of the conductance that is open" });
        this.gates.push({ name, bar, words });
        return element("div", { class: "gate" }, element("span", { class: "track" }, bar), words);
    }
}
