// Draws a frame of the scope: spikes, voltage and current on one time axis. Depolarising is up.
import type { Frame, Trace } from "./view";

export interface Line { value: number; name: string; hue: string; dash: number[] }
export interface Marks { cursors: [number, number] | null; level: number | null; low_mv: number; high_mv: number; low_pa: number; high_pa: number; lines: Line[] }
/** How many columns of the core's picture a pixel of the page has. */
export function density(): number { return Math.min(2, Math.max(1, window.devicePixelRatio || 1)); }

export interface Layout { left: number; right: number; spikes: [number, number]; voltage: [number, number]; current: [number, number] }

/** Pixels of the page. */
export function layout(width: number, height: number): Layout {
    const narrow = width < 500;
    const left = narrow ? 34 : 44, right = width - (narrow ? 46 : 76);
    const below = height - 22, current = Math.min(62, height * 0.2), spikes = 22;
    return { left, right, spikes: [6, spikes], voltage: [spikes + 8, below - current - 10], current: [below - current, below] };
}

/** 1-2-5 steps of a grid with about `lines` lines. */
export function gridStep(range: number, lines: number): number {
    const raw = range / lines, power = 10 ** Math.floor(Math.log10(raw));
    for (const step of [1, 2, 5, 10]) if (raw <= step * power * 1.0001) return step * power;
    return 10 * power;
}

export function tidy(value: number, step: number): string {
    const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    return value.toFixed(Math.min(decimals, 6)).replace("-", "−").replace(/^−0(\.0*)?$/, "0$1");
}

export class Painter {
    private readonly ink: CanvasRenderingContext2D;
    private colours = new Map<string, string>();

    constructor(readonly canvas: HTMLCanvasElement) { this.ink = canvas.getContext("2d")!; }

    /** After a change of theme. */
    forgetColours(): void { this.colours.clear(); }
    private colour(name: string): string {
        let value = this.colours.get(name);
        if (value === undefined) this.colours.set(name, value = getComputedStyle(this.canvas).getPropertyValue(`--${name}`).trim() || "#888");
        return value;
    }

