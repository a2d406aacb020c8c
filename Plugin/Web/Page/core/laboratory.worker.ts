// Runs in a Worker: one instance of the program for experiments and lessons.
import { ask, instantiate, type Instance } from "./wasm";

interface Message { id: number; call: string; given: Record<string, unknown> }
const worker = self as unknown as { onmessage: (event: MessageEvent<Message>) => void; postMessage(message: unknown, transfer?: Transferable[]): void };

let core: Instance;
let running = 0;

worker.onmessage = ({ data: { id, call, given } }) => {
    running = id;
    try {
        if (call === "setup") {
            core = instantiate(new WebAssembly.Module(given.wasm as ArrayBuffer), (share) => worker.postMessage({ id: running, share }));
            for (const [file, text] of Object.entries(given.cells as Record<string, string>)) ask(core, "add_cells", { file, text });
            return;
        }
        const answer = ask<Record<string, unknown> | null>(core, call, given);
        const transfer: Transferable[] = [];
        if (answer !== null && typeof answer.left === "number") { // a sound: rows in the program's memory
            for (const side of ["left", "right"]) {
                const samples = core.floats(answer[side] as number, answer.frames as number).slice();
                answer[side] = samples;
                transfer.push(samples.buffer);
            }
        }
        if (answer !== null && typeof answer.address === "number")
            answer.bytes = new Uint8Array(core.memory.buffer).slice(answer.address, answer.address + core.call.soma_pitch_bytes!());
        worker.postMessage({ id, answer }, transfer);
    } catch (error) {
        worker.postMessage({ id, error: (error as Error).message });
    }
};
