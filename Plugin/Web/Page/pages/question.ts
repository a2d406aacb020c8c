// One step of a lesson on the screen: its words, sounds, answers and what came of them.
import { element } from "../parts/dom";
import { significant } from "../parts/field";
import { gridStep, tidy } from "../scope/painter";
import type { LessonPage } from "./lesson";
import type { Control, Traces, View } from "./lesson.model";

export class Question {
    readonly root = element("section", { class: "card question", "aria-label": "Question" });
    private readonly feedback = element("p", { class: "feedback", role: "status", "aria-live": "polite" });
    private readonly hints = element("div", { class: "hints", "aria-live": "polite" });
    private view!: View;
    private keys: number[] = [];
    private order: number[] = [];
    private textsShown = false;
    private typed: HTMLInputElement | HTMLTextAreaElement | null = null;
    private fields = new Map<string, HTMLInputElement>();
    private drawnFor = "";

    constructor(private readonly lesson: LessonPage) { this.waiting("Choose a lesson. Nothing leaves this computer by itself."); }

    waiting(words: string): void {
        this.drawnFor = "";
        this.root.replaceChildren(element("p", { class: "body", role: "status" }, words));
    }

    show(view: View, traces: Traces | null, is_new: boolean): void {
        this.view = view;
        if (is_new) {
            this.keys = [];
            this.order = [];
            this.fields.clear();
            this.typed = null;
            this.hints.replaceChildren();
            this.feedback.textContent = "";
        }
        if (view.hint !== undefined) this.hints.append(element("p", {}, view.hint));
        this.say(view);
        for (const [field, text] of Object.entries(view.fields ?? {})) { const input = this.fields.get(field); if (input !== undefined) input.value = text; }
        // While something is typed or tuned the step is not built again.
        const key = JSON.stringify([view.position, view.where, view.phase === "answered", view.phase === "finished", view.attempts_left, view.can_advance, view.can_answer, view.cards, view.limits, traces !== null, this.keys, this.order, this.textsShown, this.lesson.playing]);
        if (key === this.drawnFor) return;
        const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.focus : undefined;
        this.drawnFor = key;
        if (view.phase === "finished") this.end(view); else this.build(view, traces);
        if (is_new) (this.root.querySelector<HTMLElement>("h2[tabindex]"))?.focus({ preventScroll: false });
        else if (focused !== undefined) this.root.querySelector<HTMLElement>(`[data-focus="${focused}"]`)?.focus();
    }

    private say(view: View): void {
        const { outcome } = view;
        let words = "";
        if (outcome !== undefined) {
            words = !outcome.accepted || outcome.noted ? outcome.text : `${outcome.correct ? "✓ " : "✗ "}${outcome.text || (outcome.correct ? "Right." : "Not this one.")}`;
            if (outcome.accepted && !outcome.correct && outcome.final && view.solution) words += ` The answer: ${view.solution}.`;
            if (outcome.accepted && !outcome.correct && !outcome.final && !outcome.noted) words += view.attempts_left === 1 ? " One attempt left." : ` ${view.attempts_left} attempts left.`;
        } else if (this.feedback.textContent !== "" && view.phase !== "ready") return;
        else if (view.phase === "answered" && view.solution) words = `The answer: ${view.solution}.`;
        if (view.recall !== undefined) words += ` ${view.recall}`;
        if (words.trim() !== "" || view.phase === "ready") this.feedback.textContent = words.trim();
    }

    private heading(view: View): HTMLElement[] {
        const steps = element("div", { class: "steps" }, ...view.progress.map((done, i) => element("i", { class: i === view.position ? "here" : done === 2 ? "done" : "" })), element("span", {}, view.where));
        const title = view.title || (view.asks ? view.text : view.lesson.title);
        const parts = [steps, element("h2", { class: "prompt", tabindex: "-1" }, title)];
        if (title !== view.text && view.text !== "") parts.push(element("p", { class: "body" }, view.text));
        return parts;
    }

