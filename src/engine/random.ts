// Named random streams: one per purpose and entity, so a change in one place moves no draw
// elsewhere.
import type seedrandom from 'seedrandom';
// @ts-expect-error TS7016: @types/seedrandom types the whole package, not this file of it. The file
// alone is 3 KB and, unlike the package's main, asks for no `crypto`, so it bundles for browsers.
import untypedTychei from 'seedrandom/lib/tychei.js';

/** One source of random numbers. */
export interface Stream {
  /** A draw from the uniform law over (0, 1), 53 random bits. */
  double(): number;
}

/** Where one tychei generator stands: four 32-bit integers. */
export type StreamState = seedrandom.State.Tychei;

/** Plain JSON: the seed, and every stream in the order of its first use. */
export interface StreamsState {
  seed: string;
  streams: { name: string; state: StreamState }[];
}

type Generator = seedrandom.StatefulPRNG<StreamState>;

const tychei: (seed: string, options: { state: StreamState | true }) => Generator = untypedTychei;

/**
 * All random streams of one run. The same seed, purpose and entity give the same draws, whatever
 * other streams exist and in whatever order they were asked for.
 */
export class Streams {
  readonly #seed: string;
  readonly #generators = new Map<string, Generator>();

  /** @param seed any text; it is the first part of every stream's name */
  constructor(seed: string) {
    this.#seed = seed;
  }

  /**
   * The stream of one purpose and entity; it starts at its first use. Keep it where draws are hot.
   * @param purpose a constant of our code, such as `arrival`; without a slash
   * @param entity any text that names who draws
   * @throws Error when the purpose holds a slash: two streams could then share one name
   */
  of(purpose: string, entity: string): Stream {
    const name = `${purpose}/${entity}`;
    const known = this.#generators.get(name);
    if (known) return known;
    if (purpose.includes('/')) throw new Error(`A stream's purpose has no slash: ${purpose}`);
    const generator = tychei(`${this.#seed}/${name}`, { state: true });
    this.#generators.set(name, generator);
    return generator;
  }

  /** Where every stream stands now, as plain JSON that shares nothing with the streams. */
  save(): StreamsState {
    const streams = [...this.#generators].map(([name, g]) => ({ name, state: g.state() }));
    return { seed: this.#seed, streams };
  }

  /** Streams whose next draws are those the saved ones would have made. */
  static restore(state: StreamsState): Streams {
    const streams = new Streams(state.seed);
    for (const { name, state: stands } of state.streams) {
      streams.#generators.set(name, tychei('', { state: stands }));
    }
    return streams;
  }
}
