// The page in a real browser, opened as a file and from this computer: first sound, values, bench, a whole lesson by keyboard.
//     node page.mjs PAGE CHROMIUM FOLDER [SECONDS]     SECONDS of playing that are watched for gaps; 10 if not given
import { mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(path.join(process.cwd(), "node_modules", "x.js"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [file, browserPath, folder, seconds = "10"] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

let checks = 0;
const failures = [];
function check(holds, what) {
    checks += 1;
    if (!holds) { failures.push(what); console.log(`FAILED: ${what}`); }
}
/** Long, because machines that test are busy. The measured times are printed. */
const patience_ms = 60000;

const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
async function open(address, viewport, options = {}) {
    const context = await browser.newContext({ viewport, acceptDownloads: true, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(patience_ms);
    page.on("request", (request) => check(/^(file|data|blob):/.test(request.url()) || request.url() === address.split("#")[0], `nothing is fetched: ${request.url().slice(0, 80)}`));
    page.on("pageerror", (error) => check(false, `no script error: ${error.message}`));
    page.on("console", (message) => { if (message.type() === "error") check(false, `no console error: ${message.text()}`); });
    const began = Date.now();
    await page.goto(address);
    await page.waitForSelector("header");
    console.log(`${address.slice(0, 5)} at ${viewport.width} × ${viewport.height}: on the screen after ${Date.now() - began} ms`);
    return page;
}
const state = (page) => page.evaluate(() => ({ ...document.documentElement.dataset, hash: location.hash, message: document.querySelector("#message").textContent }));
async function accessible(page, where) {
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    check(found.violations.length === 0, `axe-core finds nothing ${where}: ${found.violations.map((v) => `${v.id} (${v.nodes.map((n) => n.target).slice(0, 4).join(" ")})`).join(", ")}`);
}
const picture = (page, name, fullPage = false) => page.screenshot({ path: path.join(folder, `${name}.png`), fullPage });
async function sounds(page, press) {
    const began = Date.now();
    await press();
    await page.waitForFunction(() => Number(document.documentElement.dataset.spikes) > 0);
    console.log(`first spike ${Date.now() - began} ms after the tap`);
}

// A phone, the page as a file.
const phone = await open(`file://${path.resolve(file)}`, { width: 390, height: 844 }, { hasTouch: true, isMobile: true, deviceScaleFactor: 2 });
await sounds(phone, () => phone.locator(".run").tap());
const overflow = await phone.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
check(overflow <= 0, `the phone's page is ${overflow} px too wide`);
await phone.waitForTimeout(1500);
await picture(phone, "web-play-phone");
await accessible(phone, "in Play on a phone");
await phone.context().close();

// A desktop, from this computer.
const page_text = readFileSync(file);
const server = createServer((request, response) => { response.setHeader("Content-Type", "text/html; charset=utf-8"); response.end(request.url === "/" ? page_text : ""); }).listen(0, "127.0.0.1");
await new Promise((done) => server.once("listening", done));
const desk = await open(`http://127.0.0.1:${server.address().port}/`, { width: 1100, height: 720 });
await sounds(desk, () => desk.keyboard.press("Space"));
const before = await state(desk), began = Date.now();
await desk.waitForTimeout(Number(seconds) * 1000);
const after = await state(desk), real_s = (Date.now() - began) / 1000;
console.log(`${seconds} s of playing: ${after.underruns} gaps, ${((after.frames - before.frames) / real_s).toFixed(1)} pictures a second`);
check(Number(after.spikes) > Number(before.spikes), "the neuron goes on firing");
await picture(desk, "web-play");
await accessible(desk, "in Play");

// Values: typed with another unit, and typed wrongly.
const amplitude = desk.locator('[data-id="stim_amplitude_pa"] input[type=text]').first();
await amplitude.fill("0,06 nA");
await amplitude.press("Enter");
await desk.waitForFunction(() => location.hash.includes("stim_amplitude_pa=60"));
check(await amplitude.inputValue() === "60.0", "0,06 nA is 60.0 pA");
await amplitude.fill("lots");
await amplitude.press("Enter");
check(/stim_amplitude_pa.*"?lots"?.*not a number/.test((await state(desk)).message), `a wrong value is named: ${(await state(desk)).message}`);
check(await amplitude.inputValue() === "60.0", "and changes nothing");
await desk.locator("h1").click();
await desk.keyboard.press("c");
await desk.keyboard.press("f");
check((await desk.locator(".reading").innerText()).includes("Δt"), "cursors read");
await desk.locator('.ladder input[value="hh"]').check();
await desk.waitForTimeout(500);
check(await desk.locator(".gate small").count() === 2, "the HH circuit has two gates");
await desk.keyboard.press("f");
await desk.keyboard.press("c");
await desk.locator("header > select").selectOption({ label: "Squid axon" });
await desk.waitForTimeout(1200);
await picture(desk, "web-play-hh");
const link = (await state(desk)).hash;
const other = await open(`http://127.0.0.1:${server.address().port}/${link}`.replace(/#$/, ""), { width: 1000, height: 700 }).catch(() => null);
check(other !== null && (await other.locator('.ladder input[value="hh"]').isChecked()), "the link opens the same neuron");
await other?.context().close();

// Bench: strength-duration of the course's first cell, and its file.
await desk.locator("header > select").selectOption({ label: "First sound" });
await desk.getByRole("button", { name: "Bench" }).click();
await desk.locator(".bench .list button").nth(3).waitFor();
await desk.locator("h1").click();
await desk.keyboard.press("Space");
await desk.waitForFunction(() => document.querySelectorAll(".bench .figure").length >= 4);
const figures = await desk.locator(".bench .figure").allInnerTexts();
check(figures.some((text) => /Rheobase, exact\s+29\.0/.test(text)), `the rheobase is 28.99 pA: ${figures.join("; ").replace(/\s+/g, " ")}`);
const [download] = await Promise.all([desk.waitForEvent("download"), desk.getByRole("button", { name: "Course CSV" }).click()]);
const course = readFileSync(await download.path(), "utf8").trim().split("\n");
const expected = readFileSync(path.join(process.env.SOMAPHONE_SOURCE, "Tests/Reference/strength_duration.csv"), "utf8").split("\n").filter((line) => line !== "" && !line.startsWith("#"));
const columns = expected[0].split(","), rows = expected.slice(1).map((line) => Object.fromEntries(line.split(",").map((value, i) => [columns[i], value])));
check(course[0] === "ms,474626527" && course.length === 18, `the course's layout: ${course[0]}, ${course.length} lines`);
for (const line of course.slice(1)) {
    const [ms, nA] = line.split(",").map(Number);
    // Lapicque: rheobase / (1 − exp(−t/τ)); the bracket of the search is 1e-6 wide.
    const lapicque = 10 / 345 / (1 - Math.exp(-ms / 20.2));
    check(Math.abs(nA / lapicque - 1) < 2e-6, `${ms} ms: ${nA} nA, Lapicque ${lapicque}`);
}
check(rows.length > 0, "the reference table is there");
await picture(desk, "web-bench");
await accessible(desk, "on the Bench");
await desk.locator('.bench [data-id="resolution"]').fill("2");
await desk.getByRole("button", { name: "Run" }).last().click();
check(/Resolution: 2 is outside its range/.test(await desk.locator(".bench [aria-live]").last().innerText()), "a wrong protocol is refused in one line");

// A whole lesson by keyboard alone.
await desk.getByRole("button", { name: "Lesson" }).click();
await desk.waitForFunction(() => document.querySelectorAll(".lesson .list button").length >= 24);
await desk.getByLabel("Your name").fill("Ada");
await desk.getByLabel("Your name").press("Tab");
const lesson = desk.locator(".lesson .list button", { hasText: "Resistor or membrane" }).or(desk.locator(".lesson .list button").nth(3)).first();
await lesson.focus();
await desk.keyboard.press("Enter");
await desk.waitForSelector(".question .steps");
await picture(desk, "web-lesson");
await accessible(desk, "in a lesson");
const where = () => desk.locator(".question .steps span").innerText();
const heading = desk.locator(".question h2");
let steps = 0, shown = false;
for (; steps < 200 && (await where()) !== "Summary"; ++steps) {
    await heading.focus();
    if (await desk.locator(".deeds .primary").count() > 0) { await desk.keyboard.press("Enter"); await desk.waitForTimeout(120); continue; }
    for (const letter of await desk.locator(".cards kbd").allInnerTexts()) {
        await heading.focus();
        await desk.keyboard.press(letter);
        await desk.locator(".cards .playing").waitFor();
        await desk.keyboard.press(letter); // heard, and stopped
        await desk.locator(".cards .playing").waitFor({ state: "detached" });
    }
    await heading.focus();
    if (await desk.locator(".answers button kbd").count() > 0) await desk.keyboard.press("1");
    await desk.waitForTimeout(200);
    if (await desk.locator(".deeds .primary").count() === 0) { await heading.focus(); await desk.keyboard.press("0"); await desk.waitForTimeout(200); }
    if (!shown && await desk.locator(".traces svg").count() > 0) { shown = true; await picture(desk, "web-lesson-answered"); }
}
check((await where()) === "Summary", `the lesson comes to its end by keyboard: ${await where()} after ${steps} steps`);
await accessible(desk, "at a lesson's end");
await picture(desk, "web-lesson-end");
const [results] = await Promise.all([desk.waitForEvent("download"), desk.getByRole("button", { name: "Save results" }).click()]);
const csv = readFileSync(await results.path(), "utf8");
check(/,summary,/.test(csv) && csv.includes("Ada"), "the results have a summary and the name");
await desk.getByRole("button", { name: "Copy one-line code" }).click();
await desk.waitForFunction(() => document.querySelector(".lesson [aria-live].remarks").textContent !== "");
const code = await desk.locator(".lesson [aria-live].remarks").innerText();
check(/, [0-9A-Z]{4}-[0-9A-Z]{4}$/.test(code) && csv.includes(code.slice(-9)), `the one-line code is that of the file: ${code}`);

server.close();
await browser.close();
console.log(`${checks} checks, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);
