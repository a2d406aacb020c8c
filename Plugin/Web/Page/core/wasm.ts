// One instance of somaphone.wasm: sixty lines in place of generated glue. The same file runs in the page, in its worker, in the
// audio worklet and in Node.

/** A C++ exception on its way through JavaScript; see Plugin/Web/Core/Exceptions.cpp. */
class Unwinding extends Error {}

export type Address = number;
type Exported = (...numbers: number[]) => number;

export interface Instance {
    readonly call: Record<string, Exported>;
    readonly memory: WebAssembly.Memory;
    /** A copy of the bytes in the program's memory; release it. */
    place(bytes: Uint8Array): Address;
    text(address: Address): string;
    doubles(address: Address, count: number): Float64Array;
    floats(address: Address, count: number): Float32Array;
}

/** `progress` hears how much of a long call is done, 0 to 1. */
export function instantiate(module: WebAssembly.Module, progress: (share: number) => void = () => {}): Instance {
    let exports: Record<string, unknown> = {};
    const call = () => exports as Record<string, Exported>;
    const stack = () => exports.__stack_pointer as WebAssembly.Global;
    const table = () => exports.__indirect_function_table as WebAssembly.Table;

    /** Calls a function that may throw; the program then looks whether it did. */
    const invoke = (index: number, ...given: number[]): number => {
        const top = stack().value;
        try {
            return (table().get(index) as Exported)(...given);
        } catch (error) {
            if (!(error instanceof Unwinding)) throw error;
            stack().value = top;
            call().setThrew!(1, 0);
            return 0;
        }
    };

    const imports: WebAssembly.Imports = {};
    for (const { module: from, name } of WebAssembly.Module.imports(module)) {
        const room = (imports[from] ??= {}) as Record<string, unknown>;
        if (name === "soma_unwind") room[name] = () => { throw new Unwinding(); };
        else if (name === "soma_progress") room[name] = progress;
        else if (name.startsWith("invoke_")) room[name] = invoke;
        else if (from === "wasi_snapshot_preview1") room[name] = () => 52; // "not supported": nothing opens files or reads clocks
        else throw new Error(`somaphone.wasm asks for ${from}.${name}, which nobody has`);
    }
    const instance = new WebAssembly.Instance(module, imports);
    exports = instance.exports as Record<string, unknown>;
    const memory = exports.memory as WebAssembly.Memory;
    call()._initialize!();

    const doubles = (address: Address, count: number) => new Float64Array(memory.buffer, address, count);
    return {
        call: call(),
        memory,
        doubles,
        floats: (address, count) => new Float32Array(memory.buffer, address, count),
        place(bytes) {
            const address = call().soma_allocate!(bytes.length);
            new Uint8Array(memory.buffer, address, bytes.length).set(bytes);
            return address;
        },
        text(address) {
            const bytes = new Uint8Array(memory.buffer);
            return new TextDecoder().decode(bytes.slice(address, bytes.indexOf(0, address)));
        },
    };
}

/** One call of the program's JSON door. Throws its one-line message where it cannot be done. */
export function ask<Answer>(instance: Instance, call: string, given: object = {}): Answer {
    const bytes = new TextEncoder().encode(JSON.stringify({ call, ...given }));
    const address = instance.place(bytes);
    const answer = JSON.parse(instance.text(instance.call.soma_ask!(address, bytes.length))) as { error?: string } | null;
    instance.call.soma_release!(address);
    if (answer !== null && typeof answer === "object" && typeof answer.error === "string") throw new Error(answer.error);
    return answer as Answer;
}
