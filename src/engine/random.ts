// Named random streams: one per purpose and entity, so a change in one place moves no draw
// elsewhere. Each is seedrandom's `tychei` of four 32-bit words: the library seeds it, the step is
// repeated here on one column for all streams, since thousands of generators that are objects, drawn
// from in turn, each wait for memory.
import type seedrandom from 'seedrandom';
// @ts-expect-error TS7016: @types/seedrandom types the whole package, not this file of it. The file
// alone is 3 KB and, unlike the package's main, asks for no `crypto`, so it bundles for browsers.
import untypedTychei from 'seedrandom/lib/tychei.js';

/** One source of random numbers. */
export interface Stream {
  /** A draw from the uniform law over (0, 1), 53 random bits. */
  double(): number;
}

/** Plain JSON: the seed, and every stream in the order of its first use with its four words. */
export interface StreamsState {
  seed: string;
  streams: { name: string; words: number[] }[];
}

const tychei: (
  seed: string,
  options: { state: true },
) => {
  state(): seedrandom.State.Tychei;
} = untypedTychei;

const WORDS = 4;

/** Numbers in a mark of where a stream stands. */
export const MARK = WORDS;

/**
 * All random streams of one run. The same seed, purpose and entity give the same draws, whatever
 * other streams exist and in whatever order they were asked for.
 */
export class Streams {
  private readonly seed: string;
  private readonly places = new Map<string, number>();
  private words = new Int32Array(64 * WORDS);

  /** @param seed any text; it is the first part of every stream's name */
  constructor(seed: string) {
    this.seed = seed;
  }

  /**
   * The stream of one purpose and entity; it starts at its first use. Keep it where draws are hot.
   * @param purpose a constant of our code, such as `arrival`; without a slash
   * @param entity any text that names who draws
   * @throws Error when the purpose holds a slash: two streams could then share one name
   */
  of(purpose: string, entity: string): Stream {
    return this.at(this.placeOf(purpose, entity));
  }

  at(place: number): Stream {
    return new StreamAt(this, place);
  }

  /** The stream of a purpose and entity by its place: quicker where thousands are drawn from. */
  placeOf(purpose: string, entity: string): number {
    const name = `${purpose}/${entity}`;
    const known = this.places.get(name);
    if (known !== undefined) return known;
    if (purpose.includes('/')) throw new Error(`A stream's purpose has no slash: ${purpose}`);
    const { a, b, c, d } = tychei(`${this.seed}/${name}`, { state: true }).state();
    return this.add(name, [a, b, c, d]);
  }

  /** A draw from the stream at a place. */
  double(place: number): number {
    for (;;) {
      const high = this.step(place) >>> 11;
      const low = (this.step(place) >>> 0) / 2 ** 32;
      if (high + low > 0) return (high + low) / 2 ** 21;
    }
  }

  /** Notes where the stream at a place stands, in a row of `MARK` numbers. */
  mark(place: number, marks: Int32Array, row: number): void {
    const { words } = this;
    for (let i = 0; i < WORDS; i++) marks[WORDS * row + i] = words[WORDS * place + i]!;
  }

  /** Lets the stream at a place stand again where it stood when it was marked. */
  goBack(place: number, marks: Int32Array, row: number): void {
    const { words } = this;
    for (let i = 0; i < WORDS; i++) words[WORDS * place + i] = marks[WORDS * row + i]!;
  }

  /** Where every stream stands now, as plain JSON that shares nothing with the streams. */
  save(): StreamsState {
    const streams = [...this.places].map(([name, place]) => {
      return { name, words: [...this.words.subarray(WORDS * place, WORDS * (place + 1))] };
    });
    return { seed: this.seed, streams };
  }

  /** Streams whose next draws are those the saved ones would have made. */
  static restore(state: StreamsState): Streams {
    const streams = new Streams(state.seed);
    for (const { name, words } of state.streams) streams.add(name, words);
    return streams;
  }

  private add(name: string, words: readonly number[]): number {
    const place = this.places.size;
    this.places.set(name, place);
    if (WORDS * place === this.words.length) {
      const wider = new Int32Array(2 * this.words.length);
      wider.set(this.words);
      this.words = wider;
    }
    this.words.set(words, WORDS * place);
    return place;
  }

  private step(place: number): number {
    const { words } = this;
    const at = WORDS * place;
    let a = words[at]!;
    let b = words[at + 1]!;
    let c = words[at + 2]!;
    let d = words[at + 3]!;
    b = ((b << 25) | (b >>> 7)) ^ c;
    c = (c - d) | 0;
    d = ((d << 24) | (d >>> 8)) ^ a;
    a = (a - b) | 0;
    b = ((b << 20) | (b >>> 12)) ^ c;
    c = (c - d) | 0;
    // As in seedrandom; Tyche-i itself rotates d here. The numbers are a contract by now.
    d = (d << 16) ^ (c >>> 16) ^ a;
    a = (a - b) | 0;
    words[at] = a;
    words[at + 1] = b;
    words[at + 2] = c;
    words[at + 3] = d;
    return a;
  }
}

class StreamAt implements Stream {
  private readonly streams: Streams;
  private readonly place: number;

  constructor(streams: Streams, place: number) {
    this.streams = streams;
    this.place = place;
  }

  double(): number {
    return this.streams.double(this.place);
  }
}
