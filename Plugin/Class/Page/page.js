"use strict";

const storageKey = `somaphone-seat ${location.host}`;
const invited = decodeURIComponent(location.search.slice(1));
let token = "";
let stream = null;
let state = null; // of the class
let own = {}; // of this seat
let shown = ""; // what the form was built for
let heard = 0; // when the last message came, ms
let order = []; // of an order question: positions from 1

try { token = localStorage.getItem(storageKey) || ""; } catch { /* private window: the seat lasts as long as the page */ }

function say(text) { if (find("status").textContent !== text) find("status").textContent = text; }

async function join(code, name) {
    let joined;
    try { joined = await post("/seat", { code, name, seat: token }); } catch { say("No connection to the class. Trying again …"); return setTimeout(() => join(code, name), 2000); }
    if (!joined.ok) {
        token = "";
        find("join").hidden = false;
        find("question").hidden = true;
        find("another").hidden = true;
        if (code) say(joined.message || "Try again.");
        return;
    }
    token = joined.seat;
    try { localStorage.setItem(storageKey, token); } catch { /* as above */ }
    find("join").hidden = true;
    find("another").hidden = false;
    say("");
    listen();
}

function listen() {
    if (stream) stream.close();
    stream = new EventSource(`/events?seat=${encodeURIComponent(token)}`);
    heard = Date.now();
    stream.addEventListener("state", (message) => {
        heard = Date.now();
        const news = JSON.parse(message.data);
        state = news.class;
        own = news.seat || {};
        render();
        showCount(news.count);
    });
    stream.addEventListener("count", (message) => { heard = Date.now(); showCount(JSON.parse(message.data).count); });
    stream.addEventListener("beat", () => { heard = Date.now(); });
    stream.addEventListener("elsewhere", () => {
        stream.close();
        stream = null;
        say("This seat is open on another page. Reload to continue here.");
    });
    stream.onerror = () => {
        say("Connection lost. Trying again …");
        if (stream.readyState !== EventSource.CLOSED) return; // the browser tries by itself
        stream = null;
        setTimeout(() => join(invited, ""), 1500);
    };
    stream.onopen = () => { if (find("status").textContent.startsWith("Connection lost")) say(""); };
}

// A phone that slept, or a network that went silent: connect again. A beat comes every five seconds.
document.addEventListener("visibilitychange", () => { if (!document.hidden && token && stream) listen(); });
setInterval(() => { if (stream && !document.hidden && Date.now() - heard > 13000) listen(); }, 2000);

function showCount(count) {
    find("count").textContent = state && state.phase === "open" && state.asked ? `${count.answered} of ${count.present} answered` : "";
}

async function send(value) {
    let answered;
    try {
        answered = await post("/answer", { seat: token, question: state.question, round: state.round, value });
    } catch {
        return say("Not sent: no connection. Try again.");
    }
    say(answered.ok ? "Answer taken. You can change it until the round closes." : answered.message || "Not taken. Try again.");
}

const phaseText = {
    lobby: "You are in. Wait for the first question.",
    listen: "Listen. The vote opens soon.",
    open: "",
    closed: "The round is closed.",
    tally: "The votes of the class",
    discuss: "Talk with your neighbours. Then everybody votes again.",
    reveal: "",
    finished: "The class is over. You can close this page.",
};

function render() {
    find("lesson").textContent = state.lesson;
    find("who").textContent = own.name || "";
    const asks = state.phase !== "lobby" && state.phase !== "finished";
    find("question").hidden = !asks;
    if (!asks) { shown = ""; return say(phaseText[state.phase]); }
    const now = `${state.question} ${state.round} ${state.phase}`;
    const fresh = now !== shown;
    const moved = shown.split(" ")[0] !== String(state.question);
    find("step").textContent = trialText(state) + (state.round > 1 ? `Round ${state.round}.` : "");
    find("title").textContent = state.title || (state.asked ? "Question" : "Look and listen");
    find("text").textContent = state.text;
    showSounds(find("sounds"), state);
    if (fresh) {
        shown = now;
        buildForm();
        say(state.asked ? phaseText[state.phase] : state.kind === "none" ? "" : "This question is answered.");
        if (moved) find("title").focus({ preventScroll: false });
    }
    showOwn(fresh);
    showBars(find("bars"), state);
    showResult();
}

const button = (text, action, className = "") => {
    const made = make("button", { type: "button", textContent: text, className });
    made.addEventListener("click", action);
    return made;
};

