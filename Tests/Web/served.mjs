// The page as a class's command serves it to its own machine: sound, installing, and all of it without the server. And the page
// over plain http from an address that is no loopback, where browsers give it no live sound.
//     node served.mjs PAGE CHROMIUM SOMAPHONE FOLDER
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { networkInterfaces } from "node:os";
import { check, desk_size, finish, first_spike_ms, launch, open, phone_size, pictures, state } from "./browser.mjs";

const [file, browserPath, somaphone, folder] = process.argv.slice(2);
const picture = pictures(folder);
const browser = await launch(browserPath);

const lesson = spawn(somaphone, ["class", "rest-two-ions", "--address", "127.0.0.1", "--port", "0", "--page", file]);
let said = "";
lesson.stdout.on("data", (text) => { said += text; });
lesson.stderr.on("data", (text) => { said += text; });
const told = async (pattern) => {
    for (let i = 0; i < 600 && !pattern.test(said); ++i) await new Promise((done) => setTimeout(done, 100));
    check(pattern.test(said), `the class says ${pattern}: ${said}`);
    return pattern.exec(said)?.[1];
};
const address = await told(/Somaphone: (http:\/\/127\.0\.0\.1:\d+\/somaphone\.html)/), teacher = await told(/Teacher: +(\S+)/);
const beside = ["manifest.webmanifest", "sw.js", "icon.svg"];

// The teacher's page leads there.
const control = await (await browser.newContext(desk_size)).newPage();
await control.goto(teacher);
await control.locator("#program").waitFor();
check(await control.locator("#program").getAttribute("href") === address, "the teacher's page has the link");
await control.context().close();

const desk = await open(browser, address, desk_size, beside);
check(await desk.evaluate(() => isSecureContext), "it is a secure context");
await first_spike_ms(desk, () => desk.keyboard.press("Space"));
check(Number((await state(desk)).spikes) > 0, "it sounds");
await desk.evaluate(() => navigator.serviceWorker.ready);
const tools = await desk.context().newCDPSession(desk);
const { errors } = await tools.send("Page.getAppManifest");
check(errors.length === 0, `the manifest has no fault: ${JSON.stringify(errors)}`);
const { installabilityErrors } = await tools.send("Page.getInstallabilityErrors");
// A private window, as this test's, is never installable; nothing else may stand in the way.
const faults = installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito");
check(faults.length === 0, `it can be installed: ${JSON.stringify(faults)}`);
await picture(desk, "web-served");

// The class ends, the network is gone, the page opens again.
lesson.kill("SIGTERM");
await new Promise((done) => lesson.once("exit", done));
await desk.context().setOffline(true);
await desk.reload();
await desk.waitForSelector("header");
await first_spike_ms(desk, () => desk.keyboard.press("Space"));
check(Number((await state(desk)).spikes) > 0, "it sounds without the network");
await desk.context().close();

// Plain http from another address: no live sound, and a line that says so; lessons sound all the same.
const other = Object.values(networkInterfaces()).flat().find((each) => each.family === "IPv4" && !each.internal)?.address;
if (other === undefined) console.log("this machine has loopback alone: plain http from another address was not tried");
else {
    const page_text = readFileSync(file);
    const server = createServer((request, response) => { response.setHeader("Content-Type", "text/html; charset=utf-8"); response.statusCode = request.url === "/" ? 200 : 404; response.end(request.url === "/" ? page_text : ""); }).listen(0, other);
    await new Promise((done) => server.once("listening", done));
    const page = await open(browser, `http://${other}:${server.address().port}/`, phone_size);
    check(!(await page.evaluate(() => isSecureContext)), "it is no secure context");
    await page.locator(".run").tap();
    check(/Live sound needs/.test((await state(page)).message), `the page says why it is silent: ${(await state(page)).message}`);
    await page.getByRole("button", { name: "Lesson" }).tap();
    await page.waitForFunction(() => document.querySelectorAll(".lesson .list button").length >= 24);
    await page.locator(".lesson .list button").nth(3).tap();
    await page.locator(".cards button").first().tap();
    await page.locator(".cards .playing").waitFor();
    check(true, "a lesson's sound plays");
    server.close();
}
await browser.close();
finish();
