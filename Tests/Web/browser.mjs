// Shared by the tests of the page in Chromium: starting it, opening the page, checks that are counted, axe-core.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";

const require = createRequire(path.join(process.cwd(), "node_modules", "x.js"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

export const phone_size = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
export const desk_size = { viewport: { width: 1100, height: 720 } };
/** Times and shares of the processor are checked where nothing else takes it; elsewhere they are printed. */
export const is_idle = () => os.loadavg()[0] < os.cpus().length * 0.75;

let checks = 0;
const failures = [];
export function check(holds, what) {
    checks += 1;
    if (!holds) { failures.push(what); console.log(`FAILED: ${what}`); }
}
/** A limit that holds on an idle machine. */
export function measured(value, limit, unit, what) {
    console.log(`${what}: ${value.toFixed(value < 10 ? 1 : 0)} ${unit} of at most ${limit}${is_idle() ? "" : ` (load ${os.loadavg()[0].toFixed(1)} on ${os.cpus().length} cores: not checked)`}`);
    if (is_idle()) check(value <= limit, `${what}: ${value} ${unit}, at most ${limit}`);
}
export function finish() {
    console.log(`${checks} checks, ${failures.length} failed`);
    process.exit(failures.length === 0 ? 0 : 1);
}

/** Patient: machines that test are busy. The times are printed. */
const patience_ms = 60000;

export const launch = (executablePath) => chromium.launch({ executablePath, args: ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"] });

/** `beside`: names of files beside the page that it may ask for. */
export async function open(browser, address, options, beside = []) {
    const context = await browser.newContext({ acceptDownloads: true, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(patience_ms);
    const allowed = new Set([address.split("#")[0], ...beside.map((name) => new URL(name, address).href)]);
    page.on("request", (request) => check(/^(file|data|blob):/.test(request.url()) || allowed.has(request.url()), `nothing else is fetched: ${request.url().slice(0, 80)}`));
    page.on("pageerror", (error) => check(false, `no script error: ${error.message}`));
    page.on("console", (message) => { if (message.type() === "error" && !/manifest.webmanifest/.test(message.location().url)) check(false, `no console error: ${message.text()}`); });
    const began = Date.now();
    await page.goto(address);
    await page.waitForSelector("header");
    console.log(`${address.slice(0, 5)} at ${options.viewport.width} × ${options.viewport.height}: on the screen after ${Date.now() - began} ms`);
    return page;
}
export const state = (page) => page.evaluate(() => ({ ...document.documentElement.dataset, hash: location.hash, message: document.querySelector("#message").textContent }));

export async function accessible(page, where) {
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    check(found.violations.length === 0, `axe-core finds nothing ${where}: ${found.violations.map((v) => `${v.id} (${v.nodes.map((n) => n.target).slice(0, 4).join(" ")})`).join(", ")}`);
}
export function pictures(folder) {
    mkdirSync(folder, { recursive: true });
    return (page, name, fullPage = false) => page.screenshot({ path: path.join(folder, `${name}.png`), fullPage });
}

/** Presses, and waits for the first spike; milliseconds from the event in the page to the spike's news. */
export async function first_spike_ms(page, press) {
    await page.evaluate(() => {
        window.firstSpike = new Promise((done) => {
            let began = 0;
            for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, () => { began ||= performance.now(); }, true);
            const watch = new MutationObserver(() => {
                if (Number(document.documentElement.dataset.spikes) > 0) { watch.disconnect(); done(performance.now() - began); }
            });
            watch.observe(document.documentElement, { attributes: true });
        });
    });
    await press();
    return page.evaluate(() => window.firstSpike);
}
