// Bench: the course's experiments on a copy of the neuron. The sound goes on.
import type { Laboratory } from "../core/laboratory";
import type { Patch } from "../core/patch";
import { element, fold, isNarrow, save, say } from "../parts/dom";
import { significant } from "../parts/field";
import { plot, type Axis, type Guide, type Series } from "../parts/plot";

interface NumberSetting { id: string; label: string; unit: string; help: string; least: number; most: number; value: number }
interface Kind { id: string; title: string; summary: string; list: { id: string; unit: string; usual: string; values: number[] } | null; numbers: NumberSetting[] }
interface Outcome {
    title: string; figures: { name: string; value: number | null; unit: string; note: string }[];
    columns: { name: string; head: string; unit: string; detail: boolean }[]; rows: (number | null)[][];
    x: Axis; y: Axis; series: Series[]; remarks: string[]; guides: Guide[]; lanes: { name: string; unit: string; series: Series[]; share: number }[]; protocol: string;
}

export class BenchPage {
    readonly root = element("div", { class: "bench page" });
    private readonly list = element("ul", { class: "list" });
    private readonly chosenWords = element("small");
    private readonly folded = element("details", { class: "folded", open: true }, element("summary", {}, element("h2", {}, "Experiments", this.chosenWords)), this.list);
    private readonly protocol = element("div", { class: "sec" });
    private readonly run = element("button", { type: "button", class: "primary", click: () => void this.toggle() });
    private readonly bar = element("progress", { max: "1", value: "0", "aria-label": "Progress" });
    private readonly title = element("h2");
    private readonly picture = element("div", { class: "plot" });
    private readonly remarks = element("div", { class: "remarks" });
    private readonly result = element("div", {});
    private readonly status = element("p", { "aria-live": "polite" });
    private readonly exports: HTMLButtonElement[];
    private kinds: Kind[] = [];
    private chosen = 0;
    private outcomes = new Map<string, Outcome>();
    private last = ""; ///< whose outcome the laboratory still has
    private running = false;

    constructor(private readonly patch: Patch, private readonly laboratory: Laboratory, private readonly version: string) {
        const button = (words: string, press: () => void) => element("button", { type: "button", disabled: true, click: press }, words);
        this.exports = [button("CSV", () => void this.csv(false)), button("Course CSV", () => void this.csv(true)), button("SVG", () => this.svg())];
        this.root.append(
            element("aside", { class: "card side", "aria-label": "Experiments" }, element("div", { class: "sec" }, this.folded), this.protocol,
                element("div", { class: "sec" }, this.bar, this.run, this.status)),
            element("section", { class: "card plot-card", "aria-label": "Plot" }, this.title, element("div", { class: "buttons" }, ...this.exports), this.picture, this.remarks),
            element("aside", { class: "card side", "aria-label": "Result" }, this.result));
        addEventListener("resize", () => this.resized());
    }

    shown(): void {
        this.resized();
        if (this.kinds.length > 0) return;
        void this.laboratory.ask<Kind[]>("experiments").then((kinds) => {
            this.kinds = kinds;
            this.list.append(...kinds.map((kind, i) => element("li", {}, element("button", { type: "button", click: () => { this.choose(i); fold(this.folded); } },
                element("span", {}, kind.title, element("small", {}, kind.summary))))));
            fold(this.folded);
            this.choose(Math.max(0, kinds.findIndex(({ id }) => id === "strength-duration")));
        });
    }
    key(event: KeyboardEvent): boolean {
        if (event.key !== " ") return false;
        void this.toggle();
        return true;
    }

    private get kind(): Kind { return this.kinds[this.chosen]!; }
    private choose(which: number): void {
        if (this.running) return;
        this.chosen = which;
        this.list.querySelectorAll("button").forEach((button, i) => { if (i === which) button.setAttribute("aria-current", "true"); else button.removeAttribute("aria-current"); });
        const rows = this.kind.numbers.map((number) => {
            const input = element("input", { type: "text", inputmode: "decimal", value: String(number.value), "data-id": number.id, title: number.help, "aria-label": `${number.label}, ${number.unit || "number"}` });
            return element("div", { class: "field" }, element("span", { class: "name" }, number.label), input, element("span", { class: "unit" }, number.unit));
        });
        if (this.kind.list !== null) {
            const { id, unit, usual, values } = this.kind.list;
            const input = element("input", { type: "text", value: values.join(" "), "data-list": id, placeholder: usual, "aria-label": `${id}, ${unit}, between spaces`, style: "inline-size: 100%; text-align: start" });
            rows.push(element("div", { class: "field" }, input, element("span", { class: "unit" }, unit)));
        }
        this.protocol.replaceChildren(element("h2", {}, "Protocol"), ...rows);
        this.status.textContent = "";
        this.show();
    }

    /** The numbers that were typed. Throws the line that says what would be right. */
    private settings(): { numbers: Record<string, number>; list: number[] } {
        const read = (text: string, name: string) => {
            const value = Number(text.trim().replace(",", ".").replace("−", "-"));
            if (text.trim() === "" || !Number.isFinite(value)) throw new Error(`${name}: "${text}" is not a number`);
            return value;
        };
        const numbers: Record<string, number> = {};
        for (const setting of this.kind.numbers) {
            const value = read(this.protocol.querySelector<HTMLInputElement>(`[data-id="${setting.id}"]`)!.value, setting.label);
            if (value < setting.least || value > setting.most)
                throw new Error(`${setting.label}: ${value} is outside its range, ${setting.least} to ${setting.most} ${setting.unit}`);
            numbers[setting.id] = value;
        }
        const typed = this.protocol.querySelector<HTMLInputElement>("[data-list]")?.value ?? "";
        return { numbers, list: typed.split(/[\s;]+/).filter((word) => word !== "").map((word) => read(word, this.kind.list!.id)) };
    }

