// The scope as a part of the page: toolbar, picture, cursors; and its measurements in words.
import type { Patch } from "../core/patch";
import { element, save } from "../parts/dom";
import { significant } from "../parts/field";
import { density, layout, Painter, type Line, type Marks } from "./painter";
import { modes, sources, type Frame, type ScopeView, type Settings } from "./view";

export class ScopePart {
    readonly root = element("section", { class: "card scope", "aria-label": "Scope" });
    private readonly canvas = element("canvas", { role: "img", "aria-label": "Membrane voltage" });
    private readonly painter = new Painter(this.canvas);
    private readonly state = element("output", { class: "state" });
    private readonly reading = element("output", { class: "reading" });
    private readonly mode: HTMLSelectElement;
    private readonly source: HTMLSelectElement;
    private readonly edge: HTMLSelectElement;
    private readonly level: HTMLInputElement;
    private readonly timeBase = element("output", { class: "v" });
    private readonly freezeButton: HTMLButtonElement;
    private readonly cursorButton: HTMLButtonElement;
    private readonly sliders: [HTMLInputElement, HTMLInputElement];
    private readonly back: HTMLInputElement;
    private readonly tools: HTMLElement;
    private readonly cursorRow: HTMLElement;
    private readonly backRow: HTMLElement;
    private ms_per_division = 20;
    private chosen = false; ///< the trigger is as a person set it, not as the neuron suggests
    private cursorsOn = false;
    private shares: [number, number] = [0.3, 0.6];
    private marks!: Marks;
    private frame: Frame | null = null;
    private described = 0;
    /** Why there is nothing to see. */
    hint = "";

    constructor(private readonly patch: Patch, private readonly view: ScopeView, run: HTMLButtonElement) {
        const select = (label: string, options: readonly string[], words: string[]) =>
            element("select", { "aria-label": label, change: () => this.choose() }, ...options.map((value, i) => element("option", { value }, words[i]!)));
        const button = (words: string, title: string, press: () => void) => element("button", { type: "button", title, click: press }, words);
        this.mode = select("Trigger mode", modes, ["Auto", "Normal", "Single"]);
        this.source = select("Trigger source", sources, ["V", "Current", "Spike", "Stimulus"]);
        this.edge = select("Edge", ["rising", "falling"], ["rising", "falling"]);
        this.level = element("input", { type: "number", "aria-label": "Trigger level", step: "any", change: () => this.choose() });
        this.freezeButton = button("Freeze", "Freeze (F)", () => this.freeze());
        this.cursorButton = button("Cursors", "Cursors (C)", () => this.toggleCursors());
        this.freezeButton.setAttribute("aria-pressed", "false");
        this.cursorButton.setAttribute("aria-pressed", "false");
        const slider = (label: string, moved: () => void) => element("input", { type: "range", min: "0", max: "1000", "aria-label": label, input: moved });
        this.sliders = [slider("Cursor 1", () => this.slid(0)), slider("Cursor 2", () => this.slid(1))];
        this.back = slider("Scroll back", () => view.scroll((1000 - Number(this.back.value)) / 1000 * (this.frame?.scrollLimit_s ?? 0)));
        this.back.value = "1000";
        this.tools = element("div", { class: "tools" }, run, this.mode, this.source, this.edge, element("label", { class: "level" }, this.level, element("span", { class: "unit" }, "mV")),
            element("span", { class: "base" }, button("−", "Shorter time base ([)", () => this.zoom(-1)), this.timeBase, button("+", "Longer time base (])", () => this.zoom(1))),
            this.state, this.cursorButton, this.freezeButton, button("PNG", "Save the picture", () => this.savePicture()));
        this.cursorRow = element("div", { class: "cursor-row", hidden: true }, ...this.sliders.map((s, i) => element("label", {}, String(i + 1), s)),
            button("Next spike", "Cursor 2 to the next spike", () => this.nextSpike()));
        this.backRow = element("div", { class: "cursor-row", hidden: true }, element("label", {}, "earlier", this.back));
        this.root.append(this.tools, element("div", { class: "screen" }, this.canvas, this.reading), this.cursorRow, this.backRow);
        this.canvas.addEventListener("wheel", (event) => { event.preventDefault(); this.zoom(event.deltaY > 0 ? 1 : -1); }, { passive: false });
        this.canvas.addEventListener("pointerdown", (event) => this.grab(event));
        this.follow();
    }