    private build(view: View, traces: Traces | null): void {
        const button = (words: string, press: () => void, name = "", focus = words) => element("button", { type: "button", class: name, "data-focus": focus, click: press }, words);
        const parts: HTMLElement[] = this.heading(view);
        if (view.cards.length > 0) {
            parts.push(element("div", { class: "cards" }, ...view.cards.map((card, i) => element("button", { type: "button", "data-focus": `card ${i}`, class: this.lesson.playing === i ? "playing" : "",
                disabled: !card.can_play && this.lesson.playing !== i, click: () => void this.lesson.play(i) },
                element("span", {}, `${this.lesson.playing === i ? "■ " : "▶ "}${card.name}`, element("small", {}, card.plays === 0 ? "not heard yet" : card.plays === 1 ? "heard once" : `heard ${card.plays} times`)), element("kbd", {}, card.letter)))));
            if (this.textsShown) parts.push(element("div", { class: "body" }, ...view.cards.map((card) => element("p", {}, `Sound ${card.name}: ${card.alt}`))));
        }
        for (const control of view.controls) parts.push(this.knob(control, control.id));
        if (view.asks) parts.push(this.answers(view));
        parts.push(this.feedback, this.hints);
        if (traces !== null && traces.traces.length > 0) parts.push(this.pictures(traces));
        const open = view.asks && view.attempts_left > 0 && view.phase !== "answered";
        parts.push(element("div", { class: "deeds" },
            ...(view.can_go_back ? [button("Back", () => this.go("lesson_back"))] : []),
            ...(view.cards.length > 0 ? [button(this.textsShown ? "Hide texts" : "Texts of the sounds", () => { this.textsShown = !this.textsShown; this.again(); }, "", "texts")] : []),
            ...(open && view.hints_left > 0 ? [button("Hint", () => void this.lesson.tell("lesson_hint"))] : []),
            ...(open ? [button("Cannot tell", () => void this.lesson.tell("lesson_pass")), button("Reveal without scoring", () => void this.lesson.tell("lesson_reveal"))] : []),
            ...(view.can_advance ? [button("Next", () => this.go("lesson_next"), "primary")] : [])));
        this.root.replaceChildren(...parts);
    }

    private go(call: string): void {
        this.lesson.stop();
        void this.lesson.tell(call);
    }
    private again(): void { void this.lesson.tell("lesson_view"); }
    private hand(answer: unknown): void { void this.lesson.tell("lesson_answer", { answer }); }

    private answers(view: View): HTMLElement {
        const over = view.phase === "answered" || !view.can_answer;
        const check = (press: () => void) => element("button", { type: "button", class: "primary", "data-focus": "check", disabled: view.phase === "answered", click: press }, "Check");
        switch (view.kind) {
            case "choose":
                return element("fieldset", { class: "answers", "aria-label": "Answers" }, ...view.choices.map(({ key, label }) => element("button", { type: "button", "data-focus": `answer ${key}`,
                    "aria-pressed": String(this.keys.includes(key)), disabled: view.phase === "answered", click: () => this.pick(key) }, element("kbd", {}, String(key)), label)),
                ...(view.multiple === true ? [check(() => this.hand(this.keys))] : []));
            case "order":
                return element("fieldset", { class: "answers", "aria-label": "Order" }, ...view.cards.map((card, i) => element("button", { type: "button", "data-focus": `answer ${i}`, "aria-pressed": String(this.order.includes(i)),
                    disabled: over, click: () => this.pick(i + 1) }, element("kbd", {}, this.order.includes(i) ? String(this.order.indexOf(i) + 1) + "." : "–"), card.name)),
                element("button", { type: "button", click: () => { this.order.pop(); this.again(); } }, "Take back"), check(() => this.hand(this.order)));
            case "tune":
                return element("div", { class: "typed" }, this.knob(view.tune!, ""), check(() => this.hand(Number(this.root.querySelector<HTMLInputElement>("[data-tune]")!.dataset.tune))));
            case "experiment": {
                const rows = (view.checks ?? []).map(({ field, label, unit }) => {
                    const input = this.fields.get(field) ?? element("input", { type: "text", inputmode: "decimal", autocomplete: "off", "data-focus": field });
                    input.disabled = view.phase === "answered";
                    this.fields.set(field, input);
                    return element("label", {}, `${label}${unit === "" ? "" : `, ${unit}`}`, input);
                });
                const tools: HTMLElement[] = [];
                if (view.limits !== undefined && !view.limits.done)
                    tools.push(element("p", {}, `Series ${view.limits.series}, ${view.limits.ascending ? "upwards" : "downwards"}: step until the sound changes.`),
                        element("button", { type: "button", "data-focus": "step", click: () => void this.limits("step") }, "Step and play"), element("button", { type: "button", "data-focus": "changed", click: () => void this.limits("changed") }, "It changed here"));
                else if (view.by_hand !== true)
                    tools.push(element("button", { type: "button", "data-focus": "measure", disabled: view.phase === "answered", click: () => void this.measure() }, "Measure"));
                return element("div", { class: "typed" }, ...tools, ...rows, check(() => this.hand(Object.fromEntries([...this.fields].map(([field, input]) => [field, input.value])))));
            }
            case "explain": case "numeric": default: {
                const long = view.kind === "explain", label = long ? `Your explanation, at least ${view.least_words} words` : `Your answer${view.unit ? `, ${view.unit}` : ""}`;
                this.typed ??= long ? element("textarea", { "aria-label": label, "data-focus": "typed" }) : element("input", { type: "text", inputmode: "decimal", autocomplete: "off", "aria-label": label, "data-focus": "typed",
                    keydown: (event: KeyboardEvent) => { if (event.key === "Enter") { event.preventDefault(); this.confirm(); } } });
                this.typed.disabled = view.phase === "answered";
                return element("div", { class: "typed" }, this.typed, ...(view.unit ? [element("span", { class: "unit" }, view.unit)] : []), check(() => this.hand(this.typed!.value)));
            }
        }
    }

