// A rolling fingerprint of a run: 64 bits in two 32-bit lanes, each mixed as in MurmurHash3 with
// constants of its own. It finds differences; it does not resist an attacker.

const asNumber = new Float64Array(1);
const asWords = new Uint32Array(asNumber.buffer);
// Which word holds a double's low half depends on the machine; the fingerprint must not.
const LOW = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 0 : 1;
const HIGH = 1 - LOW;

const CANONICAL_NAN_HIGH = 0x7ff80000;
const TEXTS_MAX = 10_000;

/** Takes numbers and texts in; what comes out depends on each of them and on their order. */
export class Fingerprint {
  #a = 0x9e3779b9 | 0;
  #b = 0x85ebca6b | 0;
  #count = 0;
  readonly #texts = new Map<string, readonly [number, number]>();

  /** Takes any double in, all 64 bits of it; -0 counts as 0 and every NaN as the same. */
  number(n: number): void {
    asNumber[0] = n + 0;
    if (Number.isNaN(n)) this.#mix(0, CANONICAL_NAN_HIGH);
    else this.#mix(asWords[LOW]!, asWords[HIGH]!);
  }

  /** Takes a text in, by its UTF-16 units. */
  text(s: string): void {
    let words = this.#texts.get(s);
    if (words === undefined) {
      words = hashText(s);
      // The memo is for the few names a run repeats; a run of endless new texts must not fill
      // memory.
      if (this.#texts.size >= TEXTS_MAX) this.#texts.clear();
      this.#texts.set(s, words);
    }
    this.#mix(words[0], words[1]);
  }

  /** The fingerprint so far: 16 hexadecimal digits. Taking more in afterwards is fine. */
  hex(): string {
    const a = finish(this.#a ^ this.#count);
    const b = finish(this.#b ^ a);
    return hex8(finish(a + b)) + hex8(b);
  }

  /** Plain JSON, for `restore`. */
  save(): number[] {
    return [this.#a, this.#b, this.#count];
  }

  /** A fingerprint that goes on where the saved one stood. */
  static restore(state: readonly number[]): Fingerprint {
    const fingerprint = new Fingerprint();
    [fingerprint.#a = 0, fingerprint.#b = 0, fingerprint.#count = 0] = state;
    return fingerprint;
  }

  #mix(low: number, high: number): void {
    this.#a = block(block(this.#a, low, 0xcc9e2d51), high, 0xcc9e2d51);
    this.#b = block(block(this.#b, high, 0x2f0b4c47), low, 0x2f0b4c47);
    this.#count += 1;
  }
}

// For a given word each step is one-to-one in the lane and for a given lane in the word, so one
// changed word always changes the lane.
function block(lane: number, word: number, multiplier: number): number {
  let k = Math.imul(word, multiplier);
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  const h = lane ^ k;
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

function finish(lane: number): number {
  let h = lane;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function hashText(s: string): [number, number] {
  let a = 0x1b873593 ^ s.length;
  let b = 0x3c6ef372 ^ s.length;
  for (let i = 0; i < s.length; i++) {
    a = block(a, s.charCodeAt(i), 0xcc9e2d51);
    b = block(b, s.charCodeAt(i), 0x2f0b4c47);
  }
  return [finish(a), finish(b)];
}

const hex8 = (word: number): string => (word >>> 0).toString(16).padStart(8, '0');