    /** The neuron or its stimulus changed. */
    follow(): void {
        const { patch } = this, model = patch.choice("model");
        const lines = referenceLines(patch);
        const threshold = lines.find((line) => line.hue === "thr");
        if (!this.chosen) {
            const stimulated = patch.get("stim_shape") > 0.5;
            this.source.value = stimulated ? "stimulus" : "voltage";
            this.level.value = String(threshold?.value ?? -55);
        }
        const drawn = model === "lif" || model.startsWith("glif") ? 40 : null;
        this.settings = { mode: this.mode.value as Settings["mode"], source: this.source.value as Settings["source"], falling: this.edge.value === "falling",
            level: Number(this.level.value), ms_per_division: this.ms_per_division, drawnPeak_mv: drawn, neurons: patch.get("neurons") };
        this.view.set(this.settings);
        const values = lines.map((line) => line.value);
        if (patch.circuit.rest_mv !== null) values.push(patch.circuit.rest_mv);
        const peaks: Record<string, number> = { hh: patch.get("sodium_reversal_mv"), izhikevich: patch.get("izh_peak_mv"), adex: patch.get("adex_peak_mv") };
        values.push(peaks[model] ?? (drawn !== null ? patch.get("threshold_mv") + drawn : patch.get("rest_mv") + 30));
        if (values.length === 1) values.push(patch.get("izh_c_mv"), -70);
        const amplitude = patch.get("stim_shape") > 0.5 ? patch.get("stim_amplitude_pa") : 0, holding = patch.get("holding_current_pa");
        const currents = [0, holding, holding + amplitude];
        if (["noise", "sine", "chirp"].includes(patch.choice("stim_shape"))) currents.push(holding - amplitude);
        this.marks = { lines, level: null, cursors: null, low_mv: Math.min(...values) - 8, high_mv: Math.max(...values) + 6,
            low_pa: Math.min(...currents), high_pa: Math.max(...currents, Math.min(...currents) + 1) };
        this.timeBase.textContent = `${significant(this.ms_per_division)} ms/div`;
        const levelled = ["voltage", "current"].includes(this.source.value);
        this.edge.hidden = !levelled;
        this.level.parentElement!.hidden = !levelled;
        this.level.nextElementSibling!.textContent = this.source.value === "current" ? "pA" : "mV";
    }
    private settings!: Settings;

    private choose(): void {
        this.chosen = true;
        this.follow();
        if (this.mode.value === "single") this.view.arm();
    }
    single(): void {
        this.mode.value = "single";
        this.choose();
    }
    zoom(steps: number): void {
        this.ms_per_division = this.view.timeBase(this.ms_per_division, steps);
        this.follow();
    }
    /** All current into the neuron, as it was last drawn. */
    get current_pa(): number { return this.frame?.last_pa ?? NaN; }
    freeze(): void {
        this.view.freeze(!this.view.frozen);
        this.freezeButton.setAttribute("aria-pressed", String(this.view.frozen));
        this.backRow.hidden = !this.view.frozen;
        this.back.value = "1000";
    }
    toggleCursors(): void {
        this.cursorsOn = !this.cursorsOn;
        this.cursorButton.setAttribute("aria-pressed", String(this.cursorsOn));
        this.cursorRow.hidden = !this.cursorsOn;
        this.sliders.forEach((slider, i) => { slider.value = String(this.shares[i]! * 1000); });
    }
    forgetColours(): void { this.painter.forgetColours(); }

    draw(): void {
        if (this.canvas.clientWidth === 0) return;
        const where = layout(this.canvas.clientWidth, this.canvas.clientHeight);
        const frame = this.frame = this.view.frame(Math.max(50, Math.round((where.right - where.left) * density())));
        // Noise, sound and notes go beyond what the stimulus asks for.
        if (Number.isFinite(frame.current.min)) {
            this.marks.low_pa = Math.min(this.marks.low_pa, frame.current.min);
            this.marks.high_pa = Math.max(this.marks.high_pa, frame.current.max);
        }
        this.marks.cursors = this.cursorsOn ? [this.timeOf(0), this.timeOf(1)] : null;
        this.marks.level = this.settings.source === "voltage" ? this.settings.level : null;
        const waiting = frame.state === "Waiting" && Number.isFinite(frame.peak_mv) ? `Below the trigger level. Peak ${frame.peak_mv.toFixed(1)} mV` : "";
        this.painter.paint(frame, this.marks, frame.blank ? this.hint || waiting : "");
        if (this.state.textContent !== frame.state) this.state.textContent = frame.state;
        this.read();
        this.describe(frame);
    }

