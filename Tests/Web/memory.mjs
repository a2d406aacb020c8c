// Whether the page's memory stays flat while it plays, its scope draws and its values move.
//     node memory.mjs PAGE CHROMIUM SECONDS
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(path.join(process.cwd(), "node_modules", "x.js"));
const { chromium } = require("playwright-core");
const [file, browserPath, seconds] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
const page = await (await browser.newContext({ viewport: { width: 1100, height: 720 } })).newPage();
await page.goto(`file://${path.resolve(file)}`);
await page.waitForSelector("header");
const tools = await page.context().newCDPSession(page);
await page.keyboard.press("Space");
await page.waitForFunction(() => Number(document.documentElement.dataset.spikes) > 0);

/** Resident MB of the process that runs the page. */
function resident_mb() {
    const sizes = readdirSync("/proc").filter((id) => /^\d+$/.test(id)).map((id) => {
        try {
            const command = readFileSync(`/proc/${id}/cmdline`, "utf8"), parent = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/status`, "utf8"))[1]);
            if (!command.includes("--type=renderer") || !ours.has(parent)) return 0;
            return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/status`, "utf8"))[1]) / 1024;
        } catch { return 0; }
    });
    return Math.max(...sizes);
}
/** This process and all that it started. */
const ours = new Set([process.pid]);
for (let grown = true; grown;) {
    grown = false;
    for (const id of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
        try {
            const parent = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/status`, "utf8"))[1]);
            if (ours.has(parent) && !ours.has(Number(id))) { ours.add(Number(id)); grown = true; }
        } catch { /* it has ended */ }
    }
}

const samples = [], began = Date.now();
const slider = page.locator('[data-id="stim_amplitude_pa"] input[type=range]').first();
for (let turn = 0; (Date.now() - began) / 1000 < Number(seconds); ++turn) {
    await slider.focus();
    for (let i = 0; i < 10; ++i) await page.keyboard.press(turn % 2 === 0 ? "ArrowRight" : "ArrowLeft");
    await page.waitForTimeout(5000);
    await tools.send("HeapProfiler.collectGarbage");
    const { usedSize } = await tools.send("Runtime.getHeapUsage");
    samples.push({ at_s: (Date.now() - began) / 1000, heap_mb: usedSize / 1e6, resident_mb: resident_mb() });
}
const { underruns, spikes } = await page.evaluate(() => ({ ...document.documentElement.dataset }));
await browser.close();

// The first fifth is a warm-up: compiled code, caches of undo (100 steps) and of the scope's history (30 s).
const steady = samples.slice(Math.ceil(samples.length / 5));
const third = Math.max(1, Math.floor(steady.length / 3));
const median = (list, key) => [...list].map((each) => each[key]).sort((a, b) => a - b)[Math.floor(list.length / 2)];
const early = steady.slice(0, third), late = steady.slice(-third);
let failed = false;
for (const [key, most_mb] of [["heap_mb", 1], ["resident_mb", 15]]) { // the allocator's own grain; a leak of one buffer a frame would be 100 MB
    const [from, to] = [median(early, key), median(late, key)];
    console.log(`${key}: ${from.toFixed(1)} to ${to.toFixed(1)} over ${(late.at(-1).at_s - early[0].at_s).toFixed(0)} s`);
    failed ||= !(to - from <= most_mb);
}
console.log(`${spikes} spikes, ${underruns} gaps in ${samples.at(-1).at_s.toFixed(0)} s; memory is ${failed ? "NOT " : ""}flat`);
process.exit(failed ? 1 : 0);
