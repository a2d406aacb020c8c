// Lesson: the list, one question, who answers and the results. The core grades; this page only shows and plays.
import type { Laboratory } from "../core/laboratory";
import type { Patch } from "../core/patch";
import type { Sound } from "../audio/sound";
import { whyNoSound } from "../audio/sound";
import { element, fold, save, say } from "../parts/dom";
import { Question } from "./question";
import type { CardSound, Listed, Traces, View } from "./lesson.model";

const largest_seed = 999999, endless_ms = 2000, gap_ms = 400;

export class LessonPage {
    readonly root = element("div", { class: "lesson page" });
    private readonly list = element("ul", { class: "list" });
    private readonly folded = element("details", { class: "folded", open: true }, element("summary", {}, element("h2", {}, "Lessons")), this.list);
    private readonly question: Question;
    private readonly side = element("aside", { class: "card side", "aria-label": "Score and results" });
    private readonly score = element("p", { class: "score" });
    private readonly name: HTMLInputElement;
    private readonly seedField: HTMLInputElement;
    private readonly code = element("p", { class: "remarks", "aria-live": "polite" });
    private listed: Listed[] | null = null;
    private chosen: Listed | null = null;
    private view: View | null = null;
    private seed = 0;
    private stopSound: (() => void) | null = null;
    playing: number | null = null;

    constructor(private readonly lessons: Record<string, string>, private readonly laboratory: Laboratory, private readonly sound: Sound, private readonly patch: Patch, private readonly version: string) {
        this.question = new Question(this);
        const field = (label: string, input: HTMLInputElement) => element("label", {}, label, input);
        this.name = element("input", { type: "text", autocomplete: "off", maxlength: "80", change: () => void this.setStudent() });
        this.seedField = element("input", { type: "text", inputmode: "numeric", autocomplete: "off", placeholder: "the lesson's own", change: () => void this.setSeed() });
        const opener = element("input", { type: "file", accept: ".json", class: "hidden", tabindex: "-1", "aria-hidden": "true", change: () => {
            const file = opener.files?.[0];
            if (file !== undefined) void file.text().then((text) => this.openFile(file.name, text));
            opener.value = "";
        } });
        this.side.append(element("div", { class: "sec" }, element("h2", {}, "Score"), this.score),
            element("div", { class: "sec who" }, element("h2", {}, "Student"), field("Your name", this.name), field("Seed", this.seedField), element("p", { class: "remarks" }, "Same seed and name, same questions.")),
            element("div", { class: "sec" }, element("h2", {}, "Results"), element("button", { type: "button", click: () => void this.results("csv") }, "Save results"),
                element("button", { type: "button", click: () => void this.results("code") }, "Copy one-line code"), this.code),
            element("div", { class: "sec" }, element("h2", {}, "Keys"), element("p", { class: "remarks" }, "A, B, C play · space plays all · 1 to 9 answer · Enter hands in, goes on · H hint · 0 cannot tell · L texts of the sounds")));
        this.folded.append(element("button", { type: "button", click: () => opener.click() }, "Open lesson file"));
        this.root.append(element("aside", { class: "card side lessons", "aria-label": "Lessons" }, this.folded, opener), this.question.root, this.side);
    }

    shown(): void {
        if (this.listed !== null) return;
        this.listed = [];
        void (async () => {
            for (const [file, text] of Object.entries(this.lessons).sort(([a], [b]) => (a < b ? -1 : 1))) await this.add(file, text);
        })();
    }
    left(): void { this.stop(); }

    private get microphone(): boolean { return navigator.mediaDevices !== undefined && whyNoSound() === ""; }
    private async add(file: string, text: string): Promise<Listed> {
        const read = await this.laboratory.ask<Omit<Listed, "file" | "text">>("lesson_read", { file, text, microphone: this.microphone });
        const listed = { ...read, file, text };
        this.listed!.push(listed);
        const missing = listed.missing.length > 0 ? `needs ${listed.missing.join(", ")}` : `${listed.minutes} min`;
        this.list.append(element("li", {}, element("button", { type: "button", disabled: listed.missing.length > 0, click: () => void this.open(listed) }, element("span", {}, `${this.listed!.length}. ${listed.title}`, element("small", {}, missing)))));
        return listed;
    }
    openFile(file: string, text: string): void {
        this.shown();
        this.add(file, text).then((listed) => this.open(listed)).catch((error: Error) => say(error.message));
    }

    private async open(listed: Listed): Promise<void> {
        this.stop();
        fold(this.folded);
        this.question.waiting(`Computing the answers of “${listed.title}” …`);
        try {
            await this.laboratory.ask("lesson_load", { file: listed.file, text: listed.text });
            this.chosen = listed;
            await this.begin();
        } catch (error) { this.question.waiting((error as Error).message); }
        this.list.querySelectorAll("button").forEach((button, i) => { if (this.listed![i] === listed) button.setAttribute("aria-current", "true"); else button.removeAttribute("aria-current"); });
    }
    private get shelf(): string { return `somaphone ${this.chosen!.id} ${this.name.value.trim()} ${this.seed}`; }
    private async begin(): Promise<void> {
        let journal = "";
        try { journal = localStorage.getItem(this.shelf) ?? ""; } catch { /* a page from a file may have no storage */ }
        await this.tell("lesson_begin", { seed: this.seed, student: this.name.value.trim(), version: this.version, started: new Date().toISOString(),
            microphone: this.microphone, pictures: false, journal });
    }

