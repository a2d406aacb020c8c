// Notes from the screen, the computer's keyboard and MIDI.
import type { Sound } from "../audio/sound";
import { element, say } from "./dom";

/** The letters of a piano's keys by their place on the keyboard, whatever is printed on them. */
const places = ["KeyA", "KeyW", "KeyS", "KeyE", "KeyD", "KeyF", "KeyT", "KeyG", "KeyY", "KeyH", "KeyU", "KeyJ", "KeyK"];
const names = ["C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B", "C"];
const middle_c = 60;

export class Keys {
    readonly root: HTMLElement;
    typing = false;
    private readonly toggle: HTMLInputElement;
    private readonly held = new Set<number>();

    constructor(private readonly sound: Sound) {
        const piano = element("div", { class: "piano", role: "group", "aria-label": "Keys of one octave" });
        names.forEach((name, i) => {
            const key = element("button", { type: "button", class: name.length > 1 ? "black" : "white", "aria-label": `Note ${name}` }, name);
            const on = (event: Event) => { event.preventDefault(); this.note(middle_c + i, true); };
            const off = () => this.note(middle_c + i, false);
            key.addEventListener("pointerdown", on);
            for (const end of ["pointerup", "pointerleave", "pointercancel"]) key.addEventListener(end, off);
            key.addEventListener("keydown", (event) => { if ((event.key === "Enter" || event.key === " ") && !event.repeat) on(event); });
            key.addEventListener("keyup", off);
            piano.append(key);
        });
        this.toggle = element("input", { type: "checkbox", change: () => { this.typing = this.toggle.checked; } });
        this.root = element("div", { class: "keys" }, piano,
            element("label", { class: "check" }, this.toggle, "Letters A to K play notes"),
            element("button", { type: "button", click: () => void this.midi() }, "Use a MIDI keyboard"));
    }

    /** True: the key was a note. */
    key(event: KeyboardEvent, on: boolean): boolean {
        const place = places.indexOf(event.code);
        if (!this.typing || place < 0 || event.ctrlKey || event.metaKey || event.altKey) return false;
        if (!event.repeat) this.note(middle_c + place, on);
        return true;
    }

    private note(note: number, on: boolean): void {
        if (on === this.held.has(note)) return;
        if (on) this.held.add(note); else this.held.delete(note);
        void this.sound.start();
        this.sound.tell({ midi: [on ? 0x90 : 0x80, note, 100] });
    }

    private async midi(): Promise<void> {
        const ask = (navigator as { requestMIDIAccess?: () => Promise<{ inputs: Map<string, { name: string; onmidimessage: ((event: { data: Uint8Array }) => void) | null }> }> }).requestMIDIAccess;
        if (ask === undefined) { say("This browser has no MIDI. Chrome, Edge and Firefox have."); return; }
        try {
            await this.sound.start();
            const access = await ask.call(navigator);
            for (const input of access.inputs.values())
                input.onmidimessage = ({ data }) => this.sound.tell({ midi: [data[0]!, data[1] ?? 0, data[2] ?? 0] });
            say(access.inputs.size === 0 ? "No MIDI keyboard is connected." : `MIDI from ${[...access.inputs.values()].map((input) => input.name).join(", ")}`);
        } catch {
            say("The browser was not allowed to use MIDI.");
        }
    }
}
