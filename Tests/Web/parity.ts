// The page's WebAssembly in Node against Tests/Reference, whose numbers this project did not compute, and against the command
// line: the same spikes, the same sound, the same keys of every lesson.
//     node parity.js WASM SOMAPHONE FOLDER
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { ask, instantiate } from "../../Plugin/Web/Page/core/wasm";

const [wasm, somaphone, folder] = process.argv.slice(2) as [string, string, string];
mkdirSync(folder, { recursive: true });
const core = instantiate(new WebAssembly.Module(readFileSync(wasm)));
const { call } = core;
const rate_hz = 48000, block = 128;
const row = { values: 0, left: 2, right: 3, current: 7, initial: 8, pitch: 9 };

let runs = 0, failed = 0;
function check(holds: boolean, what: string): void {
    ++runs;
    if (holds) return;
    ++failed;
    console.log(`FAILED: ${what}`);
}

for (const file of readdirSync("Assets/Cells")) ask(core, "add_cells", { file, text: readFileSync(`Assets/Cells/${file}`, "utf8") });
const table = ask<{ id: string; default: number }[]>(core, "table");
const place = (id: string) => table.findIndex((each) => each.id === id);

interface Loaded { values: number[]; initial: (number | null)[] }
interface Played { spikes_s: number[]; left: number[]; right: number[] }

/** Plays the neuron for so many samples; `current_pA` is a current for each. */
function play({ values, initial }: Loaded, samples: number, current_pA: number[] | null, sound: boolean): Played {
    const player = call.soma_player_new!(rate_hz, block);
    const write = (which: number, numbers: number[]) => core.doubles(call.soma_player_row!(player, which), numbers.length).set(numbers);
    write(row.values, values);
    write(row.initial, initial.map((value) => value ?? NaN));
    if (Math.round(values[place("midi_mode")]!) === 2) {
        const { address } = ask<{ address: number }>(core, "pitch", { values, initial });
        const bytes = new Uint8Array(core.memory.buffer);
        bytes.copyWithin(call.soma_player_row!(player, row.pitch), address, address + call.soma_pitch_bytes!());
        call.soma_player_set_pitch!(player);
    }
    call.soma_player_set!(player);
    call.soma_player_set_initial!(player);
    call.soma_player_start!(player);
    const played: Played = { spikes_s: [], left: [], right: [] };
    for (let at = 0; at < samples; at += block) {
        const frames = Math.min(block, samples - at);
        if (current_pA !== null) write(row.current, current_pA.slice(at, at + frames));
        call.soma_player_process!(player, frames, current_pA === null ? 0 : 2);
        const count = call.soma_player_spike_count!(player);
        const events = new DataView(core.memory.buffer, call.soma_player_spikes!(player), count * 24);
        for (let i = 0; i < count; ++i) // SpikeEvent: sample, neuron, offset, model time
            if (current_pA === null || events.getInt32(i * 24 + 4, true) === 0) played.spikes_s.push(events.getFloat64(i * 24 + 16, true) / 1000);
        if (!sound) continue;
        for (const side of ["left", "right"] as const) played[side].push(...core.floats(call.soma_player_row!(player, row[side]), frames));
    }
    call.soma_player_delete!(player);
    return played;
}

const cell = (id: string) => ask<Loaded>(core, "apply_cell", { id, values: table.map((each) => each.default) });
const reference = (name: string) => JSON.parse(readFileSync(`Tests/Reference/${name}`, "utf8"));

function compare(name: string, found: number[], expected: number[], tolerance_s: number): void {
    const worst = Math.max(0, ...expected.map((time, i) => Math.abs(time - (found[i] ?? Infinity))));
    check(found.length === expected.length && worst <= tolerance_s, `${name}: ${found.length} spikes, ${expected.length} expected, worst ${worst.toExponential(2)} s of ${tolerance_s}`);
}

/** Mean current of each sample from [begin ms, end ms, value, slope per ms] pieces. */
function held(pieces: number[][], total_ms: number, scale: number): number[] {
    const current = new Array<number>(Math.round(total_ms * rate_hz / 1000)).fill(0);
    for (const [begin, end, value, slope] of pieces as [number, number, number, number][])
        for (let k = Math.round(begin * rate_hz / 1000); k < Math.min(current.length, Math.round(end * rate_hz / 1000)); ++k)
            current[k]! += scale * (value + slope * ((k + 0.5) * 1000 / rate_hz - begin));
    return current;
}
const spikes = (id: string, current: number[]) => play(cell(id), current.length, current, false).spikes_s;

// Tolerances are those of Assets/Guide/Models.md, as in Tests/Scripts/reference-data.sh.
for (const run of reference("lif_spike_times.json").runs) {
    const found = spikes(`allen/${run.cell}`, new Array(rate_hz).fill(run.I_pA));
    compare(`LIF ${run.cell}, ${run.I_pA} pA`, found.slice(0, run.spikes_s.length), run.spikes_s, 1e-9 + 1e-12 * run.spikes_s.length);
}
const stimuli = new Map<string, number[]>();
const lines = readFileSync("Tests/Reference/glif_stim.csv", "utf8").split("\n").filter((line) => line !== "" && !line.startsWith("#"));
lines[0]!.split(",").forEach((name, i) => stimuli.set(name, lines.slice(1).map((line) => Number(line.split(",")[i]))));
const inside = (k: number) => k >= 2400 && k < 21600;
stimuli.set("step", Array.from({ length: 24000 }, (_, k) => (inside(k) ? 2000 : 0)));
stimuli.set("ramp", Array.from({ length: 24000 }, (_, k) => (inside(k) ? Math.floor((k - 2400) * 4000 / 19200) : 0)));
for (const run of reference("glif_spike_times.json").runs)
    compare(`GLIF ${run.cell}-${run.level}, ${run.stim}`, spikes(`glif/${run.cell}-${run.level}`, stimuli.get(run.stim)!.map((permille) => permille * run.rh_pA / 1000)), run.event_driven_spike_s, 1e-8);