    private pick(key: number): void {
        const { view } = this;
        if (view.phase === "answered") return;
        if (view.kind === "order") {
            if (key <= view.cards.length && !this.order.includes(key - 1)) this.order.push(key - 1);
            this.again();
        } else if (view.multiple === true) {
            this.keys = this.keys.includes(key) ? this.keys.filter((each) => each !== key) : [...this.keys, key];
            this.again();
        } else if (view.choices.some((choice) => choice.key === key)) {
            this.keys = [key];
            this.hand([key]);
        }
    }

    /** Of a tune step (no id) or a parameter that the lesson lets the student move. */
    private knob(control: Control, id: string): HTMLElement {
        const steps = 1000, log = control.logarithmic && control.min > 0;
        const valueAt = (share: number) => {
            const value = log ? control.min * (control.max / control.min) ** share : control.min + (control.max - control.min) * share;
            const { increment } = control;
            return increment !== undefined && increment > 0 ? Math.min(control.max, control.min + Math.round((value - control.min) / increment) * increment) : value;
        };
        const shareOf = (value: number) => (log ? Math.log(value / control.min) / Math.log(control.max / control.min) : (value - control.min) / (control.max - control.min));
        const words = (value: number) => (control.blind === true ? "by ear" : `${significant(value)} ${control.unit}`);
        const output = element("output", {}, words(control.value));
        const slider = element("input", { type: "range", min: "0", max: String(steps), value: String(shareOf(control.value) * steps), "aria-label": control.label, "aria-valuetext": words(control.value), "data-focus": `knob ${id}`,
            disabled: control.locked === true || this.view.phase === "answered", input: () => {
                const value = valueAt(Number(slider.value) / steps);
                if (id === "") slider.dataset.tune = String(value);
                output.textContent = words(value);
                slider.setAttribute("aria-valuetext", words(value));
                void this.lesson.tell("lesson_move", { id, value }).then(() => this.lesson.retune());
            } });
        if (id === "") slider.dataset.tune = String(control.value);
        return element("label", { class: "typed" }, control.label, slider, output);
    }
    private async limits(does: string): Promise<void> {
        this.lesson.stop();
        await this.lesson.tell("lesson_limits", { does });
        if (does === "step") await this.lesson.play(0);
    }
    private async measure(): Promise<void> {
        for (const [field, text] of Object.entries(await this.lesson.measured())) {
            const input = this.fields.get(field);
            if (input !== undefined) input.value = text;
        }
    }

