"use strict";

const base = location.pathname;
let state = null;
let devices = true;

const act = (what) => post(base, { do: what }).catch(() => { find("status").textContent = "No connection to the program."; });

/** Buttons of each phase, the usual one first. */
function actions() {
    if (state.phase === "lobby") return [["Start", "next"]];
    if (state.phase === "finished") return [];
    if (!state.asked) return [["Next", "next"]];
    return {
        listen: [["Open the vote", "open"], ["Reveal", "reveal"], ["Next", "next"]],
        open: [["Close the vote", "close"]],
        closed: [["Show the votes", "tally"], ...(state.again ? [["Talk, then vote again", "discuss"]] : []), ["Reveal", "reveal"]],
        tally: [["Reveal", "reveal"], ...(state.again ? [["Talk, then vote again", "discuss"]] : []), ["Next", "next"]],
        discuss: [["Vote again", "open"], ["Reveal", "reveal"]],
        reveal: [["Next", "next"]],
    }[state.phase];
}

function showCount(count, seats) {
    const voting = state.asked && ["open", "closed", "tally", "discuss"].includes(state.phase);
    find("count").textContent = voting ? `${count.answered} of ${count.present} answered` : `${count.present} here`;
    const list = find("seats");
    list.replaceChildren();
    for (const seat of seats)
        list.append(make("li", { className: seat.here ? "" : "away" }, `${seat.name}${seat.answered && state.phase === "open" ? " ✓" : ""}${seat.here ? "" : " (away)"}`));
}

function render(news) {
    state = news.class;
    devices = news.devices;
    const lobby = state.phase === "lobby", over = state.phase === "finished";
    document.body.classList.toggle("lobby", lobby);
    find("lesson").textContent = state.lesson;
    find("title").textContent = lobby ? "Before the first question" : over ? "The lesson is over" : state.title || (state.asked ? "Question" : "Look and listen");
    find("step").textContent = trialText(state) + (state.round > 1 ? `Round ${state.round}.` : "");
    find("text").textContent = state.text || "";
    const right = state.solution ? state.solution.keys : [];
    find("choices").replaceChildren(...(state.choices || []).map((c) => make("li", { className: right.includes(c.key) ? "right" : "" }, `${c.key}  ${c.label}`)));
    find("solution").textContent = state.solution && state.solution.text ? `The answer: ${state.solution.text}` : "";
    showSounds(find("sounds"), state);
    showBars(find("bars"), state);
    find("explanations").replaceChildren(...(news.explanations || []).map((text) => make("li", {}, text)));
    find("devices").textContent = devices ? "Sounds in the room only" : "Allow sounds on devices";
    const buttons = find("buttons");
    const focused = buttons.contains(document.activeElement);
    buttons.replaceChildren(...actions().map(([text, what]) => {
        const made = make("button", { type: "button", textContent: text });
        made.addEventListener("click", () => act(what));
        return made;
    }));
    if (focused && buttons.firstChild) buttons.firstChild.focus();
    showCount(news.count, news.seats);
}

const stream = new EventSource(`${base}/events`);
stream.addEventListener("state", (message) => { find("status").textContent = ""; render(JSON.parse(message.data)); });
stream.addEventListener("count", (message) => { const news = JSON.parse(message.data); showCount(news.count, news.seats); });
stream.onerror = () => { find("status").textContent = "No connection to the program. The class may be over."; };

fetch(`${base}/about`).then((answer) => answer.json()).then((about) => {
    find("url").textContent = about.url;
    find("code").textContent = about.code;
    find("qr").src = `${base}/qr.svg`;
    find("program").href = about.program;
    find("program").hidden = about.program === "";
});
find("results").href = `${base}/results.csv`;
find("back").addEventListener("click", () => act("back"));
find("devices").addEventListener("click", () => act(devices ? "sounds off" : "sounds on"));
find("end").addEventListener("click", () => { if (confirm("End the class? The pages of the students close. Save the results first.")) act("end"); });
const project = () => document.body.classList.toggle("projector");
find("project").addEventListener("click", project);

document.addEventListener("keydown", (event) => {
    if (!state || event.ctrlKey || event.metaKey || event.altKey) return;
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
    if (digit && !event.repeat) return act(`hand ${digit[1]} ${event.shiftKey ? -1 : 1}`);
    if (event.key === "p" || event.key === "P") return project();
    const first = actions()[0];
    if (event.key === "Enter" && first && !(document.activeElement instanceof HTMLButtonElement || document.activeElement instanceof HTMLAnchorElement)) act(first[1]);
});
