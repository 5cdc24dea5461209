import type { Distribution } from './distribution.ts';
import type { Streams } from './random.ts';
import { sample } from './samplers.ts';

const CONSTANT = 0;
const UNIFORM = 1;
const EXPONENTIAL = 2;
const LOGNORMAL = 3;
const WEIBULL = 4;
const OTHER = 5;

/** One sampler is so many numbers in a row: two parameters and the cut of the upper tail. */
const NUMBERS = 3;

/**
 * Laws bound to streams, for places that draw millions of times from thousands of them: the same
 * laws as `sample`, by inversion and Box-Muller, in columns instead of a closure each. Nothing is
 * kept between draws, so the streams' state is all that a checkpoint needs.
 */
export class HotSamplers {
  private readonly streams: Streams;
  private used = 0;
  private kinds = new Uint8Array(64);
  private streamAt = new Int32Array(64);
  private numbers = new Float64Array(64 * NUMBERS);
  private readonly others = new Map<number, () => number>();

  constructor(streams: Streams) {
    this.streams = streams;
  }

  /** Binds a law to the stream of a purpose and entity. @returns the sampler's place */
  add(law: Distribution, purpose: string, entity: string): number {
    const place = this.used++;
    if (place === this.kinds.length) this.grow();
    const [kind, first, second] = rowOf(law);
    this.kinds[place] = kind;
    const max = ('max' in law ? law.max : undefined) ?? Number.POSITIVE_INFINITY;
    this.numbers.set([first, second, max], NUMBERS * place);
    if (kind === OTHER) {
      const stream = this.streams.of(purpose, entity);
      this.others.set(place, () => sample(law, stream));
    }
    // A constant draws nothing, so it starts no stream.
    if (kind !== CONSTANT) this.streamAt[place] = this.streams.placeOf(purpose, entity);
    return place;
  }

  draw(place: number): number {
    const first = this.numbers[NUMBERS * place]!;
    const second = this.numbers[NUMBERS * place + 1]!;
    const max = this.numbers[NUMBERS * place + 2]!;
    switch (this.kinds[place]) {
      case CONSTANT:
        return first;
      case UNIFORM:
        return first + second * this.double(place);
      case EXPONENTIAL:
        return Math.min(max, -first * Math.log(1 - this.double(place)));
      case LOGNORMAL:
        return Math.min(max, Math.exp(first + second * this.normal(place)));
      case WEIBULL:
        return Math.min(max, second * (-Math.log(1 - this.double(place))) ** first);
      default:
        return this.others.get(place)!();
    }
  }

  private double(place: number): number {
    return this.streams.double(this.streamAt[place]!);
  }

  /** Box-Muller; the second number it could give is thrown away, or it would be hidden state. */
  private normal(place: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.double(place)));
    return radius * Math.cos(2 * Math.PI * this.double(place));
  }

  private grow(): void {
    const { kinds, streamAt, numbers } = this;
    const rows = 2 * kinds.length;
    this.kinds = new Uint8Array(rows);
    this.streamAt = new Int32Array(rows);
    this.numbers = new Float64Array(rows * NUMBERS);
    this.kinds.set(kinds);
    this.streamAt.set(streamAt);
    this.numbers.set(numbers);
  }
}

/** Kind and parameters of a law. */
function rowOf(law: Distribution): [kind: number, first: number, second: number] {
  switch (law.kind) {
    case 'constant':
      return [CONSTANT, law.value, 0];
    case 'uniform':
      return [UNIFORM, law.min, law.max - law.min];
    case 'exponential':
      return [EXPONENTIAL, law.mean, 0];
    case 'lognormal':
      return [LOGNORMAL, Math.log(law.median), law.sigma];
    case 'weibull':
      return [WEIBULL, 1 / law.shape, law.scale];
    default:
      return [OTHER, 0, 0];
  }
}
