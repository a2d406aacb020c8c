// A whole lesson in a real browser: a teacher's page, a student at phone size by keyboard alone, and 29 scripted students
// of different minds, from the QR code to the merged table.
//     node lesson.mjs SOMAPHONE CHROMIUM FOLDER
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(path.join(process.cwd(), "node_modules", "x.js"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const [somaphone, browserPath, folder] = process.argv.slice(2);
const lessonFile = path.join(path.dirname(fileURLToPath(import.meta.url)), "every-kind.lesson.json");
mkdirSync(folder, { recursive: true });
const results = path.join(folder, "results.csv");
rmSync(results, { force: true });

let checks = 0;
const failures = [];
function check(holds, what) {
    checks += 1;
    if (!holds) { failures.push(what); console.log(`FAILED: ${what}`); }
}
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
async function until(holds, what, ms = 10000) {
    const end = Date.now() + ms;
    for (;;) {
        const value = await holds();
        if (value) return value;
        if (Date.now() > end) { check(false, `${what}: not within ${ms} ms`); return value; }
        await pause(30);
    }
}

// The class.
const program = spawn(somaphone, ["class", lessonFile, "--address", "127.0.0.1", "--port", "0", "--seats", "60",
    "--class-name", "Biophysics", "--key", "tuesday", "-o", results]);
let printed = "";
program.stdout.on("data", (text) => { printed += text; });
program.stderr.on("data", (text) => { printed += text; });
await until(() => /Teacher: +(\S+)/.test(printed), "the program prints its addresses", 60000);
const studentUrl = /Students: +(\S+)/.exec(printed)[1];
const teacherUrl = /Teacher: +(\S+)/.exec(printed)[1];
const origin = new URL(studentUrl).origin;
const code = new URL(studentUrl).search.slice(1);

// A student without a browser: one POST for the seat, one for each answer; the state comes from one stream that all share.
async function post(where, body) {
    const answer = await fetch(origin + where, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    return { status: answer.status, body: await answer.json() };
}
const teacherPath = new URL(teacherUrl).pathname;
const act = async (what) => check((await post(teacherPath, { do: what })).status === 200, `the teacher does ${what}`);

const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"] });
const foreign = [];
let ending = false; // the streams of all pages then break off
async function newPage(options) {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    page.on("request", (request) => { if (!request.url().startsWith(origin) && !request.url().startsWith("data:")) foreign.push(request.url()); });
    page.on("pageerror", (error) => check(false, `no script error: ${error.message}`));
    page.on("console", (message) => { if (message.type() === "error" && !ending) check(false, `no console error: ${message.text()}`); });
    return page;
}
async function accessible(page, where) {
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    check(found.violations.length === 0, `axe-core finds nothing ${where}: ${found.violations.map((v) => `${v.id} (${v.nodes.map((n) => n.target).join(" ")})`).join(", ")}`);
}
const picture = (page, name) => page.screenshot({ path: path.join(folder, `${name}.png`) });

// The teacher and the QR code.
const teacher = await newPage({ viewport: { width: 1280, height: 800 } });
await teacher.goto(teacherUrl);
await teacher.locator("#qr").evaluate((image) => image.decode());
await picture(teacher, "class-teacher-lobby");
await accessible(teacher, "on the teacher's page in the lobby");
await teacher.keyboard.press("p");
await picture(teacher, "class-projector-lobby");
try {
    const read = execFileSync("zbarimg", ["-q", "--raw", path.join(folder, "class-projector-lobby.png")]).toString().trim();
    check(read === studentUrl, `the QR code says ${studentUrl}, read as ${read}`);
} catch (error) {
    check(error.code === "ENOENT", `the QR code can be read: ${error.message}`);
}
await teacher.keyboard.press("p");

// Thirty joins a second, and one of them in the browser: its first paint.
const minds = [];
const joining = (async () => {
    for (let i = 0; i < 29; i += 1) {
        const began = Date.now();
        minds.push({ number: i, seat: (await post("/seat", { code, name: i % 2 ? `Student ${i}` : "", seat: "" })).body.seat });
        await pause(Math.max(0, 33 - (Date.now() - began)));
    }
})();
const phone = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const student = await newPage(phone);
let bytes = 0;
student.on("response", async (answer) => { if (!answer.url().includes("/events") && !answer.url().includes("/sound/")) bytes += (await answer.body().catch(() => "")).length; });
await student.goto(studentUrl);
const paint = await until(() => student.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime), "the page paints");
check(paint <= 1000, `first paint within a second at 30 joins a second: ${Math.round(paint)} ms`);
await joining;
await until(async () => (await student.textContent("#status")).startsWith("You are in"), "the student is in the lobby");
check(bytes > 0 && bytes <= 60 * 1024, `the page is at most 60 KB: ${bytes} bytes`);
await picture(student, "class-phone-lobby");
await accessible(student, "in the lobby");

const phaseOf = () => student.evaluate(() => state && { ...state });
const waitPhase = (phase, round = 0) => until(async () => { const s = await phaseOf(); return s && s.phase === phase && (!round || s.round === round) && s; }, `phase ${phase}`);

async function fits(page, where) {
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    check(wide <= 0, `nothing to scroll sideways ${where}: ${wide} px`);
}
async function narrowAndLarge(where) {
    await student.setViewportSize({ width: 320, height: 640 });
    await fits(student, `at 320 px, ${where}`);
    await student.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
    await fits(student, `at 320 px with letters twice as large, ${where}`);
    await student.evaluate(() => { document.documentElement.style.fontSize = ""; });
    await student.setViewportSize(phone.viewport);
}

/** Keyboard alone: from the heading on, tab to the first field and use it. */
async function answerByKeyboard(s) {
    await student.evaluate(() => document.querySelector("#title").focus());
    const tabTo = async (selector) => {
        for (let i = 0; i < 40; i += 1) {
            if (await student.evaluate((sel) => document.activeElement.matches(sel), selector)) return true;
            await student.keyboard.press("Tab");
        }
        check(false, `${selector} is reached with Tab`);
        return false;
    };
    if (s.kind === "choice") {
        await tabTo("#answers input");
        await student.keyboard.press("Space");
        if (s.choices.length > 1) await student.keyboard.press("ArrowDown");
    } else if (s.kind === "choices") {
        await tabTo("#answers input");
        await student.keyboard.press("Space");
        await tabTo("#answers button[type=submit]");
        await student.keyboard.press("Enter");
    } else if (s.kind === "order") {
        await tabTo("#answers ol button:not(:disabled)");
        await student.keyboard.press("Enter");
        await tabTo("#answers button[type=submit]");
        await student.keyboard.press("Enter");
    } else if (s.kind === "text") {
        await tabTo("#written");
        await student.keyboard.press("Control+A");
        await student.keyboard.type("More charge must flow <b>first</b>");
        await tabTo("#answers button[type=submit]");
        await student.keyboard.press("Enter");
    } else {
        for (let i = 0; i < s.fields.length; i += 1) {
            await tabTo(`#field${i}`);
            await student.keyboard.press("Control+A");
            await student.keyboard.type("12,5");
        }
        await student.keyboard.press("Enter");
    }
    await until(async () => (await student.textContent("#status")).startsWith("Answer taken"), `the answer is taken (${s.kind})`);
}

/** Right in the first round or convinced by a neighbour, a listed mistake, a guess, none. */
function valueOf(mind, s, round) {
    if (mind.number % 10 === 9) return null;
    if (mind.number % 10 === 8) return ["?"];
    const shift = mind.number % 3 === 0 && round === 2 ? 1 : mind.number;
    if (s.kind === "choice") return [String(s.choices[shift % s.choices.length].key)];
    if (s.kind === "choices") return [String(s.choices[shift % s.choices.length].key)];
    if (s.kind === "text") return [`Because charge has to flow, says student ${mind.number}`];
    if (s.kind === "order") return s.items.map((_, i) => String(((i + shift) % s.items.length) + 1));
    return s.fields.map(() => String([12.5, 20, 100, -65][shift % 4]));
}

const seen = new Set(), kinds = ["choice", "number", "choices", "fields", "order", "text"];
let predicted = false;
let questions = 0, given = 0, pictures = 0, heard = false;
for (let step = 0; step < 60; step += 1) {
    const before = (await phaseOf()).question;
    await act("next");
    const s = await until(async () => { const now = await phaseOf(); return now && (now.question !== before || now.phase === "finished") && now; }, "the next question", 30000);
    if (!s || s.phase === "finished") break;
    const player = await student.$("audio");
    if (player && !heard) {
        heard = await student.evaluate(async () => {
            const audio = document.querySelector("audio");
            await audio.play();
            for (let i = 0; i < 100 && audio.currentTime < 0.2 && !audio.ended; i += 1) await new Promise((done) => setTimeout(done, 30));
            return audio.error === null && audio.currentTime >= 0.2;
        });
        check(heard, "the sound is heard on the phone");
        await picture(student, "class-phone-listen");
    }
    if (!s.asked) continue;
    if (s.predicts) {
        predicted = true;
        check(s.sounds.length > 0 && s.sounds.every((sound) => !sound.url), "a prediction comes before its sounds");
        check(!await student.$("audio"), "no player before a prediction");
    }
    questions += 1;
    const fresh = !seen.has(s.kind);
    seen.add(s.kind);
    for (let round = 1; round <= (fresh ? 2 : 1); round += 1) {
        await act("open");
        const open = await waitPhase("open", round);
        if (!open) break;
        if (fresh && round === 1) { await picture(student, "class-phone-open-" + s.kind); await narrowAndLarge(s.kind); await accessible(student, `while a ${s.kind} is open`); }
        await answerByKeyboard(open);
        for (const mind of minds) {
            const value = valueOf(mind, open, round);
            if (!value) continue;
            const answered = await post("/answer", { seat: mind.seat, question: open.question, round, value });
            check(answered.status === 200, `an answer is taken: ${JSON.stringify(value)}: ${answered.body.message || ""}`);
            given += 1;
        }
        if (fresh && round === 1) {
            await student.reload();
            await until(async () => (await student.textContent("#status")).startsWith("Answer taken"), "after a reload the answer still stands");
            await act("hand 1 1");
            await until(async () => (await teacher.textContent("#count")).match(/^2[0-9] of 2[0-9]/) || (await teacher.textContent("#count")), "the teacher sees the count");
            await picture(teacher, "class-teacher-open-" + s.kind);
        }
        await act("close");
        await waitPhase("closed");
        if (!await phaseOf().then((now) => now.bars === undefined)) check(false, "no bars before the teacher shows them");
        await act("tally");
        const tally = await waitPhase("tally");
        check(tally && tally.bars && !tally.solution, "the bars come before the answer");
        if (fresh && round === 1) {
            await picture(student, "class-phone-tally-" + s.kind);
            await accessible(student, `with the bars of a ${s.kind}`);
            await act("discuss");
            await waitPhase("discuss");
        }
    }
    await act("reveal");
    const revealed = await waitPhase("reveal");
    if (s.predicts) check(revealed && revealed.sounds.every((sound) => sound.url), "what was predicted can be heard afterwards");
    if (s.kind === "text") {
        check((await teacher.$$("#explanations li")).length === 25, "the teacher reads the explanations of all who wrote one");
        check(await teacher.$("#explanations b") === null, "what somebody wrote is text, not markup");
        check((await student.textContent("#result")).startsWith("One good answer: More charge"), "an answer stands beside one's own");
    }
    if (fresh) {
        await student.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
        await picture(student, "class-phone-reveal-" + s.kind);
        await accessible(student, `at the reveal of a ${s.kind}`);
        await accessible(teacher, `on the teacher's page at the reveal of a ${s.kind}`);
        await picture(teacher, "class-teacher-reveal-" + s.kind);
        if (pictures === 0) {
            await teacher.keyboard.press("p");
            await picture(teacher, "class-projector-reveal");
            await teacher.keyboard.press("p");
        }
        pictures += 1;
    }
}
check(heard, "a sound was played on the phone");
for (const kind of kinds) check(seen.has(kind), `a question of the kind ${kind} was answered`);
check(predicted, "a prediction was made");
await until(async () => (await student.textContent("#status")).startsWith("The class is over"), "the student is told the end");

// A dark screen has other colours.
const night = await newPage({ ...phone, colorScheme: "dark" });
await night.goto(studentUrl);
await until(async () => (await night.textContent("#status")).length > 0, "a late student comes in");
await accessible(night, "in the dark");

ending = true;
await act("end");
await until(() => program.exitCode !== null, "the program ends", 20000);
check(program.exitCode === 0, `exit status 0: ${printed}`);
check(foreign.length === 0, `nothing is asked of anybody else: ${foreign.join(" ")}`);
await browser.close();

// Afterwards.
const csv = readFileSync(results, "utf8").trim().split("\n");
const summaries = csv.filter((line) => line.includes(",summary,")).length;
check(summaries === 28, `27 scripted students and the one in the browser have results: ${summaries}`);
const table = path.join(folder, "class.csv"), tableOfQuestions = path.join(folder, "questions.csv");
const merged = execFileSync(somaphone, ["class", "merge", results, "-o", table, "--questions", tableOfQuestions, "--plot", path.join(folder, "class-histograms.png"), "--key", "tuesday"]).toString();
check(readFileSync(table, "utf8").trim().split("\n").length === 1 + 28, "the merged table has a row for each");
check(!readFileSync(table, "utf8").includes(",no,"), "all codes fit");
execFileSync(somaphone, ["class", "check", results, "--key", "tuesday"]);
const edited = path.join(folder, "edited.csv");
writeFileSync(edited, readFileSync(results, "utf8").replace(/,0,0,/, ",1,0,"));
let refused = false;
try { execFileSync(somaphone, ["class", "check", edited, "--key", "tuesday"], { stdio: "pipe" }); } catch (error) { refused = /edited/.test(error.stdout.toString()); }
check(refused, "an edited row is named");

console.log(merged);
console.log(`first paint ${Math.round(paint)} ms at 30 joins a second; page ${bytes} bytes; ${questions} questions, ${given} scripted answers`);
console.log(`${checks - failures.length} passed, ${failures.length} failed`);
program.kill();
process.exit(failures.length ? 1 : 0);
