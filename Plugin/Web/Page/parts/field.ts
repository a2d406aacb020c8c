// A value field: name, number with its unit, and a slider beneath. Both are native controls.
import type { Patch } from "../core/patch";
import type { Parameter } from "../core/table";
import { element, marked, say } from "./dom";

/** How a field shows its parameter where that is not as it is. */
export interface Shown { label?: string; hue?: string; unit?: string; factor?: (patch: Patch) => number; inverse?: boolean; locked?: () => boolean }

const steps = 1000;

export class Field {
    readonly root: HTMLElement;
    private readonly number: HTMLInputElement;
    private readonly slider: HTMLInputElement;
    private readonly unit: HTMLElement;
    private readonly row: Parameter;

    constructor(private readonly patch: Patch, readonly id: string, private readonly shown: Shown = {}) {
        this.row = patch.table.row(id);
        const name = this.row.label;
        this.number = element("input", { type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false", "aria-label": `${name}, ${this.spokenUnit()}`,
            title: this.row.help, change: () => this.typed(), keydown: (event: KeyboardEvent) => this.key(event), focus: () => this.number.select() });
        this.slider = element("input", { type: "range", min: "0", max: String(steps), "aria-label": name, title: this.row.help, input: () => this.slid(),
            dblclick: () => patch.set(id, this.row.default) });
        this.unit = element("span", { class: "unit" }, shown.unit ?? this.row.unit);
        const label = element("span", { class: "name" });
        label.append(marked(shown.label ?? name));
        this.root = element("div", { class: "field", "data-id": id, style: `--hue: var(--${shown.hue ?? "text2"})` }, label, this.number, this.unit, this.slider);
        this.refresh();
    }

    private spokenUnit(): string {
        const unit = this.shown.unit ?? this.row.unit;
        return unit === "" ? "number" : unit;
    }
    private get factor(): number { return this.shown.factor?.(this.patch) ?? 1; }
    private toShown(value: number): number { return this.shown.inverse ? this.factor / value : value * this.factor; }
    private fromShown(value: number): number { return this.shown.inverse ? this.factor / value : value / this.factor; }

    refresh(): void {
        this.root.classList.remove("refused");
        const value = this.patch.get(this.id);
        const plain = this.shown.factor === undefined;
        const text = plain ? this.patch.table.display(this.id, value) : `${significant(this.toShown(value))} ${this.shown.unit}`;
        const [digits, ...unit] = text.split(" ");
        if (document.activeElement !== this.number) this.number.value = digits!;
        if (plain) this.unit.textContent = unit.join(" ");
        const position = Math.round(this.patch.table.position(this.id, value) * steps);
        if (Number(this.slider.value) !== position) this.slider.value = String(position);
        this.slider.style.setProperty("--share", `${(position / steps) * 100}%`);
        this.slider.setAttribute("aria-valuetext", text);
        const locked = this.shown.locked?.() ?? false;
        this.number.disabled = this.slider.disabled = locked;
    }

    private slid(): void {
        const value = this.patch.table.value(this.id, Number(this.slider.value) / steps);
        this.patch.set(this.id, value);
    }
    private typed(): void {
        try {
            const text = this.number.value.trim();
            if (this.shown.factor === undefined) this.patch.set(this.id, this.patch.table.parse(this.id, text));
            else {
                const number = Number(text.replace(",", ".").replace("−", "-"));
                if (text === "" || !Number.isFinite(number)) throw new Error(`${this.row.label}: "${text}" is not a number in ${this.shown.unit}`);
                this.patch.set(this.id, this.patch.table.parse(this.id, String(this.fromShown(number))));
            }
            this.number.blur();
            this.refresh();
        } catch (error) {
            this.number.blur();
            this.refresh();
            this.root.classList.add("refused");
            say(`${(error as Error).message}. The value stays as it was.`);
        }
    }
    private key(event: KeyboardEvent): void {
        if (event.key === "Enter") this.number.blur();
        if (event.key === "Escape") {
            this.number.value = "";
            this.refresh();
            this.number.value = this.patch.table.display(this.id, this.patch.get(this.id)).split(" ")[0]!;
            this.number.blur();
        }
        const turns: Record<string, number> = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 };
        const turn = turns[event.key];
        if (turn === undefined) return;
        event.preventDefault();
        this.slider.value = String(Number(this.slider.value) + turn);
        this.slid();
        this.number.value = this.patch.table.display(this.id, this.patch.get(this.id)).split(" ")[0]!;
    }
}

/** Three significant digits, no exponent. */
export function significant(value: number): string {
    if (!Number.isFinite(value)) return "–";
    const size = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
    return value.toFixed(Math.min(12, Math.max(0, 2 - size))).replace("-", "−");
}

/** A choice parameter as a group of radio buttons, or a list where they would not fit. */
export class ChoiceField {
    readonly root: HTMLElement;
    private readonly select: HTMLSelectElement;

    constructor(private readonly patch: Patch, readonly id: string, label: string, names: Record<string, string>) {
        const row = patch.table.row(id);
        this.select = element("select", { "aria-label": label, title: row.help, change: () => patch.set(id, Number(this.select.value)) },
            ...row.choices.map((choice, i) => element("option", { value: String(i) }, names[choice] ?? choice)));
        this.root = element("div", { class: "field choice", "data-id": id }, element("span", { class: "name" }, label), this.select);
        this.refresh();
    }
    refresh(): void { this.select.value = String(Math.round(this.patch.get(this.id))); }
}
