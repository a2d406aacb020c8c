// The table of parameters, as the core has it.
import { ask, type Instance } from "./wasm";

export interface Parameter {
    readonly id: string;
    readonly label: string;
    readonly group: string;
    readonly unit: string;
    readonly min: number;
    readonly max: number;
    readonly default: number;
    readonly scale: "linear" | "logarithmic" | "cubic" | "symmetric" | "integer" | "choice";
    readonly choices: readonly string[];
    readonly help: string;
}

export class Table {
    readonly rows: readonly Parameter[];
    private readonly places = new Map<string, number>();

    constructor(private readonly core: Instance) {
        this.rows = ask<Parameter[]>(core, "table");
        this.rows.forEach((row, place) => this.places.set(row.id, place));
    }

    has(id: string): boolean { return this.places.has(id); }
    place(id: string): number {
        const place = this.places.get(id);
        if (place === undefined) throw new Error(`${id}: there is no such parameter`);
        return place;
    }
    row(id: string): Parameter { return this.rows[this.place(id)]!; }
    defaults(): number[] { return this.rows.map((row) => row.default); }

    /** Place on a slider, 0 to 1, and back. */
    position(id: string, value: number): number { return ask(this.core, "position", { id, value }); }
    value(id: string, position: number): number { return ask(this.core, "value", { id, position }); }
    /** "−62.6 mV" */
    display(id: string, value: number): string { return ask(this.core, "display", { id, value }); }
    exact(id: string, value: number): string { return ask(this.core, "exact", { id, value }); }
    /** What a person typed. Throws the one line that says what would be right. */
    parse(id: string, text: string): number { return ask<{ value: number }>(this.core, "parse", { id, text }).value; }
}
