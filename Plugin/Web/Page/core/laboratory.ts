// The worker's side of the page: experiments and lessons run beside it, so that nothing on the screen waits for them.

interface Waiting { done: (answer: unknown) => void; failed: (error: Error) => void; progress: ((share: number) => void) | undefined }

export interface Rendered { left: Float32Array; right: Float32Array }

export class Laboratory {
    private worker: Worker;
    private next = 0;
    private waiting = new Map<number, Waiting>();

    /** `script` is the worker's own text; `setup` is told to every worker first. */
    constructor(private readonly script: string, private readonly setup: { wasm: ArrayBuffer; cells: Record<string, string> }) {
        this.worker = this.start();
    }

    ask<Answer>(call: string, given: object = {}, progress?: (share: number) => void): Promise<Answer> {
        const id = this.next++;
        return new Promise<Answer>((done, failed) => {
            this.waiting.set(id, { done: done as (answer: unknown) => void, failed, progress });
            this.worker.postMessage({ id, call, given });
        });
    }

    /** Ends what runs; everything that waits fails with "Stopped". */
    stop(): void {
        this.worker.terminate();
        for (const { failed } of this.waiting.values()) failed(new Error("Stopped"));
        this.waiting.clear();
        this.worker = this.start();
    }

    private start(): Worker {
        const address = URL.createObjectURL(new Blob([this.script], { type: "text/javascript" }));
        const worker = new Worker(address);
        worker.onmessage = ({ data }) => {
            const waiting = this.waiting.get(data.id);
            if (waiting === undefined) return;
            if (data.share !== undefined) { waiting.progress?.(data.share); return; }
            this.waiting.delete(data.id);
            if (data.error !== undefined) waiting.failed(new Error(data.error));
            else waiting.done(data.answer);
        };
        worker.postMessage({ id: -1, call: "setup", given: this.setup });
        return worker;
    }
}
