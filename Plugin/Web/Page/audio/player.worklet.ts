// Runs on the audio thread: one instance of the program plays the neuron. Nothing here allocates once it plays, but for the
// messages that the browser itself makes.
import { instantiate, type Instance } from "../core/wasm";

declare const sampleRate: number;
declare const currentTime: number;
declare class AudioWorkletProcessor { readonly port: MessagePort }
declare function registerProcessor(name: string, processor: unknown): void;

const longest = 2048; // frames of a call: browsers may come to ask for more than 128
const row = { values: 0, input: 1, left: 2, right: 3, initial: 8, pitch: 9 } as const;
const packets_a_buffer = 64, buffers = 6;
const report_every_s = 1 / 60;
/** A gap in the sound that is more than the clock's own grain, in s. */
const gap_s = 0.06;

class PlayerProcessor extends AudioWorkletProcessor {
    private readonly core: Instance;
    private readonly player: number;
    private readonly packets: number;
    private readonly packetBytes: number;
    private readonly pool: ArrayBuffer[] = [];
    private inputs = 0;
    private framesLeft = -1; ///< of a lesson's sound that ends by itself
    private reported = 0;
    private spikes = 0;
    private busy_ms = 0;
    private began = 0;
    private peak = 0;
    private leastLag = Infinity;
    private underruns = 0;
    private running = true;

    constructor(options: { processorOptions: { wasm: ArrayBuffer } }) {
        super();
        this.core = instantiate(new WebAssembly.Module(options.processorOptions.wasm));
        const { call } = this.core;
        this.player = call.soma_player_new!(sampleRate, longest);
        call.soma_player_bound_work!(this.player, 1);
        this.packetBytes = call.soma_packet_bytes!();
        this.packets = call.soma_allocate!(this.packetBytes * packets_a_buffer);
        for (let i = 0; i < buffers; ++i) this.pool.push(new ArrayBuffer(this.packetBytes * packets_a_buffer));
        this.port.onmessage = ({ data }) => this.hear(data);
    }

    private hear(message: Record<string, unknown>): void {
        const { call } = this.core;
        if (message.buffer instanceof ArrayBuffer) this.pool.push(message.buffer);
        if (Array.isArray(message.initial)) this.write(row.initial, message.initial.map((value) => value ?? NaN));
        if (message.initial !== undefined) call.soma_player_set_initial!(this.player);
        if (Array.isArray(message.values)) {
            this.write(row.values, message.values as number[]);
            call.soma_player_set!(this.player);
        }
        if (message.pitch instanceof Uint8Array) {
            new Uint8Array(this.core.memory.buffer).set(message.pitch, call.soma_player_row!(this.player, row.pitch));
            call.soma_player_set_pitch!(this.player);
        }
        if (message.start === true) call.soma_player_start!(this.player);
        if (typeof message.frames === "number") this.framesLeft = message.frames;
        if (typeof message.run === "boolean") call.soma_player_run_stimulus!(this.player, message.run ? 1 : 0);
        if (message.send === true) call.soma_player_send_stimulus!(this.player);
        if (typeof message.input === "boolean") this.inputs = message.input ? 1 : 0;
        if (Array.isArray(message.midi)) {
            const [status, first, second] = message.midi as [number, number, number];
            call.soma_player_midi!(this.player, 0, status, first, second);
        }
        if (message.endNotes === true) call.soma_player_end_notes!(this.player);
        if (message.close === true) this.running = false;
    }

    private write(which: number, numbers: number[]): void {
        this.core.doubles(this.core.call.soma_player_row!(this.player, which), numbers.length).set(numbers);
    }

    process(given: Float32Array[][], outputs: Float32Array[][]): boolean {
        const [left, right] = outputs[0]!;
        if (left === undefined) return this.running;
        const began = Date.now();
        const frames = left.length, { call } = this.core;
        const heard = given[0] ?? [];
        if (this.inputs !== 0) {
            const mono = this.core.floats(call.soma_player_row!(this.player, row.input), frames);
            mono.fill(0);
            for (const channel of heard) for (let k = 0; k < frames; ++k) mono[k]! += channel[k]! / heard.length;
        }
        call.soma_player_process!(this.player, frames, this.inputs);
        left.set(this.core.floats(call.soma_player_row!(this.player, row.left), frames));
        right?.set(this.core.floats(call.soma_player_row!(this.player, row.right), frames));
        for (let k = 0; k < frames; ++k) this.peak = Math.max(this.peak, Math.abs(left[k]!));
        this.spikes += call.soma_player_spike_count!(this.player);
        if (this.framesLeft > 0 && (this.framesLeft -= frames) <= 0) this.port.postMessage({ ended: true });
        this.watch(began);
        this.busy_ms += Date.now() - began;
        if (currentTime - this.reported >= report_every_s) this.report();
        return this.running;
    }

    /** Sound that came late: the clock on the wall ran on while the sound stood. */
    private watch(now_ms: number): void {
        if (this.began === 0) this.began = now_ms - currentTime * 1000;
        const lag = (now_ms - this.began) / 1000 - currentTime;
        if (lag < this.leastLag) this.leastLag = lag;
        if (lag - this.leastLag > gap_s) {
            ++this.underruns;
            this.leastLag = lag;
        }
    }

    private report(): void {
        this.reported = currentTime;
        const { call } = this.core;
        const now = this.core.doubles(call.soma_player_now!(this.player), 13).slice();
        const news: Record<string, unknown> = { now, spikes: this.spikes, busy_ms: this.busy_ms, time: currentTime, underruns: this.underruns, peak: this.peak };
        this.peak = 0;
        const transfer: Transferable[] = [now.buffer];
        const buffer = this.pool.pop();
        if (buffer !== undefined) {
            const count = call.soma_player_take_packets!(this.player, this.packets, packets_a_buffer);
            new Uint8Array(buffer).set(new Uint8Array(this.core.memory.buffer, this.packets, count * this.packetBytes));
            news.buffer = buffer;
            news.count = count;
            transfer.push(buffer);
        }
        this.port.postMessage(news, transfer);
    }
}

registerProcessor("somaphone", PlayerProcessor);
