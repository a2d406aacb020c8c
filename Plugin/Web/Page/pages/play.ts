// Play: stimulus on the left, scope and circuit in the middle, sound on the right.
import type { Laboratory } from "../core/laboratory";
import type { Patch } from "../core/patch";
import type { ScopeView } from "../scope/view";
import { ScopePart } from "../scope/part";
import type { News, Sound } from "../audio/sound";
import { whyNoSound } from "../audio/sound";
import { CircuitPart, models } from "../parts/circuit";
import { drawing, element, marked, say } from "../parts/dom";
import { ChoiceField, Field, significant } from "../parts/field";
import { Keys } from "../parts/keys";

const shapes: [string, string, string, string[]][] = [
    ["off", "None", '<path d="M3 12h4M10 12h4M17 12h4"/>', []],
    ["step", "Step", '<path d="M2 17h5V7h10v10h5"/>', ["stim_amplitude_pa", "stim_duration_ms", "stim_delay_ms", "stim_period_ms"]],
    ["pulse", "Pulse", '<path d="M2 17h8V6h3v11h9"/>', ["stim_amplitude_pa", "stim_duration_ms", "stim_delay_ms", "stim_period_ms"]],
    ["ramp", "Ramp", '<path d="M2 17h4L17 6v11h5"/>', ["stim_start_pa", "stim_amplitude_pa", "stim_duration_ms", "stim_period_ms"]],
    ["train", "Train", '<path d="M2 17h3V7h2v10h4V7h2v10h4V7h2v10h3"/>', ["stim_amplitude_pa", "stim_duration_ms", "stim_period_ms", "stim_count"]],
    ["chirp", "Chirp", '<path d="M2 12c2-7 4-7 6 0s3 7 4.500 0 2-7 3-0 1.500 7 2.500 0 1-6 1.500-1 .5 5 1 1"/>', ["stim_amplitude_pa", "stim_frequency_hz", "stim_end_frequency_hz", "stim_duration_ms"]],
    ["noise", "Noise", '<path d="M2 13l2-5 2 9 2-11 2 8 2-4 2 8 2-12 2 9 2-6 2 4"/>', ["stim_amplitude_pa", "stim_tau_ms", "stim_seed"]],
    ["sine", "Sine", '<path d="M2 12c3-10 6-10 9 0s6 10 9 0"/>', ["stim_amplitude_pa", "stim_frequency_hz", "stim_duration_ms"]],
];

const quietest_db = -60;

type Refreshed = { readonly root: HTMLElement; refresh(): void };

export class PlayPage {
    readonly root = element("div", { class: "play page" });
    readonly footer = element("footer", { "aria-label": "Measurements" });
    readonly scope: ScopePart;
    readonly keys: Keys;
    private readonly circuit: CircuitPart;
    private readonly parts: Refreshed[] = [];
    private readonly stimulus = element("div", { class: "sec" });
    private readonly stimulusFields = element("div", { class: "stack" });
    private readonly shapeName = element("small");
    private readonly run = element("button", { type: "button", class: "primary run", click: () => this.toggle() });
    private readonly input = element("small");
    private readonly ladder: HTMLSelectElement = element("select", { "aria-label": "Model", change: () => this.patch.setChoice("model", this.ladder.value) });
    private readonly rung = element("div", { class: "ladder", role: "radiogroup", "aria-label": "Model" });
    private readonly lamp = element("span", { class: "lamp", role: "status" });
    private readonly spoken = element("p", { class: "hidden", "aria-live": "polite" });
    private readonly numbers = new Map<string, HTMLElement>();
    private readonly total = element("p", { class: "total" });
    private readonly meter = element("meter", { min: String(quietest_db), max: "0", high: "-1", value: String(quietest_db), "aria-label": "Output level in dB" });
    private readonly peakWords = element("small");
    private peak = 0;
    private slowly = 0;
    private rheobase = NaN;
    private running = true;
    private lastSpikes = 0;
    private firedAt = 0;
    private spokenAt = 0;
    private spokenRate = "";
    private rheobaseTimer = 0;