    async toggle(): Promise<void> {
        if (this.running) { this.laboratory.stop(); return; }
        if (this.kinds.length === 0) return;
        const kind = this.kind;
        try {
            const settings = this.settings();
            this.running = true;
            this.show();
            this.status.textContent = "Running";
            const outcome = await this.laboratory.ask<Outcome>("run_experiment", { id: kind.id, values: this.patch.values, initial: this.patch.initial, ...settings },
                (share) => { this.bar.value = share; });
            this.outcomes.set(kind.id, outcome);
            this.last = kind.id;
            this.status.textContent = `Done. ${this.words(outcome.figures[0])}`;
        } catch (error) {
            this.status.textContent = (error as Error).message;
        }
        this.running = false;
        this.show();
        if (isNarrow() && this.last === kind.id) this.title.scrollIntoView({ block: "start" });
    }

    private words(figure: Outcome["figures"][0] | undefined): string {
        return figure === undefined ? "" : `${figure.name}: ${figure.value === null ? "not known" : `${significant(figure.value)} ${figure.unit}`}`;
    }

    private show(): void {
        const outcome = this.outcomes.get(this.kind.id);
        this.run.replaceChildren(this.running ? "Stop" : "Run", element("kbd", {}, "space"));
        this.bar.hidden = !this.running;
        this.bar.value = 0;
        this.chosenWords.textContent = this.kind.title;
        this.title.replaceChildren(this.kind.title, element("small", {}, this.kind.summary));
        const fresh = outcome !== undefined && this.last === this.kind.id && !this.running;
        this.exports.forEach((button, i) => { button.disabled = i === 2 ? outcome === undefined : !fresh; });
        this.exports[1]!.hidden = this.kind.id !== "strength-duration";
        if (outcome === undefined) {
            this.picture.replaceChildren(element("p", { class: "remarks" }, "No results yet. Press Run, or the space bar."));
            this.remarks.replaceChildren();
            this.result.replaceChildren(element("h2", {}, "Result"));
            return;
        }
        this.draw(outcome);
        this.remarks.replaceChildren(...outcome.remarks.map((remark) => element("p", {}, remark)));
        const columns = outcome.columns.map((column, i) => ({ ...column, i })).filter((column) => !column.detail);
        const shown = outcome.rows.slice(0, 200);
        this.result.replaceChildren(element("h2", {}, "Result"),
            ...outcome.figures.map((figure) => element("p", { class: "figure", title: figure.note }, element("small", {}, figure.name),
                element("b", {}, figure.value === null ? "–" : significant(figure.value)), " ", element("span", { class: "unit" }, figure.unit))),
            element("div", { class: "table", tabindex: "0", role: "region", "aria-label": "Table of the outcome" }, element("table", {}, element("thead", {}, element("tr", {}, ...columns.map((column) => element("th", { scope: "col" }, `${column.head}${column.unit === "" ? "" : ` ${column.unit}`}`)))),
                element("tbody", {}, ...shown.map((row) => element("tr", {}, ...columns.map((column) => element("td", {}, row[column.i] == null ? "–" : significant(row[column.i]!)))))))));
    }

    private draw(outcome: Outcome): void {
        const width = Math.max(300, Math.min(1400, this.picture.clientWidth)), height = Math.min(460, Math.max(300, width * 0.58));
        const lane = Math.max(150, height * 0.34), all_x = outcome.series.flatMap((each) => each.x);
        this.drawnFor_px = this.picture.clientWidth;
        this.picture.innerHTML = plot(outcome.series, outcome.x, outcome.y, outcome.guides, width, height)
            + outcome.lanes.map(({ name, unit, series }) => plot(series.map((each) => ({ ...each, name: "" })), outcome.x, { label: name, unit, logarithmic: false }, [], width, lane, all_x)).join("");
    }
    private drawnFor_px = 0;
    private resized(): void {
        const outcome = this.kinds.length > 0 ? this.outcomes.get(this.kind.id) : undefined;
        if (outcome !== undefined && this.picture.clientWidth > 0 && this.picture.clientWidth !== this.drawnFor_px) this.draw(outcome);
    }

    private async csv(course: boolean): Promise<void> {
        const { id } = this.kind, cell = this.patch.cell || "neuron";
        try {
            const text = await this.laboratory.ask<string>("experiment_csv", { id, cell, values: this.patch.values, version: this.version, protocol: this.outcomes.get(id)!.protocol, course });
            save(`${id}-${cell.replace(/\W+/g, "-")}.csv`, text, "text/csv");
        } catch (error) { say((error as Error).message); }
    }
    private svg(): void {
        const style = getComputedStyle(document.documentElement);
        const text = new XMLSerializer().serializeToString(this.picture.querySelector("svg")!).replace(/var\(--(\w+)\)/g, (_, name: string) => style.getPropertyValue(`--${name}`).trim());
        save(`${this.kind.id}.svg`, text.replace("<svg ", `<svg style="background:${style.getPropertyValue("--plot")};font:12px monospace" fill="${style.getPropertyValue("--text3")}" `), "image/svg+xml");
    }
}
