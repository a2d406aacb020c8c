// The page's share of a processor, its gaps and its pictures while it plays.
//     node measure.mjs PAGE CHROMIUM SECONDS
import { readdirSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { check, desk_size, finish, first_spike_ms, is_idle, launch, measured, open, phone_size, state } from "./browser.mjs";

const [file, browserPath, seconds = "60"] = process.argv.slice(2);
const browser = await launch(browserPath);
const ticks_per_s = 100; // of /proc/PID/task/TID/stat, as Linux has it everywhere

/** Processor time in s of all audio worklets of browsers that this test started. */
function worklet_s() {
    let ticks = 0;
    for (const id of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
        try {
            if (!readFileSync(`/proc/${id}/cmdline`, "utf8").includes("--type=renderer")) continue;
            for (const thread of readdirSync(`/proc/${id}/task`)) {
                if (!/AudioW/.test(readFileSync(`/proc/${id}/task/${thread}/comm`, "utf8"))) continue;
                const [, , , , , , , , , , , user, system] = readFileSync(`/proc/${id}/task/${thread}/stat`, "utf8").replace(/^.*\) /, "").split(" ");
                ticks += Number(user) + Number(system);
            }
        } catch { /* it has ended */ }
    }
    return ticks / ticks_per_s;
}
/** Share of one core of the thread that computes the sound, and as the worklet's own clock has it. */
async function share(page, length_s) {
    await page.waitForTimeout(1500);
    const before = worklet_s(), began = Date.now(), busy = Number((await state(page)).busy);
    await page.waitForTimeout(length_s * 1000);
    const real_s = (Date.now() - began) / 1000;
    return { thread: (worklet_s() - before) / real_s * 100, clock: (Number((await state(page)).busy) - busy) / real_s / 10 };
}

const phone = await open(browser, `file://${path.resolve(file)}`, phone_size);
measured(await first_spike_ms(phone, () => phone.locator(".run").tap()), 2000, "ms", "first spike after one tap, phone size");
await phone.context().close();

const desk = await open(browser, `file://${path.resolve(file)}`, desk_size);
measured(await first_spike_ms(desk, () => desk.keyboard.press("Space")), 2000, "ms", "first spike after one key, desktop size");
for (const [preset, neurons, most, what] of [["Squid axon", "1", 10, "one HH neuron"], ["First sound", "64", 20, "64 LIF neurons"]]) {
    await desk.locator("header > select").selectOption({ label: preset });
    const field = desk.locator('[data-id="neurons"] input[type=text]');
    await field.fill(neurons);
    await field.press("Enter");
    const { thread, clock } = await share(desk, 10);
    measured(thread, most, "% of a core", `${what}, processor time of the audio worklet's thread`);
    console.log(`${what}, by the worklet's clock: ${clock.toFixed(1)} %`);
    // Time of the thread does not hang on the machine's load.
    check(thread > 0 && thread <= most, `${what}: ${thread} % of a core`);
}
await desk.locator("header > select").selectOption({ label: "First sound" });
await desk.waitForTimeout(1000);
const before = await state(desk), began = Date.now(), load = os.loadavg()[0];
await desk.waitForTimeout(Number(seconds) * 1000);
const after = await state(desk), real_s = (Date.now() - began) / 1000;
measured(Number(after.underruns) - Number(before.underruns), 0, "gaps", `${seconds} s of playing, by the worklet's clock`);
const pictures_s = (Number(after.frames) - Number(before.frames)) / real_s;
console.log(`${pictures_s.toFixed(1)} pictures a second`);
if (is_idle()) check(pictures_s > 55, `60 pictures a second: ${pictures_s}`);
console.log(`load of the machine: ${load.toFixed(1)} before, ${os.loadavg()[0].toFixed(1)} after, ${os.cpus().length} cores`);
await browser.close();
finish();
