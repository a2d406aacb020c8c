// Unpacks what pack.py packed. LZMA makes the page a third smaller than what browsers can unpack by themselves.
// After the LZMA specification of Igor Pavlov (public domain); the file begins with properties, dictionary and length.

const half = 1024; // probability one half, in 11 bits

class Bits {
    private range = 0xffffffff;
    private code = 0;
    private at: number;

    constructor(private readonly bytes: Uint8Array, from: number) {
        this.at = from + 1;
        for (let i = 0; i < 4; ++i) this.code = ((this.code << 8) | bytes[this.at++]!) >>> 0;
    }
    private normalise(): void {
        if (this.range >= 0x1000000) return;
        this.range = (this.range << 8) >>> 0;
        this.code = ((this.code << 8) | this.bytes[this.at++]!) >>> 0;
    }
    bit(chances: Uint16Array, place: number): number {
        const chance = chances[place]!, bound = (this.range >>> 11) * chance;
        let bit = 0;
        if (this.code < bound) {
            this.range = bound;
            chances[place] = chance + ((2048 - chance) >> 5);
        } else {
            this.range -= bound;
            this.code -= bound;
            chances[place] = chance - (chance >> 5);
            bit = 1;
        }
        this.normalise();
        return bit;
    }
    direct(count: number): number {
        let value = 0;
        for (; count > 0; --count) {
            this.range >>>= 1;
            const bit = this.code >= this.range ? 1 : 0;
            if (bit === 1) this.code -= this.range;
            value = value * 2 + bit;
            this.normalise();
        }
        return value;
    }
    tree(chances: Uint16Array, from: number, bits: number): number {
        let node = 1;
        for (let i = 0; i < bits; ++i) node = node * 2 + this.bit(chances, from + node);
        return node - (1 << bits);
    }
    reverseTree(chances: Uint16Array, from: number, bits: number): number {
        let node = 1, value = 0;
        for (let i = 0; i < bits; ++i) {
            const bit = this.bit(chances, from + node);
            node = node * 2 + bit;
            value |= bit << i;
        }
        return value;
    }
}

const chances = (count: number) => new Uint16Array(count).fill(half);

class Length {
    private readonly choice = chances(2);
    private readonly low = chances(16 * 8);
    private readonly middle = chances(16 * 8);
    private readonly high = chances(256);
    read(bits: Bits, position: number): number {
        if (bits.bit(this.choice, 0) === 0) return bits.tree(this.low, position * 8, 3);
        if (bits.bit(this.choice, 1) === 0) return 8 + bits.tree(this.middle, position * 8, 3);
        return 16 + bits.tree(this.high, 0, 8);
    }
}

export function unpack(packed: Uint8Array): Uint8Array {
    const properties = packed[0]!;
    const literalContext = properties % 9, literalPosition = Math.floor(properties / 9) % 5, positionBits = Math.floor(properties / 45);
    const length = new DataView(packed.buffer, packed.byteOffset).getUint32(5, true);
    const out = new Uint8Array(length);
    const bits = new Bits(packed, 13);
    const literals = chances(0x300 << (literalContext + literalPosition));
    const isMatch = chances(12 * 16), isRepeat = chances(12), isRepeat0 = chances(12), isRepeat1 = chances(12), isRepeat2 = chances(12), isRepeat0Long = chances(12 * 16);
    const slots = chances(4 * 64), positions = chances(115), alignment = chances(16);
    const lengths = new Length(), repeatLengths = new Length();
    let state = 0, at = 0;
    let [first, second, third, fourth] = [0, 0, 0, 0];
    const positionMask = (1 << positionBits) - 1;

    while (at < length) {
        const position = at & positionMask;
        if (bits.bit(isMatch, state * 16 + position) === 0) {
            const before = at > 0 ? out[at - 1]! : 0;
            const context = ((at & ((1 << literalPosition) - 1)) << literalContext) + (before >> (8 - literalContext));
            const from = 0x300 * context;
            let symbol = 1;
            if (state >= 7) {
                let match = out[at - first - 1]!;
                do {
                    const matchBit = (match >> 7) & 1;
                    match <<= 1;
                    const bit = bits.bit(literals, from + ((1 + matchBit) << 8) + symbol);
                    symbol = symbol * 2 + bit;
                    if (matchBit !== bit) break;
                } while (symbol < 0x100);
            }
            while (symbol < 0x100) symbol = symbol * 2 + bits.bit(literals, from + symbol);
            out[at++] = symbol & 0xff;
            state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
            continue;
        }
        let count: number;
        if (bits.bit(isRepeat, state) !== 0) {
            if (bits.bit(isRepeat0, state) === 0) {
                if (bits.bit(isRepeat0Long, state * 16 + position) === 0) {
                    state = state < 7 ? 9 : 11;
                    out[at] = out[at - first - 1]!;
                    ++at;
                    continue;
                }
            } else {
                let distance = second;
                if (bits.bit(isRepeat1, state) !== 0) {
                    distance = third;
                    if (bits.bit(isRepeat2, state) !== 0) {
                        distance = fourth;
                        fourth = third;
                    }
                    third = second;
                }
                second = first;
                first = distance;
            }
            count = repeatLengths.read(bits, position);
            state = state < 7 ? 8 : 11;
        } else {
            fourth = third;
            third = second;
            second = first;
            count = lengths.read(bits, position);
            state = state < 7 ? 7 : 10;
            const slot = bits.tree(slots, Math.min(count, 3) * 64, 6);
            first = slot;
            if (slot >= 4) {
                const directBits = (slot >> 1) - 1;
                first = (2 | (slot & 1)) * 2 ** directBits;
                if (slot < 14) first += bits.reverseTree(positions, first - slot, directBits);
                else first += bits.direct(directBits - 4) * 16 + bits.reverseTree(alignment, 0, 4);
            }
        }
        for (let left = count + 2; left > 0 && at < length; --left, ++at) out[at] = out[at - first - 1]!;
    }
    return out;
}
