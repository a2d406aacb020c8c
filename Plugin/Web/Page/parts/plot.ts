// A picture of an experiment's outcome as SVG: points, lines, guides, on linear or logarithmic axes.
import { gridStep, tidy } from "../scope/painter";

export interface Series { name: string; mark: "points" | "line" | "dashed" | "dotted"; role: string; x: (number | null)[]; y: (number | null)[] }
export interface Axis { label: string; unit: string; logarithmic: boolean }
export interface Guide { name: string; vertical: boolean; at: number }

const hues: Record<string, string> = { measured: "text", theory: "vm", fit: "fit", trace: "vm", sodium: "na", potassium: "k" };
const left = 78, right = 20, top = 14, bottom = 46, letter = 7.3;

const escaped = (text: string) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

interface Scale { at(value: number): number; ticks: { at: number; words: string }[] }

function scale(axis: Axis, values: number[], from: number, to: number, lines: number): Scale {
    const usable = axis.logarithmic ? values.filter((value) => value > 0) : values;
    let low = Math.min(...usable), high = Math.max(...usable);
    if (!Number.isFinite(low)) [low, high] = [axis.logarithmic ? 1 : 0, 10];
    if (axis.logarithmic) {
        const [first, last] = [Math.floor(Math.log10(low) + 1e-9), Math.max(Math.floor(Math.log10(low)) + 1, Math.ceil(Math.log10(high) - 1e-9))];
        const at = (value: number) => from + (Math.log10(value) - first) / (last - first) * (to - from);
        const ticks = [];
        for (let power = first; power <= last; ++power) ticks.push({ at: at(10 ** power), words: String(Number((10 ** power).toPrecision(1))) });
        return { at, ticks };
    }
    const room = (high - low || Math.abs(high) || 1) * 0.05;
    [low, high] = [low - room, high + room];
    const at = (value: number) => from + (value - low) / (high - low) * (to - from);
    const step = gridStep(high - low, lines);
    const ticks = [];
    for (let value = Math.ceil(low / step) * step; value <= high; value += step) ticks.push({ at: at(value), words: tidy(value, step) });
    return { at, ticks };
}

/** `width` and `height` in pixels, so that the words keep their size. */
export function plot(series: Series[], x: Axis, y: Axis, guides: Guide[], width: number, height: number, within?: (number | null)[]): string {
    const numbers = (list: (number | null)[]) => list.filter((value): value is number => value !== null);
    const xs = series.flatMap((each) => numbers(each.x)), ys = series.flatMap((each) => numbers(each.y));
    if (within !== undefined) xs.push(...numbers(within));
    for (const guide of guides) (guide.vertical ? xs : ys).push(guide.at);
    const across = scale(x, xs, left, width - right, width < 500 ? 4 : 7), up = scale(y, ys, height - bottom, top, height < 250 ? 3 : 7);
    let drawn = "";
    for (const tick of across.ticks) drawn += `<path d="M${tick.at} ${top}V${height - bottom}" stroke="var(--gridMajor)"/><text x="${tick.at}" y="${height - bottom + 17}" text-anchor="middle">${tick.words}</text>`;
    for (const tick of up.ticks) drawn += `<path d="M${left} ${tick.at}H${width - right}" stroke="var(--gridMajor)"/><text x="${left - 7}" y="${tick.at + 4}" text-anchor="end">${tick.words}</text>`;
    const named = (axis: Axis) => escaped(axis.label + (axis.unit === "" ? "" : `, ${axis.unit}`));
    drawn += `<text x="${(left + width - right) / 2}" y="${height - 8}" text-anchor="middle">${named(x)}</text>`;
    const upright = named(y).length * letter < height - top; // else it would be cut
    drawn += upright ? `<text transform="translate(14 ${height / 2}) rotate(-90)" text-anchor="middle">${named(y)}</text>` : `<text x="${left + 8}" y="${height - bottom - 8}">${named(y)}</text>`;
    const taken: number[] = []; // heights at which a guide or a line has its name
    for (const guide of guides) {
        const line = guide.vertical ? `M${across.at(guide.at)} ${top}V${height - bottom}` : `M${left} ${up.at(guide.at)}H${width - right}`;
        const fits = across.at(guide.at) + 5 + guide.name.length * letter < width - right;
        const place = guide.vertical ? `x="${across.at(guide.at) + (fits ? 5 : -5)}" y="${height - bottom - 8}" text-anchor="${fits ? "start" : "end"}"` : `x="${left + 8}" y="${up.at(guide.at) - 5}"`;
        if (!guide.vertical && width < 500) taken.push(up.at(guide.at) - 5);
        drawn += `<path d="${line}" stroke="var(--vm)" stroke-dasharray="2 4"/><text ${place} style="fill:var(--vm)">${escaped(guide.name)}</text>`;
    }
    for (const each of series) {
        const hue = `var(--${hues[each.role] ?? "text2"})`;
        let path = "", down = false, last: [number, number] | null = null;
        each.x.forEach((value, i) => {
            const other = each.y[i];
            if (value === null || other === null || other === undefined || (x.logarithmic && value <= 0) || (y.logarithmic && other <= 0)) { down = false; return; }
            const [px, py] = [across.at(value), up.at(other)];
            if (each.mark === "points") drawn += `<circle cx="${px.toFixed(1)}" cy="${py.toFixed(1)}" r="4" fill="${hue}"/>`;
            else path += `${down ? "L" : "M"}${px.toFixed(1)} ${py.toFixed(1)}`;
            down = true;
            last = [px, py];
        });
        const dash = each.mark === "dashed" ? ' stroke-dasharray="7 5"' : each.mark === "dotted" ? ' stroke-dasharray="2 4"' : "";
        if (path !== "") drawn += `<path d="${path}" fill="none" stroke="${hue}" stroke-width="1.75"${dash}/>`;
        if (last === null || each.mark === "points" || each.name === "" || series.length >= 8) continue;
        const [end_x, end_y] = last as [number, number], beside = end_x + 8 + each.name.length * letter < width - right;
        let at = beside ? end_y + 4 : Math.max(top + 12, end_y - 10);
        while (taken.some((other) => Math.abs(other - at) < 14)) at -= 14;
        if (at < top + 12) { at = end_y + 20; while (taken.some((other) => Math.abs(other - at) < 14)) at += 14; }
        taken.push(at);
        drawn += `<text x="${beside ? end_x + 8 : end_x - 4}" y="${at}" text-anchor="${beside ? "start" : "end"}" style="fill:${hue}">${escaped(each.name)}</text>`;
    }
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${named(y)} against ${named(x)}">${drawn}</svg>`;
}
