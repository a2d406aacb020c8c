// The core's scope in the page: packets in, pictures and measurements out.
import type { Instance } from "../core/wasm";

export const states = ["Triggered", "Auto", "Waiting", "Armed", "Stopped", "Frozen", "Rolling"] as const;
export const modes = ["auto", "normal", "single"] as const;
export const sources = ["voltage", "current", "spike", "stimulus"] as const;

export interface Column { min: number; max: number; first: number; last: number; minFirst: boolean; filled: boolean }
export interface Point { x: number; value: number; begins: boolean }
export interface Trace { columns: Column[]; points: Point[]; min: number; max: number }

export interface Frame {
    start_s: number; span_s: number; zero_s: number;
    triggered: boolean; blank: boolean; state: (typeof states)[number];
    spikes: number; last_mv: number; last_pa: number; held_for_s: number; peak_mv: number;
    voltage: Trace; current: Trace;
    rows: Float32Array[]; density: Uint32Array | null;
    scrollLimit_s: number;
}
export interface Statistics { window_s: number; count: number; rate: number; cv: number; lastIsi_ms: number }
export interface Reading { dt_ms: number; rate: number; first_mv: number; second_mv: number; dv_mv: number; tau_ms: number }

export interface Settings {
    mode: (typeof modes)[number];
    source: (typeof sources)[number];
    falling: boolean;
    level: number;
    ms_per_division: number;
    drawnPeak_mv: number | null;
    neurons: number;
}

const raster_rows = 16;

export class ScopeView {
    private readonly scope: number;
    private readonly packets: number;
    frozen = false;

    constructor(private readonly core: Instance, most_packets = 256) {
        this.scope = core.call.soma_scope_new!();
        this.packets = core.call.soma_allocate!(core.call.soma_packet_bytes!() * most_packets);
    }

    add(buffer: ArrayBuffer, count: number): void {
        const bytes = count * this.core.call.soma_packet_bytes!();
        new Uint8Array(this.core.memory.buffer, this.packets, bytes).set(new Uint8Array(buffer, 0, bytes));
        this.core.call.soma_scope_add!(this.scope, this.packets, count);
    }

    set(settings: Settings): void {
        this.core.call.soma_scope_set!(this.scope, modes.indexOf(settings.mode), sources.indexOf(settings.source), settings.falling ? 1 : 0,
            settings.level, settings.ms_per_division, settings.drawnPeak_mv ?? NaN, settings.neurons);
    }
    arm(): void { this.core.call.soma_scope_arm!(this.scope); }
    freeze(wanted: boolean): void {
        this.frozen = wanted;
        this.core.call.soma_scope_freeze!(this.scope, wanted ? 1 : 0);
    }
    scroll(back_s: number): void { this.core.call.soma_scope_scroll!(this.scope, back_s); }
    measureFromNow(): void { this.core.call.soma_scope_measure_from_now!(this.scope); }
    /** Milliseconds a division, so many 1-2-5 steps away. */
    timeBase(ms_per_division: number, steps: number): number { return this.core.call.soma_scope_time_base!(ms_per_division, steps); }
    snap(time_s: number, reach_s: number): number { return this.core.call.soma_scope_snap!(this.scope, time_s, reach_s); }
    spikeAfter(time_s: number): number { return this.core.call.soma_scope_spike!(this.scope, time_s, 1); }

    statistics(): Statistics {
        const [window_s, count, rate, cv, lastIsi_ms] = this.numbers(this.core.call.soma_scope_statistics!(this.scope), 5);
        return { window_s: window_s!, count: count!, rate: rate!, cv: cv!, lastIsi_ms: lastIsi_ms! };
    }
    cursors(first_s: number, second_s: number): Reading {
        const [dt_ms, rate, first_mv, second_mv, dv_mv, tau_ms] = this.numbers(this.core.call.soma_scope_cursors!(this.scope, first_s, second_s), 6);
        return { dt_ms: dt_ms!, rate: rate!, first_mv: first_mv!, second_mv: second_mv!, dv_mv: dv_mv!, tau_ms: tau_ms! };
    }

    /** In the order in which ScopeView::frame in Plugin/Web/Core/ScopeView.cpp puts them. */
    frame(width_px: number): Frame {
        const numbers = this.numbers(this.core.call.soma_scope_frame!(this.scope, width_px), 64);
        let at = 0;
        const take = () => numbers[at++]!;
        const frame = { start_s: take(), span_s: take(), zero_s: take(), triggered: take() !== 0, blank: take() !== 0, state: states[take()]! };
        at += 1; // the time scale, which the page knows
        const readings = { spikes: take(), last_mv: take(), last_pa: take(), held_for_s: take(), peak_mv: take() };
        const trace = (): Trace => {
            const [columns, columnCount, points, pointCount, min, max] = [take(), take(), take(), take(), take(), take()];
            return { columns: this.columns(columns, columnCount), points: this.points(points, pointCount), min, max };
        };
        const voltage = trace(), current = trace();
        const rowCount = take(), density = take(), densityCount = take(), scrollLimit_s = take();
        const rows: Float32Array[] = [];
        for (let row = 0; row < raster_rows; ++row) {
            const address = take(), count = take();
            if (row < rowCount) rows.push(count > 0 ? this.core.floats(address, count) : new Float32Array());
        }
        return { ...frame, ...readings, voltage, current, rows, scrollLimit_s,
            density: density > 0 ? new Uint32Array(this.core.memory.buffer, density, densityCount) : null };
    }

    private numbers(address: number, count: number): number[] { return Array.from(this.core.doubles(address, count)); }

    private columns(address: number, count: number): Column[] {
        const view = new DataView(this.core.memory.buffer, address, count * 20);
        const list: Column[] = [];
        for (let i = 0, at = 0; i < count; ++i, at += 20)
            list.push({ min: view.getFloat32(at, true), max: view.getFloat32(at + 4, true), first: view.getFloat32(at + 8, true),
                last: view.getFloat32(at + 12, true), minFirst: view.getUint8(at + 16) !== 0, filled: view.getUint8(at + 17) !== 0 });
        return list;
    }
    private points(address: number, count: number): Point[] {
        const view = new DataView(this.core.memory.buffer, address, count * 16);
        const list: Point[] = [];
        for (let i = 0, at = 0; i < count; ++i, at += 16)
            list.push({ x: view.getFloat64(at, true), value: view.getFloat32(at + 8, true), begins: view.getUint8(at + 12) !== 0 });
        return list;
    }
}