    constructor(readonly patch: Patch, readonly sound: Sound, readonly view: ScopeView, private readonly laboratory: Laboratory) {
        this.scope = new ScopePart(patch, view, this.run);
        this.circuit = new CircuitPart(patch);
        this.keys = new Keys(sound);
        const left = element("aside", { class: "card side", "aria-label": "Input" }, element("div", { class: "sec" }, element("h2", {}, "Input current", element("small", {}, "total now")), this.total), this.audioIn(), this.stimulusSection(), this.notes(), this.section("Always on", "cur", "holding_current_pa", "noise_pa"));
        const middle = element("div", { class: "middle" }, this.scope.root, element("section", { class: "card", "aria-label": "Membrane" }, this.modelRow(), this.circuit.root));
        const spikeSound = new ChoiceField(patch, "spike_sound", "Spike sound", { impulse: "Impulse", click: "Click", action_potential: "Action potential", tone: "Tone" });
        this.parts.push(spikeSound);
        const right = element("aside", { class: "card side", "aria-label": "Output" },
            this.section("Listen", { voltage_level_db: "vm", spike_level_db: "spike", stimulus_level_db: "cur", pitch_level_db: "vm" }),
            element("div", { class: "sec" }, spikeSound.root), this.section("Time scale", "text2", "time_scale"), this.section("Population", "spike", "neurons", "spread_percent"),
            element("div", { class: "sec" }, element("h2", {}, "Output", this.peakWords), this.meter));
        this.root.append(left, middle, right);
        this.makeFooter();
        patch.listen((whole) => this.changed(whole));
        sound.onNews = (news) => this.hear(news);
        this.changed(true);
    }

    private section(title: string, hue: string | Record<string, string>, ...ids: string[]): HTMLElement {
        const hues = typeof hue === "string" ? Object.fromEntries(ids.map((id) => [id, hue])) : hue;
        const made = element("div", { class: "sec" }, element("h2", {}, title));
        for (const [id, colour] of Object.entries(hues)) {
            const field = new Field(this.patch, id, { hue: colour });
            this.parts.push(field);
            made.append(field.root);
        }
        return made;
    }

    private audioIn(): HTMLElement {
        const made = element("div", { class: "sec" }, element("h2", {}, "Audio in"));
        const scale = new Field(this.patch, "input_scale_pa", { hue: "cur", label: "0 dBFS =" });
        this.parts.push(scale);
        made.append(scale.root);
        const chooser = element("input", { type: "file", accept: "audio/*", class: "hidden", tabindex: "-1", "aria-hidden": "true", change: () => {
            const file = chooser.files?.[0];
            if (file !== undefined) void this.guarded(() => this.sound.useFile(file));
            chooser.value = "";
        } });
        made.querySelector("h2")!.append(this.input);
        made.append(element("div", { class: "buttons" },
            element("button", { type: "button", click: () => void this.guarded(() => this.sound.useMicrophone()) }, "Microphone"),
            element("button", { type: "button", click: () => chooser.click() }, "Sound file"),
            element("button", { type: "button", click: () => { this.sound.noInput(); this.showInput(); } }, "Off")), chooser);
        return made;
    }
    takeFile(file: File): void { void this.guarded(() => this.sound.useFile(file)); }
    private async guarded(act: () => Promise<void>): Promise<void> {
        try {
            await act();
        } catch (error) {
            const refused = error instanceof DOMException && error.name === "NotAllowedError";
            say(refused ? "The browser was not allowed to use the microphone." : (error as Error).message);
        }
        this.showInput();
    }
    private showInput(): void { this.input.textContent = this.sound.source === "none" ? "" : this.sound.sourceName; }

