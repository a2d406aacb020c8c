// The page: reads what is inside it, starts the program, and joins its parts.
import { instantiate, ask } from "./core/wasm";
import { becomeInstallable } from "./core/installable";
import { Laboratory } from "./core/laboratory";
import { Patch } from "./core/patch";
import { Table } from "./core/table";
import { unpack } from "./core/lzma";
import { Sound } from "./audio/sound";
import { ScopeView } from "./scope/view";
import { PlayPage } from "./pages/play";
import { BenchPage } from "./pages/bench";
import { LessonPage } from "./pages/lesson";
import { element, save, say } from "./parts/dom";

/** Written by pack.py. */
interface Content { version: string; cells: Record<string, string>; presets: Record<string, string>; lessons: Record<string, string> }

declare const WORKER_SCRIPT: string, WORKLET_SCRIPT: string;

function content(): { wasm: ArrayBuffer; content: Content } {
    const text = document.querySelector("#content")!.textContent!.trim();
    const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const bytes = unpack(packed);
    const wasmBytes = new DataView(bytes.buffer).getUint32(0, true);
    return { wasm: bytes.slice(4, 4 + wasmBytes).buffer, content: JSON.parse(new TextDecoder().decode(bytes.subarray(4 + wasmBytes))) as Content };
}

interface Page { readonly root: HTMLElement; readonly footer?: HTMLElement; shown?(): void; left?(): void; key?(event: KeyboardEvent): boolean }