const protocols: Record<string, [number[][], number]> = { hh_step10: [[[10, 110, 10, 0]], 120], hh_ramp: [[[10, 110, 0, 0.4]], 120], hh_pulse_supra: [[[5, 5.5, 20, 0]], 40], hh_pulse_sub: [[[5, 5.5, 10, 0]], 40] };
for (const run of reference("hh_spike_times.json").runs) {
    const protocol = protocols[run.name];
    if (protocol !== undefined) compare(run.name, spikes("hh/squid", held(protocol[0], protocol[1], 100)), run.scipy_spikes_ms.map((ms: number) => ms / 1000), 1e-7);
}
for (const run of reference("izhikevich_spike_times.json").cell_types_2003) {
    const expected = run.spikes_ms.slice(0, 12).map((ms: number) => ms / 1000);
    compare(`Izhikevich ${run.type}`, spikes(`izhikevich/${run.type.toLowerCase()}`, held([[20, 200, 10, 0]], 200, 100)).slice(0, 12), expected, 2e-5);
}
const names: Record<string, string> = { "tonic spiking": "tonic", "initial burst": "initial", "delayed accelerating": "accelerating", "delayed regular bursting": "delayed",
    "transient spiking": "transient", "irregular spiking": "irregular", "Brette-Gerstner 2005 default": "brette-gerstner" };
for (const run of reference("adex_spike_times.json").runs) {
    const expected = run.spikes_ms.slice(0, 5).map((ms: number) => ms / 1000);
    compare(`AdEx ${run.pattern}`, spikes(`adex/${names[run.pattern]}`, new Array(Math.round(run.T_ms * rate_hz / 1000)).fill(run.I_pA)).slice(0, 5), expected, 1e-6);
}
check(runs >= 60, `${runs} runs of the reference data, at least 60 expected`);

// Native renders of every preset: spikes within 1e-9 s, the sound within 1e-6 of full scale (of 32-bit floats 1.2e-7 is one step).
const seconds = 1;
for (const file of readdirSync("Assets/Presets").sort()) {
    const loaded = ask<Loaded>(core, "read_preset", { file, text: readFileSync(`Assets/Presets/${file}`, "utf8") });
    execFileSync(somaphone, ["render", "--preset", `Assets/Presets/${file}`, "--rate", String(rate_hz), "--duration", String(seconds), "-o", `${folder}/native.wav`, "--spikes", `${folder}/native.csv`], { stdio: "pipe" });
    const played = play(loaded, seconds * rate_hz, null, true);
    const times = readFileSync(`${folder}/native.csv`, "utf8").split("\n").filter((line) => line !== "" && !line.startsWith("#")).slice(1).map((line) => Number(line.split(",")[1]));
    compare(`${file}, against the command line`, played.spikes_s, times, 1e-9);
    const wav = readFileSync(`${folder}/native.wav`), data = wav.indexOf("data") + 8;
    let worst = 0;
    for (let k = 0; k < seconds * rate_hz; ++k)
        worst = Math.max(worst, Math.abs(wav.readFloatLE(data + 8 * k) - played.left[k]!), Math.abs(wav.readFloatLE(data + 8 * k + 4) - played.right[k]!));
    check(worst <= 1e-6, `${file}: the sound differs from the command line's by ${worst.toExponential(2)} of full scale`);
}

// The keys of every lesson, at its own kind of seed and at another.
for (const file of readdirSync("Assets/Lessons").filter((name) => name.endsWith(".lesson.json")))
    for (const seed of [1, 20417]) {
        const path = `Assets/Lessons/${file}`;
        ask(core, "lesson_load", { file, text: readFileSync(path, "utf8") });
        const native = execFileSync(somaphone, ["lesson", "keys", path, "--seed", String(seed)], { encoding: "utf8" });
        check(ask<string>(core, "lesson_keys", { seed }) === native, `${file}: the keys at seed ${seed} differ from the command line's`);
    }

// Numbers as text: this build has its own way of reading and writing them (Source/Core/DecimalText.cpp).
const echo = (text: string) => ask<number>(core, "parse", { id: "stim_amplitude_pa", text }) as unknown as { value: number };
for (const [text, value] of [["0.1", 0.1], ["-1e3", -1000], ["1e-3", 0.001], ["200.", 200], ["0,2 nA", 200], ["1.7976931348623157", 1.7976931348623157]] as const)
    check(echo(text).value === value, `"${text}" is read as ${echo(text).value}`);
for (const text of ["", "e5", ".", "1e999", "nan", "inf", "--1"]) {
    let refused = false;
    try { echo(text); } catch { refused = true; }
    check(refused, `"${text}" is refused`);
}
for (let value = 1, i = 0; i < 400; ++i, value = (value * 1.37 + 0.000123 * i) % 9e6) {
    const text = ask<string>(core, "exact", { id: "stim_amplitude_pa", value });
    check(Number(text) === value && text.replace(/\D/g, "").length <= 17 + 3, `${value} is written as ${text}`);
}

console.log(`${runs} checks, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
