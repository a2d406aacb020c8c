// The values of all parameters, and where they came from. The page owns the truth; the sound and the scope have copies.
import { ask, type Instance } from "./wasm";
import type { Table } from "./table";

export interface Circuit {
    ionic: boolean;
    reversals: Record<string, number>;
    variables: string[];
    fires: boolean;
    rest_mv: number | null;
    tau_ms: number | null;
}

interface Loaded { name: string; cell?: string; id?: string; values: number[]; initial: (number | null)[]; notes?: string[] }

export class Patch {
    values: number[];
    /** V in mV, then the internal variables; null: not stated. */
    initial: (number | null)[] | null = null;
    name = "";
    cell = "";
    changed = false;
    circuit!: Circuit;
    private readonly listeners: ((whole: boolean) => void)[] = [];
    private past: { values: number[]; initial: (number | null)[] | null; name: string; cell: string }[] = [];
    private future: typeof this.past = [];
    private lastId = "";

    constructor(private readonly core: Instance, readonly table: Table) {
        this.values = table.defaults();
        this.derive();
    }

    /** `whole`: all values were replaced, the neuron starts from its beginning. */
    listen(listener: (whole: boolean) => void): void { this.listeners.push(listener); }

    get(id: string): number { return this.values[this.table.place(id)]!; }
    choice(id: string): string { return this.table.row(id).choices[Math.round(this.get(id))]!; }
    on(id: string): boolean { return this.get(id) > 0.5; }

    set(id: string, value: number): void {
        const place = this.table.place(id);
        if (this.values[place] === value) return;
        if (id !== this.lastId) this.remember();
        this.lastId = id;
        this.values[place] = value;
        this.changed = true;
        this.derive();
        this.tell(false);
    }
    setChoice(id: string, name: string): void { this.set(id, this.table.row(id).choices.indexOf(name)); }

    preset(file: string, text: string): string[] {
        const loaded = ask<Loaded>(this.core, "read_preset", { file, text });
        this.take({ ...loaded, cell: loaded.cell ?? "" });
        return loaded.notes ?? [];
    }
    useCell(id: string): void {
        const loaded = ask<Loaded>(this.core, "apply_cell", { id, values: this.values });
        this.take({ ...loaded, cell: loaded.id ?? id });
    }
    text(): string { return ask(this.core, "write_preset", { name: this.name, cell: this.cell, values: this.values }); }

    undo(): boolean { return this.go(this.past, this.future); }
    redo(): boolean { return this.go(this.future, this.past); }

    /** "model=hh&stim_shape=step": all that is not at its default, for the address of the page. */
    fragment(): string {
        const parts = this.table.rows
            .filter((row, place) => this.values[place] !== row.default)
            .map((row) => `${row.id}=${encodeURIComponent(this.table.exact(row.id, this.get(row.id)))}`);
        if (this.cell !== "") parts.unshift(`cell=${encodeURIComponent(this.cell)}`);
        if (this.name !== "") parts.unshift(`name=${encodeURIComponent(this.name)}`);
        return parts.join("&");
    }
    /** Reads what fragment() wrote, by hand or by another version. Lines that say what could not be used. */
    readFragment(fragment: string): string[] {
        const values = this.table.defaults();
        const notes: string[] = [];
        let name = "", cell = "";
        for (const [id, text] of new URLSearchParams(fragment)) {
            if (id === "name") name = text;
            else if (id === "cell") cell = text;
            else if (!this.table.has(id)) notes.push(`${id}: there is no such parameter`);
            else {
                try { values[this.table.place(id)] = this.table.parse(id, text); } catch (error) { notes.push((error as Error).message); }
            }
        }
        this.take({ name, cell, values, initial: null });
        return notes;
    }

    private take(loaded: { name: string; cell: string; values: number[]; initial: (number | null)[] | null }): void {
        this.remember();
        this.lastId = "";
        this.put(loaded);
    }
    private put(state: { name: string; cell: string; values: number[]; initial: (number | null)[] | null }): void {
        this.values = [...state.values];
        this.initial = state.initial;
        this.name = state.name;
        this.cell = state.cell;
        this.changed = false;
        this.derive();
        this.tell(true);
    }
    private remember(): void {
        this.past.push({ values: [...this.values], initial: this.initial, name: this.name, cell: this.cell });
        if (this.past.length > 100) this.past.shift();
        this.future = [];
    }
    private go(from: typeof this.past, to: typeof this.past): boolean {
        const state = from.pop();
        if (state === undefined) return false;
        to.push({ values: [...this.values], initial: this.initial, name: this.name, cell: this.cell });
        this.lastId = "";
        this.put(state);
        return true;
    }
    private derive(): void { this.circuit = ask(this.core, "circuit", { values: this.values }); }
    private tell(whole: boolean): void { for (const listener of this.listeners) listener(whole); }
}