function start(): void {
    const { wasm, content: { version, cells, presets, lessons } } = content();
    const core = instantiate(new WebAssembly.Module(wasm));
    const known = Object.entries(cells).flatMap(([file, text]) => ask<{ id: string; name: string; model: string }[]>(core, "add_cells", { file, text }));
    const patch = new Patch(core, new Table(core));
    const sound = new Sound(WORKLET_SCRIPT, wasm);
    const laboratory = new Laboratory(WORKER_SCRIPT, { wasm, cells });

    const presetNames = Object.keys(presets).sort();
    const first = presetNames[0]!;
    const notes = location.hash.length > 1 ? patch.readFragment(location.hash.slice(1)) : patch.preset(first, presets[first]!);
    const play = new PlayPage(patch, sound, new ScopeView(core), laboratory);
    const pages: Record<string, Page> = { play, bench: new BenchPage(patch, laboratory, version), lesson: new LessonPage(lessons, laboratory, sound, patch, version) };

    // Header.
    const chooser = element("select", { "aria-label": "Preset or cell", change: () => {
        const [kind, id] = [chooser.value[0], chooser.value.slice(2)];
        try {
            if (kind === "p") patch.preset(id!, presets[id!]!); else patch.useCell(id!);
        } catch (error) { say((error as Error).message); }
    } });
    const group = (label: string, options: HTMLOptionElement[]) => element("optgroup", { label }, ...options);
    chooser.append(element("option", { value: "", hidden: true }, ""), group("Presets", presetNames.map((file) =>
        element("option", { value: `p ${file}` }, (JSON.parse(presets[file]!) as { name: string }).name))),
        group("Cells", known.map((cell) => element("option", { value: `c ${cell.id}` }, `${cell.name} (${cell.id})`))));
    const showName = () => {
        const title = chooser.options[0]!;
        title.textContent = (patch.changed ? "• " : "") + (patch.name || patch.cell || "My neuron");
        chooser.value = "";
    };
    const tabs = element("nav", { class: "tabs", "aria-label": "Views" });
    const main = element("main", {});
    let shown = "";
    const show = (name: string) => {
        if (name === shown) return;
        pages[shown]?.left?.();
        shown = name;
        for (const [id, page] of Object.entries(pages)) {
            page.root.hidden = id !== name;
            if (page.footer !== undefined) page.footer.hidden = id !== name;
        }
        for (const tab of tabs.querySelectorAll("button")) {
            if (tab.dataset.view === name) tab.setAttribute("aria-current", "page"); else tab.removeAttribute("aria-current");
        }
        document.body.dataset.view = name;
        pages[name]!.shown?.();
    };
    for (const [id, name] of [["play", "Play"], ["bench", "Bench"], ["lesson", "Lesson"]] as const)
        tabs.append(element("button", { type: "button", "data-view": id, click: () => show(id) }, name));
    const theme = () => {
        const order = ["dark", "light"], now = document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark");
        document.documentElement.dataset.theme = order[(order.indexOf(now) + 1) % 2]!;
        play.scope.forgetColours();
    };
    const mute = element("button", { type: "button", "aria-pressed": "false", title: "Mute (M)", click: () => patch.set("mute", patch.on("mute") ? 0 : 1) }, "Mute");
    const volume: HTMLInputElement = element("input", { type: "range", min: "0", max: "1000", "aria-label": "Volume", class: "volume", input: () => patch.set("output_level_db", patch.table.value("output_level_db", Number(volume.value) / 1000)) });
    const loud = () => {
        mute.setAttribute("aria-pressed", String(patch.on("mute")));
        volume.value = String(patch.table.position("output_level_db", patch.get("output_level_db")) * 1000);
        volume.setAttribute("aria-valuetext", patch.table.display("output_level_db", patch.get("output_level_db")));
    };
    const share = async () => {
        history.replaceState(null, "", `#${patch.fragment()}`);
        try {
            await navigator.clipboard.writeText(location.href);
            say("The link to this neuron is on the clipboard.");
        } catch { say("The address of this page is now the link to this neuron."); }
    };
    const menu = element("div", { class: "menu" },
        element("button", { type: "button", title: "Undo (Ctrl Z)", click: () => patch.undo() }, "Undo"),
        element("button", { type: "button", title: "Copies the address that opens this neuron", click: () => void share() }, "Link"),
        element("button", { type: "button", title: "Saves this neuron as a preset file", click: () => save(`${(patch.name || "neuron").replace(/[^\w-]+/g, "-")}.json`, patch.text(), "application/json") }, "Save"),
        element("button", { type: "button", title: "Dark or light (T)", click: theme }, "Theme"));
    const header = element("header", {}, element("h1", { class: "brand" }, "Somaphone"), tabs, chooser, menu, element("div", { class: "loudness" }, mute, volume));
    main.append(...Object.values(pages).map((page) => page.root));
    document.querySelector("#loading")?.remove();
    document.body.prepend(header, main, play.footer);
    show("play");
    showName();
    loud();
    let addressTimer = 0;
    patch.listen(() => {
        showName();
        loud();
        clearTimeout(addressTimer);
        addressTimer = window.setTimeout(() => history.replaceState(null, "", `#${patch.fragment()}`), 500);
    });
    if (notes.length > 0) say(notes.join(" · "));

    // Keys of the whole page; a field that is typed into has them first.
    const typing = (target: EventTarget | null) => target instanceof HTMLInputElement && !["range", "checkbox", "radio"].includes(target.type) || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
    const pressed = (target: EventTarget | null) => target instanceof HTMLButtonElement || (target instanceof HTMLInputElement && target.type === "checkbox");
    addEventListener("keydown", (event) => {
        if (typing(event.target)) return;
        if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") { event.preventDefault(); if (event.shiftKey) patch.redo(); else patch.undo(); return; }
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if ((event.key === " " || event.key === "Enter") && pressed(event.target)) return;
        if (shown === "play" && play.keys.key(event, true)) return;
        if (pages[shown]!.key?.(event) === true) { event.preventDefault(); return; }
        const everywhere: Record<string, () => void> = { m: () => mute.click(), t: theme };
        const inPlay: Record<string, () => void> = { " ": () => void play.toggle(), Enter: () => void play.once(), f: () => play.scope.freeze(), c: () => play.scope.toggleCursors(),
            s: () => play.scope.single(), r: () => play.reset(), "[": () => play.scope.zoom(-1), "]": () => play.scope.zoom(1) };
        const act = (shown === "play" ? inPlay[event.key] ?? inPlay[event.key.toLowerCase()] : undefined) ?? everywhere[event.key.toLowerCase()];
        if (act !== undefined) { event.preventDefault(); act(); }
    });
    addEventListener("keyup", (event) => { if (shown === "play") play.keys.key(event, false); });
    addEventListener("dragover", (event) => event.preventDefault());
    addEventListener("drop", (event) => {
        event.preventDefault();
        const file = event.dataTransfer?.files[0];
        if (file === undefined) return;
        if (!file.name.endsWith(".json")) { play.takeFile(file); return; }
        void file.text().then((text) => {
            try {
                if (file.name.endsWith(".lesson.json")) { show("lesson"); (pages.lesson as LessonPage).openFile(file.name, text); } else patch.preset(file.name, text);
            } catch (error) { say(`${(error as Error).message}. The current neuron is kept.`); }
        });
    });
    addEventListener("pointerdown", () => { if (sound.context !== null && sound.context.state !== "running") void sound.context.resume(); });

    const calm = matchMedia("(prefers-reduced-motion: reduce)");
    let drawn = 0, frames = 0;
    const frame = (now: number) => {
        if (shown === "play" && (!calm.matches || now - drawn > 250)) {
            play.draw(now);
            drawn = now;
            document.documentElement.dataset.frames = String(++frames);
        }
        requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    void becomeInstallable();
}

try { start(); } catch (error) {
    document.querySelector("#loading")!.textContent = `Somaphone does not start in this browser: ${(error as Error).message}`;
    throw error;
}