    paint(frame: Frame, marks: Marks, words: string): void {
        const { canvas, ink } = this;
        const scale = window.devicePixelRatio || 1, width = canvas.clientWidth, height = canvas.clientHeight;
        if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
            canvas.width = Math.round(width * scale);
            canvas.height = Math.round(height * scale);
        }
        ink.setTransform(scale, 0, 0, scale, 0, 0);
        ink.fillStyle = this.colour("plot");
        ink.fillRect(0, 0, width, height);
        ink.font = "11px 'JetBrains Mono', ui-monospace, monospace";
        ink.textBaseline = "middle";
        const where = layout(width, height);
        const y = (value: number) => where.voltage[1] - (value - marks.low_mv) / (marks.high_mv - marks.low_mv) * (where.voltage[1] - where.voltage[0]);
        const yCurrent = (value: number) => where.current[1] - (value - marks.low_pa) / (marks.high_pa - marks.low_pa) * (where.current[1] - where.current[0]);
        this.grid(frame, marks, where, y, yCurrent);
        if (!frame.blank) {
            this.raster(frame, where);
            this.trace(frame.current, where, yCurrent, "cur");
            ink.save();
            ink.beginPath();
            ink.rect(where.left, where.voltage[0], where.right - where.left, where.voltage[1] - where.voltage[0]);
            ink.clip();
            this.trace(frame.voltage, where, y, "vm");
            ink.restore();
        }
        this.names(frame, marks, where, y);
        this.cursors(frame, marks, where);
        if (words !== "") {
            ink.fillStyle = this.colour("text2");
            ink.textAlign = "center";
            ink.font = "13px Inter, system-ui, sans-serif";
            ink.fillText(words, (where.left + where.right) / 2, (where.voltage[0] + where.voltage[1]) / 2);
        }
    }

    private line(points: [number, number][], hue: string, width = 1, dash: number[] = []): void {
        const { ink } = this;
        ink.strokeStyle = this.colour(hue);
        ink.lineWidth = width;
        ink.setLineDash(dash);
        ink.beginPath();
        points.forEach(([x, y], i) => (i === 0 ? ink.moveTo(x, y) : ink.lineTo(x, y)));
        ink.stroke();
        ink.setLineDash([]);
    }

    private grid(frame: Frame, marks: Marks, where: Layout, y: (value: number) => number, yCurrent: (value: number) => number): void {
        const { ink } = this;
        const text = (words: string, x: number, at: number, align: CanvasTextAlign, hue: string) => {
            ink.fillStyle = this.colour(hue);
            ink.textAlign = align;
            ink.fillText(words, x, at);
        };
        const division_s = frame.span_s / 10, width = where.right - where.left;
        const from = Math.ceil((frame.start_s - frame.zero_s) / division_s - 1e-6);
        const every = width < 420 ? 2 : 1;
        for (let i = from; i <= from + 10; ++i) {
            const x = where.left + (frame.zero_s + i * division_s - frame.start_s) / frame.span_s * width;
            if (x < where.left - 1 || x > where.right + 1) continue;
            this.line([[x, where.voltage[0]], [x, where.current[1]]], i === 0 ? "gridMajor" : "grid");
            if (i % every === 0) text(tidy(i * division_s * 1000, division_s * 1000), x, where.current[1] + 11, "center", "text3");
        }
        text("ms", where.right + 14, where.current[1] + 11, "left", "text3");
        const step = gridStep(marks.high_mv - marks.low_mv, Math.max(2, (where.voltage[1] - where.voltage[0]) / 32));
        for (let value = Math.ceil(marks.low_mv / step) * step; value <= marks.high_mv; value += step) {
            this.line([[where.left, y(value)], [where.right, y(value)]], "grid");
            text(tidy(value, step), where.left - 5, y(value), "right", "text3");
        }
        text("mV", where.left - 5, where.voltage[0] - 6, "right", "vm");
        for (const value of new Set([marks.low_pa, 0, marks.high_pa])) {
            if (value < marks.low_pa || value > marks.high_pa) continue;
            const shown = Math.abs(value) >= 1000 ? `${tidy(value / 1000, 0.1)}k` : tidy(value, 1);
            text(shown, where.left - 5, yCurrent(value), "right", "text3");
            this.line([[where.left, yCurrent(value)], [where.right, yCurrent(value)]], "grid");
        }
        text("I, pA", where.right + 5, where.current[0] + 5, "left", "cur");
    }

    private trace(trace: Trace, where: Layout, y: (value: number) => number, hue: string): void {
        const { ink } = this;
        ink.strokeStyle = this.colour(hue);
        ink.lineWidth = 1.75;
        ink.lineJoin = "round";
        ink.beginPath();
        let down = false;
        const width = where.right - where.left, count = trace.columns.length;
        const go = (x: number, value: number) => {
            if (down) ink.lineTo(x, y(value)); else ink.moveTo(x, y(value));
            down = true;
        };
        trace.columns.forEach((column, i) => {
            if (!column.filled) { down = false; return; }
            const x = where.left + (i + 0.5) / count * width;
            go(x, column.first);
            go(x, column.minFirst ? column.min : column.max);
            go(x, column.minFirst ? column.max : column.min);
            go(x, column.last);
        });
        const scale = 1 / density();
        for (const point of trace.points) {
            if (point.begins || !Number.isFinite(point.value)) down = false;
            if (Number.isFinite(point.value)) go(where.left + point.x * scale, point.value);
        }
        ink.stroke();
    }

    private raster(frame: Frame, where: Layout): void {
        const { ink } = this;
        const rows = frame.rows.length, top = where.spikes[0], height = (where.spikes[1] - top) / Math.max(1, rows);
        ink.fillStyle = this.colour("spike");
        frame.rows.forEach((ticks, row) => {
            for (const x of ticks) ink.fillRect(where.left + x / density() - 0.75, top + row * height, 1.5, Math.max(1.5, height - 1));
        });
    }

    private names(frame: Frame, marks: Marks, where: Layout, y: (value: number) => number): void {
        const { ink } = this;
        const labels = marks.lines.map((line) => ({ y: y(line.value), name: line.name, value: line.value, hue: line.hue }));
        for (const line of marks.lines)
            this.line([[where.left, y(line.value)], [where.right, y(line.value)]], line.hue, 1.25, line.dash);
        if (Number.isFinite(frame.last_mv)) labels.push({ y: y(frame.last_mv), name: "V", value: frame.last_mv, hue: "vm" });
        labels.sort((a, b) => a.y - b.y);
        let free = where.voltage[0];
        ink.textAlign = "left";
        for (const label of labels) {
            const at = Math.min(Math.max(label.y, free + 6), where.voltage[1]);
            free = at + 8;
            ink.fillStyle = this.colour(label.hue);
            ink.fillText(where.right + 50 < this.canvas.clientWidth ? `${label.name} ${tidy(label.value, 0.1)}` : label.name, where.right + 5, at);
        }
        if (marks.level !== null && marks.level > marks.low_mv && marks.level < marks.high_mv) {
            const at = y(marks.level);
            ink.fillStyle = this.colour("thr");
            ink.beginPath();
            ink.moveTo(where.left, at);
            ink.lineTo(where.left - 7, at - 5);
            ink.lineTo(where.left - 7, at + 5);
            ink.fill();
        }
    }

    private cursors(frame: Frame, marks: Marks, where: Layout): void {
        if (marks.cursors === null) return;
        const { ink } = this;
        marks.cursors.forEach((time_s, i) => {
            const x = where.left + (time_s - frame.start_s) / frame.span_s * (where.right - where.left);
            if (x < where.left || x > where.right) return;
            this.line([[x, where.voltage[0]], [x, where.current[1]]], "text2", 1.25, [4, 3]);
            ink.fillStyle = this.colour("primary");
            ink.fillRect(x - 8, where.voltage[1] - 16, 16, 16);
            ink.fillStyle = this.colour("onPrimary");
            ink.textAlign = "center";
            ink.fillText(String(i + 1), x, where.voltage[1] - 8);
        });
    }
}
