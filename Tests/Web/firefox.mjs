// The page in Firefox, opened as a file: it starts, sounds, draws, measures, and asks a lesson's first question.
//     node firefox.mjs PAGE FIREFOX FOLDER
// Firefox is driven by its own protocol, Marionette: JSON behind its length, over a socket.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";

const [file, firefox, folder] = process.argv.slice(2);
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const patience_ms = 120000; // starting Firefox on a machine that tests
let checks = 0, failed = 0;
function check(holds, what) {
    ++checks;
    if (!holds) { ++failed; console.log(`FAILED: ${what}`); }
}

const profile = mkdtempSync(path.join(os.tmpdir(), "somaphone-firefox-"));
writeFileSync(path.join(profile, "user.js"), ['"marionette.port", 0', '"browser.shell.checkDefaultBrowser", false', '"datareporting.policy.dataSubmissionEnabled", false',
    '"app.update.enabled", false', '"browser.startup.page", 0', '"network.captive-portal-service.enabled", false', '"network.connectivity-service.enabled", false',
    '"extensions.getAddons.cache.enabled", false', '"services.settings.server", "data:,"'].map((pref) => `user_pref(${pref});\n`).join(""));
// Firefox plays nothing where there is no sound card: PulseAudio of our own is one that nobody hears.
const runtime = path.join(profile, "run");
mkdirSync(runtime, { mode: 0o700 });
const surroundings = { ...process.env, HOME: profile, XDG_RUNTIME_DIR: runtime, PULSE_SERVER: `unix:${runtime}/sound`, MOZ_HEADLESS_WIDTH: "1100", MOZ_HEADLESS_HEIGHT: "820" };
const card = spawn("pulseaudio", ["-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--load=module-null-sink rate=48000", `--load=module-native-protocol-unix auth-anonymous=1 socket=${runtime}/sound`], { stdio: "ignore", env: { ...surroundings, PULSE_SERVER: "" } });
const browser = spawn(firefox, ["--headless", "--marionette", "--profile", profile, "--no-remote"], { stdio: "ignore", env: surroundings });
const port_file = path.join(profile, "MarionetteActivePort");
for (const began = Date.now(); !existsSync(port_file) && Date.now() - began < patience_ms;) await wait(100);
await wait(200);
const socket = net.connect(Number(readFileSync(port_file, "utf8")), "127.0.0.1");

let received = Buffer.alloc(0), next = 1;
const waiting = new Map();
socket.on("data", (bytes) => {
    received = Buffer.concat([received, bytes]);
    for (;;) {
        const colon = received.indexOf(":");
        if (colon < 0) return;
        const length = Number(received.subarray(0, colon)), end = colon + 1 + length;
        if (received.length < end) return;
        const message = JSON.parse(received.subarray(colon + 1, end).toString());
        received = received.subarray(end);
        if (!Array.isArray(message)) continue; // its greeting
        const [, id, error, result] = message;
        const { done, refused } = waiting.get(id);
        if (error !== null) refused(new Error(`${error.error}: ${error.message}`)); else done(result);
    }
});
function tell(command, given = {}) {
    const id = next++, text = JSON.stringify([0, id, command, given]);
    socket.write(`${Buffer.byteLength(text)}:${text}`);
    return new Promise((done, refused) => waiting.set(id, { done, refused }));
}
const evaluate = async (script) => (await tell("WebDriver:ExecuteScript", { script: `return (${script});`, args: [] })).value;
async function until(script, what) {
    for (const began = Date.now(); Date.now() - began < patience_ms; await wait(50)) if (await evaluate(script)) return true;
    check(false, what);
    return false;
}
async function click(selector, place = 0) {
    const found = await tell("WebDriver:FindElements", { using: "css selector", value: selector });
    await tell("WebDriver:ElementClick", { id: Object.values(found[place])[0] });
}

try {
    const { capabilities } = await tell("WebDriver:NewSession", { capabilities: { alwaysMatch: { acceptInsecureCerts: false } } });
    console.log(`${capabilities.browserName} ${capabilities.browserVersion}`);
    const began = Date.now();
    await tell("WebDriver:Navigate", { url: `file://${path.resolve(file)}` });
    await until('document.querySelector("header") !== null', "the page starts");
    console.log(`on the screen after ${Date.now() - began} ms`);
    await evaluate(`(() => { window.faults = []; addEventListener("error", (event) => window.faults.push(event.message)); addEventListener("unhandledrejection", (event) => window.faults.push(String(event.reason)));
        addEventListener("pointerdown", () => { window.tapped = performance.now(); }, true);
        const watch = new MutationObserver(() => { if (Number(document.documentElement.dataset.spikes) > 0) { window.fired = performance.now(); watch.disconnect(); } });
        watch.observe(document.documentElement, { attributes: true }); })()`);
    await click(".run");
    if (await until("window.fired !== undefined", `the neuron fires: ${await evaluate('document.querySelector("#message").textContent')}`)) {
        console.log(`first spike ${(await evaluate("window.fired - window.tapped")).toFixed(0)} ms after the tap`);
        await until('document.querySelector("meter").value > -50', "the output has a level");
        await wait(3000);
        const { spikes, underruns, frames } = await evaluate("({ ...document.documentElement.dataset })");
        console.log(`${spikes} spikes, ${underruns} gaps, ${frames} pictures`);
        check(Number(frames) > 0, "the scope draws");
        check(/^\d/.test(await evaluate('document.querySelector("footer .v").textContent')), "the footer has a rate");
    }
    mkdirSync(folder, { recursive: true });
    const picture = async (name) => writeFileSync(path.join(folder, name), Buffer.from((await tell("WebDriver:TakeScreenshot", { full: false })).value, "base64"));
    await picture("web-firefox-play.png");
    await click('nav.tabs button', 1);
    await until('document.querySelectorAll(".bench .list button").length > 3', "the bench has its experiments");
    await click(".bench .primary");
    await until('document.querySelectorAll(".bench .figure").length >= 4', "strength-duration is measured");
    check(/29\.0/.test(await evaluate('document.querySelector(".bench .figure b").textContent')), "its rheobase is 29.0 pA");
    await click('nav.tabs button', 2);
    await until('document.querySelectorAll(".lesson .list button").length >= 24', "all lessons are listed");
    await click(".lesson .list button", 3);
    await until('document.querySelector(".question .steps") !== null', "a lesson begins");
    await click(".cards button");
    await until('document.querySelector(".cards .playing") !== null', "its sound plays");
    await picture("web-firefox-lesson.png");
    const faults = await evaluate("window.faults");
    check(faults.length === 0, `no script error: ${faults}`);
} catch (error) {
    check(false, error.message);
}
await tell("Marionette:Quit", { flags: ["eForceQuit"] }).catch(() => {});
await Promise.race([new Promise((done) => browser.once("exit", done)), wait(10000)]);
browser.kill("SIGKILL");
card.kill("SIGKILL");
rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
console.log(`${checks} checks, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