    private stimulusSection(): HTMLElement {
        const group = element("div", { class: "shapes", role: "radiogroup", "aria-label": "Stimulus" });
        for (const [id, name, path] of shapes) {
            const radio = element("input", { type: "radio", name: "shape", value: id, "aria-label": name, change: () => this.patch.setChoice("stim_shape", id) });
            group.append(element("label", { title: name }, radio, drawing("0 0 24 24", path)));
        }
        this.stimulus.append(element("h2", {}, "Stimulus", this.shapeName), group, this.stimulusFields,
            element("div", { class: "buttons" }, element("button", { type: "button", title: "One stimulus (Enter)", click: () => this.once() }, "Once")));
        return this.stimulus;
    }
    private notes(): HTMLElement {
        const mode = new ChoiceField(this.patch, "midi_mode", "Notes are", { off: "not used", current: "current", pitch: "neurons in tune" });
        const field = new Field(this.patch, "midi_current_pa", { hue: "cur" });
        this.parts.push(mode, field);
        return element("div", { class: "sec" }, element("h2", {}, "Notes"), mode.root, field.root, this.keys.root);
    }

    private modelRow(): HTMLElement {
        for (const { id, name } of models) this.ladder.append(element("option", { value: id }, name));
        this.rung.append(...models.map(({ id, name }) => {
            const radio = element("input", { type: "radio", name: "model", value: id, "aria-label": name, change: () => this.patch.setChoice("model", id) });
            return element("label", { title: name }, radio, element("span", {}, /^glif[2-5]$/.test(id) ? name.slice(-1) : name));
        }));
        return element("div", { class: "model-row" }, this.rung, this.ladder);
    }

    private makeFooter(): void {
        for (const [key, name, unit] of [["rate", "Rate", "spikes/s"], ["cv", "ISI CV", ""], ["isi", "Last ISI", "ms"], ["rest", "V_{rest}", "mV"], ["tau", "τ", "ms"], ["rheobase", "Rheobase", "pA"], ["load", "Load", "%"]] as const) {
            const value = element("span", { class: "v" }, "–");
            this.numbers.set(key, value);
            const label = element("span", {});
            label.append(marked(name));
            this.footer.append(element("span", { class: "m" }, label, " ", value, " ", element("span", { class: "unit" }, unit)));
        }
        this.footer.append(this.lamp, this.spoken);
    }
    private number(key: string, text: string): void {
        const place = this.numbers.get(key)!;
        if (place.textContent !== text) place.textContent = text;
    }

    private changed(whole: boolean): void {
        const { patch, sound } = this;
        if (whole) {
            sound.tell({ values: patch.values, initial: patch.initial ?? [] });
            sound.tell({ values: patch.values, start: true, run: this.running });
        } else sound.tell({ values: patch.values });
        const shape = patch.choice("stim_shape");
        const found = shapes.find(([id]) => id === shape)!;
        if (this.shapeName.textContent !== found[1]) {
            this.shapeName.textContent = found[1];
            this.stimulusFields.replaceChildren();
            for (const part of this.stimulusParts) this.parts.splice(this.parts.indexOf(part), 1);
            this.stimulusParts = found[3].map((id) => new Field(patch, id, { hue: "cur" }));
            this.parts.push(...this.stimulusParts);
            this.stimulusFields.append(...this.stimulusParts.map((part) => part.root));
        }
        for (const radio of this.stimulus.querySelectorAll<HTMLInputElement>("input[type=radio]")) radio.checked = radio.value === shape;
        const model = patch.choice("model");
        if (this.ladder.value !== model) this.view.measureFromNow();
        this.ladder.value = model;
        for (const radio of this.rung.querySelectorAll<HTMLInputElement>("input")) radio.checked = radio.value === model;
        for (const part of this.parts) part.refresh();
        this.circuit.refresh();
        this.scope.follow();
        this.number("rest", patch.circuit.rest_mv === null ? "–" : patch.circuit.rest_mv.toFixed(1).replace("-", "−"));
        this.number("tau", patch.circuit.tau_ms === null ? "–" : significant(patch.circuit.tau_ms));
        this.showRun();
        clearTimeout(this.rheobaseTimer);
        this.rheobaseTimer = window.setTimeout(() => void this.analyse(), 250);
    }
    private stimulusParts: Field[] = [];

