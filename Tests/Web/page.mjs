// The page in a real browser, opened as a file and from this computer: first sound, values, bench, a whole lesson by keyboard.
//     node page.mjs PAGE CHROMIUM FOLDER [SECONDS]     SECONDS of playing that are watched for gaps; 10 if not given
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { accessible, check, desk_size, finish, first_spike_ms, launch, measured, open, phone_size, pictures, state } from "./browser.mjs";

const [file, browserPath, folder, seconds = "10"] = process.argv.slice(2);
const picture = pictures(folder);
const browser = await launch(browserPath);

// A phone, the page as a file.
const phone = await open(browser, `file://${path.resolve(file)}`, phone_size);
measured(await first_spike_ms(phone, () => phone.locator(".run").tap()), 2000, "ms", "first spike after one tap on a phone");
const too_wide = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
check(await too_wide(phone) <= 0, `the phone's page is ${await too_wide(phone)} px too wide`);
await phone.waitForTimeout(1500);
await picture(phone, "web-play-phone");
await accessible(phone, "in Play on a phone");
const small = await phone.evaluate(() => [...document.querySelectorAll("button, select, .shapes label, .field")].filter((each) => each.offsetParent !== null && each.offsetHeight < 38).map((each) => each.textContent.slice(0, 20)));
check(small.length === 0, `everything on a phone is large enough for a finger: ${small.join(", ")}`);
check(await phone.evaluate(() => { scrollTo(0, 2000); const place = document.querySelector(".volume").getBoundingClientRect(); return place.top >= 0 && place.bottom <= innerHeight; }), "the volume stays in sight");
await phone.evaluate(() => scrollTo(0, 0));
await phone.getByRole("button", { name: "Bench" }).tap();
await phone.locator(".bench").getByRole("button", { name: /^Run/ }).tap();
await phone.waitForFunction(() => document.querySelectorAll(".bench .figure").length >= 4);
await phone.waitForTimeout(300);
await picture(phone, "web-bench-phone");
await accessible(phone, "on the Bench on a phone");
await phone.getByRole("button", { name: "Lesson" }).tap();
await phone.waitForFunction(() => document.querySelectorAll(".lesson .list button").length >= 24);
await phone.locator(".lesson .list button").nth(3).tap();
await phone.waitForSelector(".question .steps");
await phone.waitForTimeout(500);
check(await phone.locator(".question h2").evaluate((title) => { const place = title.getBoundingClientRect(); return place.top >= 0 && place.bottom < innerHeight; }), "the question is in sight once the lesson is chosen");
await picture(phone, "web-lesson-phone");
await accessible(phone, "in a lesson on a phone");
check(await too_wide(phone) <= 0, "the phone's lesson fits");
await phone.context().close();

// A desktop, from this computer.
const page_text = readFileSync(file);
const server = createServer((request, response) => { response.setHeader("Content-Type", "text/html; charset=utf-8"); response.statusCode = request.url === "/" ? 200 : 404; response.end(request.url === "/" ? page_text : ""); }).listen(0, "127.0.0.1");
await new Promise((done) => server.once("listening", done));
const desk = await open(browser, `http://127.0.0.1:${server.address().port}/`, desk_size, ["manifest.webmanifest"]);
measured(await first_spike_ms(desk, () => desk.keyboard.press("Space")), 2000, "ms", "first spike after one key on a desktop");
const before = await state(desk), began = Date.now();
await desk.waitForTimeout(Number(seconds) * 1000);
const after = await state(desk), real_s = (Date.now() - began) / 1000;
console.log(`${seconds} s of playing: ${after.underruns} gaps, ${((after.frames - before.frames) / real_s).toFixed(1)} pictures a second`);
measured(Number(after.underruns) - Number(before.underruns), 0, "gaps", `${seconds} s of playing`);
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
const other = await open(browser, `http://127.0.0.1:${server.address().port}/${link}`, { viewport: { width: 1000, height: 700 } }, ["manifest.webmanifest"]).catch(() => null);
check(other !== null && (await other.locator('.ladder input[value="hh"]').isChecked()), "the link opens the same neuron");
await other?.context().close();