    private timeOf(which: 0 | 1): number { return this.frame!.start_s + this.shares[which] * this.frame!.span_s; }
    private read(): void {
        this.reading.hidden = !this.cursorsOn;
        if (!this.cursorsOn) return;
        const { dt_ms, rate, dv_mv, tau_ms } = this.view.cursors(this.timeOf(0), this.timeOf(1));
        const words = [`Δt ${significant(dt_ms)} ms`, `1/Δt ${significant(rate)} /s`, `ΔV ${significant(dv_mv)} mV`, `63 % after ${significant(tau_ms)} ms`].join("\n");
        if (this.reading.textContent !== words) this.reading.textContent = words;
        this.sliders.forEach((slider, i) => slider.setAttribute("aria-valuetext", `${((this.timeOf(i as 0 | 1) - this.frame!.zero_s) * 1000).toFixed(2)} milliseconds`));
    }
    private slid(which: 0 | 1): void {
        this.shares[which] = Number(this.sliders[which].value) / 1000;
    }
    private nextSpike(): void {
        if (this.frame === null) return;
        const time = this.view.spikeAfter(this.timeOf(1) + 1e-9);
        this.shares[1] = Math.min(1, Math.max(0, (time - this.frame.start_s) / this.frame.span_s));
        this.sliders[1].value = String(Math.round(this.shares[1] * 1000));
    }
    private grab(event: PointerEvent): void {
        if (!this.cursorsOn || this.frame === null) return;
        const where = layout(this.canvas.clientWidth, this.canvas.clientHeight);
        const share = (at: PointerEvent) => Math.min(1, Math.max(0, (at.offsetX - where.left) / (where.right - where.left)));
        const which = Math.abs(share(event) - this.shares[0]) < Math.abs(share(event) - this.shares[1]) ? 0 : 1;
        const move = (at: PointerEvent) => {
            const time = this.frame!.start_s + share(at) * this.frame!.span_s;
            const reach = at.altKey ? 0 : 6 / (where.right - where.left) * this.frame!.span_s;
            this.shares[which] = Math.min(1, Math.max(0, (this.view.snap(time, reach) - this.frame!.start_s) / this.frame!.span_s));
            this.sliders[which].value = String(Math.round(this.shares[which] * 1000));
        };
        move(event);
        this.canvas.setPointerCapture(event.pointerId);
        this.canvas.onpointermove = move;
        this.canvas.onpointerup = this.canvas.onpointercancel = () => { this.canvas.onpointermove = null; };
    }

    private describe(frame: Frame): void {
        const now = Date.now();
        if (now - this.described < 1000) return;
        this.described = now;
        const last = Number.isFinite(frame.last_mv) ? `, last value ${frame.last_mv.toFixed(1).replace("-", "minus ")} millivolts` : "";
        this.canvas.setAttribute("aria-label", `Membrane voltage, ${significant(frame.span_s * 1000)} milliseconds, ${frame.spikes} spikes${last}`);
    }
    private savePicture(): void {
        this.canvas.toBlob((picture) => { if (picture !== null) save("somaphone-scope.png", picture, "image/png"); });
    }
}

export function referenceLines(patch: Patch): Line[] {
    const lines: Line[] = [];
    const { ionic, reversals } = patch.circuit;
    const add = (id: string, name: string, hue: string, dash: number[]) => lines.push({ value: reversals[id] ?? patch.get(id), name, hue, dash });
    const sodium = () => add("sodium_reversal_mv", "E Na", "na", [8, 3, 2, 3]), potassium = () => add("potassium_reversal_mv", "E K", "k", [1.5, 4]);
    const addLeak = (single: string) => {
        if (!ionic) { add(single, "E L", "leak", [2, 4]); return; }
        if (patch.on("sodium_leak")) sodium();
        if (patch.on("potassium_leak")) potassium();
        if (patch.on("chloride_leak")) add("chloride_reversal_mv", "E Cl", "leak", [2, 4]);
        if (patch.on("extra_leak")) add("extra_reversal_mv", "E X", "leak", [2, 4]);
    };
    switch (patch.choice("model")) {
        case "hh":
            sodium();
            add("spike_level_mv", "level", "thr", [7, 4]);
            if (!ionic) add("hh_leak_reversal_mv", "E L", "leak", [2, 4]);
            potassium();
            break;
        case "izhikevich": break;
        case "rest": case "r": case "rc": addLeak("rest_mv"); break;
        case "channel": addLeak("rest_mv"); add("channel_reversal_mv", "E ch", "k", [1.5, 4]); break;
        case "adex": add("threshold_mv", "V T", "thr", [7, 4]); addLeak("rest_mv"); break;
        default: add("threshold_mv", "V th", "thr", [7, 4]); addLeak("rest_mv");
    }
    return lines;
}