    /** What takes longer than a frame: rheobase, and for notes in tune how fast the neuron fires. */
    private async analyse(): Promise<void> {
        const { values, initial } = this.patch;
        const found = await this.laboratory.ask<number | null>("rheobase", { values }).catch(() => null);
        this.rheobase = found ?? NaN;
        this.number("rheobase", significant(this.rheobase));
        if (this.patch.choice("midi_mode") !== "pitch") return;
        const pitch = await this.laboratory.ask<{ bytes: Uint8Array; rate_hz: number }>("pitch", { values, initial }).catch(() => null);
        if (pitch === null) return;
        this.sound.tell({ pitch: pitch.bytes });
        if (pitch.rate_hz === 0) say("This neuron has no steady rate: notes are not in tune.");
    }

    private showRun(): void {
        const live = this.sound.running;
        this.run.replaceChildren(drawing("0 0 24 24", live && this.running ? '<path d="M7 7h10v10H7z" fill="currentColor"/>' : '<path d="M8 5l11 7-11 7z" fill="currentColor"/>'),
            live && this.running ? "Stop" : "Run", element("kbd", {}, "space"));
        this.scope.hint = !live ? (whyNoSound() || "Press Run, or the space bar") : this.patch.choice("stim_shape") === "off" ? "No current yet. Choose a stimulus, or play a note." : "";
    }
    /** Everything that begins sound begins here, in a person's tap or key. */
    async toggle(): Promise<void> {
        const why = whyNoSound();
        if (why !== "") { say(why); return; }
        if (!this.sound.running) {
            this.running = true;
            this.sound.tell({ run: true });
            await this.sound.start();
        } else {
            this.running = !this.running;
            this.sound.tell({ run: this.running });
        }
        this.showRun();
    }
    async once(): Promise<void> {
        if (!this.sound.running) await this.toggle();
        this.sound.tell({ send: true });
    }
    reset(): void { this.sound.tell({ values: this.patch.values, start: true, run: this.running }); }

    private news: News | null = null;
    private before: News | null = null;
    private hear(news: News): void {
        if (news.buffer !== undefined) this.view.add(news.buffer, news.count ?? 0);
        this.news = news;
        this.peak = Math.max(this.peak, news.peak);
        if (this.before === null || news.time - this.before.time > 1) {
            if (this.before !== null) this.number("load", Math.max(0, (news.busy_ms - this.before.busy_ms) / (news.time - this.before.time) / 10).toFixed(0));
            this.before = news;
        }
        document.documentElement.dataset.underruns = String(news.underruns);
        document.documentElement.dataset.busy = String(news.busy_ms);
        document.documentElement.dataset.spikes = String(news.spikes);
    }

    private tenTimesASecond(now_ms: number): void {
        this.slowly = now_ms;
        const total_pa = this.scope.current_pa, words = `${significant(total_pa)} pA`;
        if (this.total.textContent !== words) this.total.textContent = words;
        const level_db = 20 * Math.log10(this.peak);
        this.peak = 0;
        this.meter.value = Math.max(quietest_db, level_db);
        this.peakWords.textContent = level_db > quietest_db ? `${level_db.toFixed(0).replace("-", "−")} dB` : "silent";
    }

    /** Every frame of the screen. */
    draw(now_ms: number): void {
        this.scope.draw();
        if (this.news === null) return;
        this.circuit.live(this.news.now);
        if (this.news.spikes !== this.lastSpikes) this.firedAt = now_ms;
        this.lastSpikes = this.news.spikes;
        const words = now_ms - this.firedAt < 300 && this.firedAt > 0 ? "Firing" : this.sound.running ? "At rest" : "No sound yet";
        if (this.lamp.textContent !== words) this.lamp.textContent = words;
        this.lamp.classList.toggle("on", words === "Firing");
        if (now_ms - this.slowly > 100) this.tenTimesASecond(now_ms);
        const measured = this.view.statistics();
        this.number("rate", significant(measured.rate));
        this.number("cv", Number.isFinite(measured.cv) ? measured.cv.toFixed(2) : "–");
        this.number("isi", significant(measured.lastIsi_ms));
        const rate = Number.isFinite(measured.rate) ? `${significant(measured.rate)} spikes per second` : "";
        if (rate !== this.spokenRate && now_ms - this.spokenAt > 4000) {
            this.spoken.textContent = this.spokenRate = rate;
            this.spokenAt = now_ms;
        }
    }
}