    /** One deed of the student; the step is drawn as it then stands. */
    async tell(call: string, given: object = {}): Promise<View | null> {
        try {
            const view = await this.laboratory.ask<View>(call, { now: performance.now(), ...given });
            const is_new = this.view === null || view.position !== this.view.position || view.where !== this.view.where || view.lesson.id !== this.view.lesson.id || view.phase === "finished";
            this.view = view;
            const traces = view.scope_shown ? await this.laboratory.ask<Traces>("lesson_traces") : null;
            this.question.show(view, traces, is_new);
            this.score.replaceChildren(view.score === undefined ? "–" : String(Number(view.score.toFixed(1))), element("small", {}, view.maximum === undefined ? "" : ` / ${view.maximum}`));
            this.seedField.disabled = view.fixed_seed;
            if (view.answered > 0) void this.laboratory.ask<{ journal: string }>("lesson_results").then(({ journal }) => {
                try { localStorage.setItem(this.shelf, view.phase === "finished" ? "" : journal); } catch { /* no storage */ }
            });
            return view;
        } catch (error) {
            say((error as Error).message);
            return null;
        }
    }

    /** What the bench shows for an experiment step, as texts for its fields. */
    async measured(): Promise<Record<string, string>> {
        try { return await this.laboratory.ask("lesson_measure"); } catch (error) { say((error as Error).message); return {}; }
    }

    // Sounds.
    async play(card: number): Promise<void> {
        const same = this.playing === card;
        this.stop();
        if (same || this.view?.cards[card]?.can_play !== true) return;
        await this.playOne(card, false);
    }
    async playAll(): Promise<void> {
        if (this.playing !== null) { this.stop(); return; }
        const turn = ++this.turn;
        for (let card = 0; card < (this.view?.cards.length ?? 0) && turn === this.turn; ++card) {
            if (!this.view!.cards[card]!.can_play) continue;
            await this.playOne(card, true, turn);
            await new Promise((done) => setTimeout(done, gap_ms));
        }
    }
    private turn = 0;
    stop(): void {
        ++this.turn;
        this.stopSound?.();
    }
    private async playOne(card: number, inTurn: boolean, turn = ++this.turn): Promise<void> {
        const started = this.sound.start(); // within the tap
        try {
            await started;
            this.sound.tell({ run: false });
            const found = await this.laboratory.ask<CardSound>("lesson_sound", { card, rate: this.sound.rate, now: performance.now() });
            if (turn !== this.turn) return;
            await new Promise<void>((done) => {
                const over = () => {
                    if (this.stopSound === null) return;
                    this.stopSound = null;
                    this.playing = null;
                    void this.tell("lesson_ended").then(() => done());
                };
                const halt = found.goes_on ? this.live(found, inTurn ? endless_ms : 0, over) : this.sound.playOnce(found.left!, found.right!, this.sound.rate, found.loop ?? false, over);
                this.stopSound = () => { halt(); over(); };
                this.playing = card;
                void this.tell("lesson_play", { card });
            });
        } catch (error) { say((error as Error).message); }
    }
    /** A knob is tuned by ear, or the room is heard: the player goes on until it is stopped. */
    private live(found: CardSound, length_ms: number, over: () => void): () => void {
        this.sound.tell({ values: found.values, initial: found.initial });
        this.sound.tell({ start: true, run: true });
        if (found.live_input === true) void this.sound.useMicrophone().catch((error: Error) => say(error.message));
        const timer = length_ms > 0 ? setTimeout(over, length_ms) : 0;
        return () => {
            clearTimeout(timer);
            if (found.live_input === true) this.sound.noInput();
            this.giveBack();
        };
    }
    private giveBack(): void {
        this.sound.tell({ values: this.patch.values, initial: this.patch.initial ?? [] });
        this.sound.tell({ start: true, run: false });
    }
    /** A knob moved while the sound goes on. */
    async retune(): Promise<void> {
        if (this.playing === null) return;
        const found = await this.laboratory.ask<CardSound>("lesson_sound", { card: this.playing, rate: this.sound.rate, now: performance.now() }).catch(() => null);
        if (found?.goes_on === true) this.sound.tell({ values: found.values });
    }

    // Who, and which questions.
    private async setStudent(): Promise<void> {
        if (this.chosen === null) return;
        if (this.view !== null && this.view.answered === 0) await this.begin();
        else await this.tell("lesson_student", { student: this.name.value.trim() });
    }
    private async setSeed(): Promise<void> {
        const text = this.seedField.value.trim(), seed = Number(text === "" ? 0 : text);
        if (!Number.isInteger(seed) || seed < 0 || seed > largest_seed || text === "0") {
            say(`Seed: a whole number from 1 to ${largest_seed} is needed.`);
            this.seedField.value = this.seed === 0 ? "" : String(this.seed);
            return;
        }
        if (this.view !== null && this.view.answered > 0 && this.view.phase !== "finished" && seed !== this.seed) {
            say("The seed stays as it is until the lesson is finished.");
            this.seedField.value = this.seed === 0 ? "" : String(this.seed);
            return;
        }
        this.seed = seed;
        if (this.chosen !== null) await this.begin();
    }
    private async results(what: "csv" | "code"): Promise<void> {
        if (this.view === null) { say("Open a lesson first."); return; }
        const { csv, code } = await this.laboratory.ask<{ csv: string; code: string }>("lesson_results");
        if (what === "csv") save(`${this.view.lesson.id}-${(this.name.value.trim() || "unnamed").replace(/[^\p{L}\p{N}]+/gu, "-")}.csv`, csv, "text/csv");
        else {
            this.code.textContent = code;
            await navigator.clipboard?.writeText(code).catch(() => {});
        }
    }

    key(event: KeyboardEvent): boolean { return this.view !== null && this.question.key(event); }
}