/** The form of the question; the same fields, closed, in every phase, so that nothing moves under a finger. */
function buildForm() {
    const form = find("answers");
    form.replaceChildren();
    if (!state.asked) return;
    const open = state.phase === "open";
    const box = make("fieldset", { disabled: !open });
    const hand = (read) => { form.onsubmit = (event) => { event.preventDefault(); if (state.phase === "open") send(read()); }; };
    form.onsubmit = (event) => event.preventDefault();
    if (state.kind === "choice" || state.kind === "choices") {
        box.append(make("legend", {}, state.kind === "choice" ? "Choose one answer" : "Choose all that are right"));
        for (const choice of state.choices) {
            const input = make("input", { type: state.kind === "choice" ? "radio" : "checkbox", name: "answer", value: String(choice.key) });
            if (state.kind === "choice") input.addEventListener("change", () => send([input.value]));
            box.append(make("label", { className: "option" }, input, make("span", {}, `${choice.key}  ${choice.label}`)));
        }
        if (state.kind === "choices") hand(() => [...form.querySelectorAll("input:checked")].map((input) => input.value));
    } else if (state.kind === "order") {
        const own_order = (own.answer || "").split(";").map(Number);
        order = own_order.length === state.items.length && !own_order.includes(NaN) ? own_order : state.items.map((_, i) => i + 1);
        box.append(make("legend", {}, "Put them in order, the first one at the top"), make("ol", { className: "order" }));
        hand(() => order.map(String));
        showOrder(box.lastChild);
    } else if (state.kind === "text") {
        const input = make("textarea", { id: "written", rows: 4, maxLength: 600 });
        box.append(make("label", { htmlFor: "written" }, state.words > 1 ? `Your explanation, at least ${state.words} words` : "Your explanation"), input);
        hand(() => [input.value]);
    } else {
        state.fields.forEach((field, i) => {
            const id = `field${i}`;
            const input = make("input", { id, inputMode: "text", autocomplete: "off", maxLength: 40, placeholder: field.unit ? `number in ${field.unit}` : "number" });
            box.append(make("label", { htmlFor: id }, field.label || "Your number"), make("div", { className: "number" }, input, make("span", {}, field.unit)));
        });
        hand(() => [...form.querySelectorAll("input")].map((input) => input.value));
    }
    if (state.kind !== "choice") box.append(make("button", { type: "submit", className: "main", textContent: "Hand in" }));
    box.append(make("p", {}, button("I cannot tell", () => send(["?"]))));
    form.append(box);
    form.hidden = false;
}

function showOrder(list) {
    list.replaceChildren();
    order.forEach((item, place) => {
        const move = (by) => () => {
            [order[place], order[place + by]] = [order[place + by], order[place]];
            showOrder(list);
            const again = list.children[place + by].querySelector(`[data-by="${by}"]:not(:disabled)`) || list.children[place + by].querySelector("button:not(:disabled)");
            if (again) again.focus();
        };
        const up = button("↑", move(-1)), down = button("↓", move(1));
        up.dataset.by = "-1";
        down.dataset.by = "1";
        up.disabled = place === 0;
        down.disabled = place === order.length - 1;
        up.setAttribute("aria-label", `${state.items[item - 1]} up`);
        down.setAttribute("aria-label", `${state.items[item - 1]} down`);
        list.append(make("li", {}, make("span", {}, state.items[item - 1]), up, down));
    });
}

/** The answer of this seat; typed fields are filled only when they are new, not while somebody types. */
function showOwn(fresh) {
    const given = own.answer || "";
    const form = find("answers");
    if (state.kind === "choice" || (state.kind === "choices" && fresh))
        for (const input of form.querySelectorAll("input")) input.checked = given.split(";").includes(input.value);
    if ((state.kind === "number" || state.kind === "fields") && fresh && given && given !== "?")
        given.split(";").forEach((part, i) => { const input = find(`field${i}`); if (input) input.value = part; });
    if (state.kind === "text" && fresh && given && given !== "?") find("written").value = given;
    if (given && fresh && state.phase === "open") say("Answer taken. You can change it until the round closes.");
    const right = state.solution ? state.solution.keys.map(String) : [];
    for (const label of form.querySelectorAll(".option")) label.classList.toggle("right", right.includes(label.firstChild.value));
}

function showResult() {
    const box = find("result");
    box.replaceChildren();
    if (!state.solution) return;
    // Nobody but a reader can mark an explanation.
    if (state.kind === "text") return box.append(make("p", {}, `One good answer: ${state.solution.text}`));
    if (own.result) box.append(make("p", { className: `verdict ${own.result.correct ? "good" : "bad"}` }, own.result.correct ? "✓ Right" : "✗ Not this time"));
    if (state.solution.text) box.append(make("p", {}, `The answer: ${state.solution.text}`));
    if (own.result && own.result.text) box.append(make("p", {}, own.result.text));
}

find("join").addEventListener("submit", (event) => {
    event.preventDefault();
    if (!find("name").value.trim()) token = "";
    shown = "";
    join(find("code").value, find("name").value);
});
// A name, or the next student at a shared device: what was answered stays with the seat that answered it.
find("another").addEventListener("click", () => {
    if (stream) stream.close();
    stream = null;
    find("question").hidden = true;
    find("another").hidden = true;
    find("join").hidden = false;
    find("name").value = "";
    say("Type your name and join. Without a name you get a new seat.");
    find("name").focus();
});
find("code").value = invited;
join(invited, "");
