"use strict";
// Shared by the student's and the teacher's page. Every text goes through textContent: nothing that is sent is markup.

const find = (id) => document.getElementById(id);

/** make("p", {className: "note"}, "text", child …) */
function make(tag, properties = {}, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
}

async function post(path, body) {
    const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    const json = await answer.json().catch(() => ({}));
    return { ok: answer.ok, status: answer.status, ...json };
}

const trialText = (state) => (state.trial ? `Trial ${state.trial[0]} of ${state.trial[1]}. ` : "");

/** The votes: one line of text and one length for each answer and round. */
function showBars(box, state) {
    box.replaceChildren();
    if (!state.bars) return;
    const most = Math.max(1, ...state.bars.flatMap((bar) => bar.votes));
    for (const bar of state.bars) {
        const choice = (state.choices || []).find((c) => String(c.key) === bar.value);
        const block = make("div", { className: "bar" }, make("p", {}, choice ? `${choice.key} ${choice.label}` : bar.label));
        bar.votes.forEach((votes, round) => {
            const length = make("span", { className: "length" });
            length.style.width = `${(60 * votes) / most}%`;
            const which = bar.votes.length > 1 ? `, round ${round + 1}` : "";
            const last = round === bar.votes.length - 1;
            block.append(make("div", { className: last ? "row" : "row first" }, length, make("span", {}, `${votes}${which}`)));
        });
        box.append(block);
    }
}

/** A player for each sound that has an address, and what is to be heard in words. */
function showSounds(box, state) {
    const wanted = JSON.stringify(state.sounds || []);
    if (box.dataset.shown === wanted) return; // one that plays goes on
    box.dataset.shown = wanted;
    box.replaceChildren();
    for (const sound of state.sounds || []) {
        const part = make("div", { className: "sound" }, make("p", {}, sound.label));
        if (sound.url) {
            const player = make("audio", { controls: true, preload: "none", src: sound.url });
            player.setAttribute("aria-label", `Sound ${sound.label}`);
            part.append(player);
        } else {
            part.append(make("p", { className: "note" }, state.predicts ? "You hear it afterwards." : "Played in the room."));
        }
        if (sound.alt) part.append(make("details", {}, make("summary", {}, "In words"), sound.alt));
        box.append(part);
    }
}