// Sound from outside: a microphone, a dropped file, notes of the keyboard and of MIDI.
const field = (id) => desk.locator(`[data-id="${id}"] input[type=text]`).first();
const fires = async (what, act) => {
    const from = Number((await state(desk)).spikes);
    await act();
    await desk.waitForFunction((count) => Number(document.documentElement.dataset.spikes) > count + 2, from).catch(() => check(false, what));
    check(true, what);
};
const rests = () => desk.waitForFunction(() => document.querySelector(".lamp").textContent === "At rest");
await desk.locator("header > select").selectOption({ label: "First sound" });
await desk.locator('.shapes input[value="off"]').check();
await field("input_scale_pa").fill("20 nA");
await field("input_scale_pa").press("Enter");
await rests();
await fires("the microphone's current makes it fire", () => desk.getByRole("button", { name: "Microphone" }).click());
check(await desk.getByText("Microphone", { exact: true }).count() >= 2, "the microphone is named as the source");
await desk.getByRole("button", { name: "Off", exact: true }).click();
await rests();
await fires("a dropped sound file makes it fire", () => desk.evaluate(() => {
    const frames = 48000, bytes = new DataView(new ArrayBuffer(44 + 2 * frames));
    const word = (at, text) => [...text].forEach((letter, i) => bytes.setUint8(at + i, letter.charCodeAt(0)));
    word(0, "RIFF"); bytes.setUint32(4, 36 + 2 * frames, true); word(8, "WAVEfmt "); bytes.setUint32(16, 16, true); bytes.setUint16(20, 1, true); bytes.setUint16(22, 1, true);
    bytes.setUint32(24, 48000, true); bytes.setUint32(28, 96000, true); bytes.setUint16(32, 2, true); bytes.setUint16(34, 16, true); word(36, "data"); bytes.setUint32(40, 2 * frames, true);
    for (let i = 0; i < frames; ++i) bytes.setInt16(44 + 2 * i, 16000 * Math.sin(i / 480), true); // 16 Hz
    const carried = new DataTransfer();
    carried.items.add(new File([bytes], "slow.wav", { type: "audio/wav" }));
    dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
}));
check(await desk.getByText("slow.wav").count() === 1, "the file is named as the source");
await desk.evaluate(() => {
    const carried = new DataTransfer();
    carried.items.add(new File(["no sound"], "letter.txt"));
    dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
});
await desk.waitForFunction(() => document.querySelector("#message").textContent.startsWith("letter.txt"));
await desk.getByRole("button", { name: "Off", exact: true }).click();
await rests();
await desk.locator('[data-id="midi_mode"] select').selectOption({ label: "current" });
await desk.locator("h1").click();
await desk.getByLabel("Letters A to K play notes").check();
await desk.locator("h1").click();
await fires("a letter plays a note", () => desk.keyboard.down("d"));
await desk.keyboard.up("d");
await rests();
await fires("a key on the screen plays a note", async () => { await desk.getByRole("button", { name: "Note E" }).hover(); await desk.mouse.down(); });
await desk.mouse.up();
await desk.getByLabel("Letters A to K play notes").uncheck();
await rests();
// Chromium here has no MIDI device: one of our own stands in its place, behind the browser's own interface.
await desk.evaluate(() => {
    window.keyboard = { name: "Test keys", onmidimessage: null };
    navigator.requestMIDIAccess = async () => ({ inputs: new Map([["1", window.keyboard]]) });
});
await desk.getByRole("button", { name: "Use a MIDI keyboard" }).click();
await desk.waitForFunction(() => window.keyboard.onmidimessage !== null);
await fires("a MIDI key plays a note", () => desk.evaluate(() => window.keyboard.onmidimessage({ data: new Uint8Array([0x90, 60, 100]) })));
await desk.evaluate(() => window.keyboard.onmidimessage({ data: new Uint8Array([0x80, 60, 0]) }));
await rests();

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
check(await desk.locator(".plot svg").count() === 2, "the fit's difference has its lane");
for (const [title, rows, figure] of [["f–I curve", 5, /./], ["Rheobase", 1, /Rheobase[\s\S]*29\.0/]]) {
    await desk.locator(".bench .list button", { hasText: title }).first().click();
    await desk.locator("h1").click();
    await desk.keyboard.press("Space");
    await desk.waitForFunction((least) => document.querySelectorAll(".bench tbody tr").length >= least, rows);
    check(figure.test(await desk.locator(".bench [aria-label=Result]").innerText()), `${title}: ${await desk.locator(".bench .figure").allInnerTexts()}`);
    check(await desk.locator(".plot svg").count() >= 1, `${title} has a plot`);
    const [saved] = await Promise.all([desk.waitForEvent("download"), desk.getByRole("button", { name: "CSV", exact: true }).click()]);
    check(readFileSync(await saved.path(), "utf8").split("\n").filter((line) => line !== "" && !line.startsWith("#")).length > rows, `${title} has its table as CSV`);
}
await desk.locator(".bench .list button", { hasText: "Strength" }).click();
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
finish();
