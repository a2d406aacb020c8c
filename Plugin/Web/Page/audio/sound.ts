// The sound of the page: one AudioContext, one worklet, and what may flow into it.

export interface News {
    /** V in mV and the internal variables, now. */
    now: Float64Array;
    spikes: number;
    busy_ms: number;
    time: number;
    underruns: number;
    /** Largest sample since the last news, 1 is full scale. */
    peak: number;
    buffer?: ArrayBuffer;
    count?: number;
}

export type Source = "none" | "microphone" | "file";

const most_notes_before = 32;

/** Why there can be no live sound here; empty: there can. */
export function whyNoSound(): string {
    if (typeof AudioContext === "undefined") return "This browser has no Web Audio.";
    if (!window.isSecureContext || !("audioWorklet" in AudioContext.prototype))
        return "Live sound needs this page as a file, from https or from this computer itself.";
    return "";
}

export class Sound {
    context: AudioContext | null = null;
    source: Source = "none";
    sourceName = "";
    onNews: (news: News) => void = () => {};
    onEnded: () => void = () => {};
    private node: AudioWorkletNode | null = null;
    private incoming: AudioNode | null = null;
    private microphone: MediaStream | null = null;
    private before: Record<string, unknown> = {}; ///< told before the worklet is there: the last of each kind
    private notesBefore: Record<string, unknown>[] = [];
    private starting: Promise<void> | null = null;

    constructor(private readonly script: string, private readonly wasm: ArrayBuffer) {}

    get rate(): number { return this.context?.sampleRate ?? 48000; }
    get running(): boolean { return this.node !== null && this.context?.state === "running"; }

    /** Within a tap or a key press: browsers let no sound begin without one. */
    start(): Promise<void> {
        if (this.context === null) {
            const session = (navigator as { audioSession?: { type: string } }).audioSession;
            if (session !== undefined) session.type = "playback"; // an iPhone's mute switch
            this.context = new AudioContext({ latencyHint: "interactive" });
        }
        const resumed = this.context.resume();
        // Without a worklet the sounds of lessons are heard all the same: they are computed before.
        this.starting ??= whyNoSound() === "" ? this.join(this.context) : Promise.resolve();
        return Promise.all([resumed, this.starting]).then(() => undefined);
    }
    async pause(): Promise<void> { await this.context?.suspend(); }

    tell(message: Record<string, unknown>, transfer: Transferable[] = []): void {
        if (this.node !== null) this.node.port.postMessage(message, transfer);
        else if (message.midi === undefined) Object.assign(this.before, message);
        else if (this.notesBefore.length < most_notes_before) this.notesBefore.push(message);
    }

    async useMicrophone(): Promise<void> {
        await this.start();
        const stream = await navigator.mediaDevices.getUserMedia({
            audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
        this.connect("microphone", "Microphone", this.context!.createMediaStreamSource(stream));
        this.microphone = stream;
    }

    async useFile(file: File): Promise<void> {
        await this.start();
        const bytes = await file.arrayBuffer();
        const sound = await this.context!.decodeAudioData(bytes).catch(() => {
            throw new Error(`${file.name}: this browser cannot read it as a sound file. WAV, FLAC, MP3 and AAC are read by most.`);
        });
        const player = this.context!.createBufferSource();
        player.buffer = sound;
        player.loop = true;
        this.connect("file", file.name, player);
        player.start();
    }

    noInput(): void {
        this.incoming?.disconnect();
        if (this.incoming instanceof AudioBufferSourceNode) this.incoming.stop();
        for (const track of this.microphone?.getTracks() ?? []) track.stop();
        this.incoming = this.microphone = null;
        this.source = "none";
        this.sourceName = "";
        this.tell({ input: false });
    }

    /** A sound that was computed before it is heard. Returns how to stop it. */
    playOnce(left: Float32Array, right: Float32Array, rate: number, loop: boolean, ended: () => void): () => void {
        const context = this.context!;
        const sound = context.createBuffer(2, left.length, rate);
        sound.copyToChannel(left, 0);
        sound.copyToChannel(right, 1);
        const player = context.createBufferSource();
        player.buffer = sound;
        player.loop = loop;
        player.connect(context.destination);
        player.onended = ended;
        player.start();
        return () => {
            player.onended = null;
            player.stop();
        };
    }

    private connect(source: Source, name: string, incoming: AudioNode): void {
        this.noInput();
        this.incoming = incoming;
        this.source = source;
        this.sourceName = name;
        incoming.connect(this.node!);
        this.tell({ input: true });
    }

    private async join(context: AudioContext): Promise<void> {
        // From a file, browsers load a worklet from data: alone.
        await context.audioWorklet.addModule("data:text/javascript;charset=utf-8," + encodeURIComponent(this.script));
        const node = new AudioWorkletNode(context, "somaphone", {
            numberOfInputs: 1, numberOfOutputs: 1, outputChannelCount: [2], processorOptions: { wasm: this.wasm } });
        node.port.onmessage = ({ data }) => {
            if (data.ended === true) this.onEnded();
            else this.onNews(data as News);
            if (data.buffer !== undefined) node.port.postMessage({ buffer: data.buffer }, [data.buffer]);
        };
        this.node = node;
        for (const message of [this.before, ...this.notesBefore]) this.tell(message);
        this.before = {};
        this.notesBefore = [];
        node.connect(context.destination);
    }
}