    /** One picture for each sound, all with the same axes: time, and V unless its numbers would tell the answer. */
    private pictures({ traces, numbers }: Traces): HTMLElement {
        const width = Math.max(280, Math.min(900, this.root.clientWidth - 56)), height = 150, left = numbers ? 44 : 8, right = 14, below = 20;
        const low = Math.min(...traces.flatMap((trace) => trace.low_mv.filter((value) => value < 1e8))), high = Math.max(...traces.flatMap((trace) => trace.high_mv.filter((value) => value > -1e8)));
        const range = Math.max(2, high - low), middle = (low + high) / 2, middle_y = (height - below) / 2;
        const y = (value: number) => middle_y - (value - middle) / range * (height - below - 16);
        return element("div", { class: "traces" }, ...traces.map((trace) => {
            const count = trace.low_mv.length, length_ms = trace.to_ms - trace.from_ms;
            const x = (time_ms: number) => left + (time_ms - trace.from_ms) / length_ms * (width - left - right);
            let drawn = "", path = "";
            const step_ms = gridStep(length_ms, width < 500 ? 4 : 8);
            for (let at = Math.ceil(trace.from_ms / step_ms) * step_ms; at <= trace.to_ms + 1e-9; at += step_ms)
                drawn += `<path d="M${x(at)} 4V${height - below}" stroke="var(--gridMajor)"/><text x="${x(at)}" y="${height - 5}" text-anchor="middle">${tidy(at, step_ms)}${at + step_ms > trace.to_ms ? " ms" : ""}</text>`;
            const step_mv = gridStep(range, 3);
            for (let at = Math.ceil(low / step_mv) * step_mv; numbers && at <= high; at += step_mv)
                drawn += `<path d="M${left} ${y(at)}H${width - right}" stroke="var(--gridMajor)"/><text x="${left - 5}" y="${y(at) + 4}" text-anchor="end">${tidy(at, step_mv)}</text>`;
            for (let i = 0; i < count; ++i) {
                if (trace.low_mv[i]! >= 1e8) continue;
                const across = (left + (i + 0.5) / count * (width - left - right)).toFixed(1);
                path += `${path === "" ? "M" : "L"}${across} ${y(trace.high_mv[i]!).toFixed(1)}L${across} ${y(trace.low_mv[i]!).toFixed(1)}`;
            }
            const words = `${trace.name}: ${numbers ? `${trace.spikes_ms.length} spikes, ${low.toFixed(0).replace("-", "−")} to ${high.toFixed(0).replace("-", "−")} mV` : "membrane voltage"}, ${significant(length_ms)} ms`;
            const figure = element("figure", {});
            figure.innerHTML = `<svg viewBox="0 0 ${width} ${height}" aria-hidden="true">${drawn}<path d="${path}" fill="none" stroke="var(--vm)" stroke-width="1.5" stroke-linejoin="round"/></svg>`;
            figure.append(element("figcaption", {}, words));
            return figure;
        }));
    }

    private end(view: View): void {
        this.root.replaceChildren(...this.heading(view).slice(0, 1), element("h2", { class: "prompt", tabindex: "-1" }, `${view.lesson.title}: ${view.passed ? "passed" : "not passed yet"}`),
            element("div", { class: "table", tabindex: "0", role: "region", "aria-label": "Review" }, element("table", {}, element("thead", {}, element("tr", {}, ...["Question", "Given", "Right", "Points"].map((head) => element("th", { scope: "col" }, head)))),
                element("tbody", {}, ...view.review.map((row) => element("tr", {}, element("td", {}, row.title), element("td", {}, row.given), element("td", {}, row.right), element("td", {}, `${Number(row.score.toFixed(2))} / ${row.points}`)))))),
            element("div", { class: "deeds" }, element("button", { type: "button", click: () => this.go("lesson_back") }, "Back")));
    }

    private confirm(): void {
        const { view } = this;
        if (view.can_advance) { this.go("lesson_next"); return; }
        this.root.querySelector<HTMLButtonElement>('[data-focus="check"]')?.click();
    }
    key(event: KeyboardEvent): boolean {
        const { view } = this, key = event.key.toLowerCase();
        const onButton = event.target instanceof HTMLButtonElement;
        if (key === "enter") { if (onButton) return false; this.confirm(); return true; }
        if (key === " ") { if (onButton) return false; void this.lesson.playAll(); return true; }
        const card = view.cards.findIndex(({ letter }) => letter.toLowerCase() === key);
        if (card >= 0) { void this.lesson.play(card); return true; }
        if (/^[1-9]$/.test(key)) { this.pick(Number(key)); return true; }
        const press = (focus: string) => { const button = this.root.querySelector<HTMLButtonElement>(`[data-focus="${focus}"]`); button?.click(); return button !== null; };
        if (key === "h") return press("Hint");
        if (key === "0") return press("Cannot tell");
        if (key === "l") return press("texts");
        return false;
    }
}
