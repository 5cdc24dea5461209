import type { Distribution } from './distribution.ts';
import type { Streams } from './random.ts';
import { type Cuttable, drawBelow, REDRAWS, sample } from './samplers.ts';

const CONSTANT = 0;
const UNIFORM = 1;
const EXPONENTIAL = 2;
const LOGNORMAL = 3;
const WEIBULL = 4;
const OTHER = 5;

/** One law is so many numbers in a row: its kind, two parameters and the cut of the upper tail. */
const NUMBERS = 4;

/**
 * Laws for places that draw millions of times from thousands of streams: the same as by `sample`,
 * by inversion and Box-Muller, in rows of numbers. Nothing is kept between draws, so the streams'
 * state is all that a checkpoint needs.
 */
export class HotSamplers {
  private readonly streams: Streams;
  private readonly laws: Distribution[] = [];
  private readonly places = new Map<string, number>();
  private numbers = new Float64Array(0);

  constructor(streams: Streams) {
    this.streams = streams;
  }

  /** The place of a law; equal laws have one. */
  placeOf(law: Distribution): number {
    const key = JSON.stringify(law);
    const known = this.places.get(key);
    if (known !== undefined) return known;
    const place = this.laws.push(law) - 1;
    this.places.set(key, place);
    const isCut = 'max' in law && law.kind !== 'uniform';
    const max = (isCut ? law.max : undefined) ?? Number.POSITIVE_INFINITY;
    this.numbers = Float64Array.of(...this.numbers, ...parametersOf(law), max);
    return place;
  }

  /** Draws from the law at a place by the numbers of a stream. */
  draw(law: number, stream: number): number {
    const max = this.numbers[NUMBERS * law + 3]!;
    for (let redraws = 0; redraws < REDRAWS; redraws++) {
      const drawn = this.uncut(law, stream);
      if (drawn <= max) return drawn;
    }
    return drawBelow(this.laws[law] as Cuttable, max, this.streams.at(stream));
  }

  private uncut(law: number, stream: number): number {
    const { numbers } = this;
    const first = numbers[NUMBERS * law + 1]!;
    const second = numbers[NUMBERS * law + 2]!;
    switch (numbers[NUMBERS * law]) {
      case CONSTANT:
        return first;
      case UNIFORM:
        return first + second * this.streams.double(stream);
      case EXPONENTIAL:
        return -first * Math.log(1 - this.streams.double(stream));
      case LOGNORMAL:
        return Math.exp(first + second * this.normal(stream));
      case WEIBULL:
        return second * (-Math.log(1 - this.streams.double(stream))) ** first;
      default:
        return sample(this.laws[law]!, this.streams.at(stream));
    }
  }

  /** Box-Muller; the second number it could give is thrown away, or it would be hidden state. */
  private normal(stream: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.streams.double(stream)));
    return radius * Math.cos(2 * Math.PI * this.streams.double(stream));
  }
}

function parametersOf(law: Distribution): [kind: number, first: number, second: number] {
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
