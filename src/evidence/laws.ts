import type { Distribution } from '../engine/distribution.ts';

/** The same value every time. */
export function constant(value: number): Distribution {
  return { kind: 'constant', value };
}

export function uniform(min: number, max: number): Distribution {
  return { kind: 'uniform', min, max };
}

export function exponential(mean: number): Distribution {
  return { kind: 'exponential', mean };
}

/** Half of the draws lie below `median`; `sigma` is the spread of the logarithm. */
export function lognormal(median: number, sigma: number): Distribution {
  return { kind: 'lognormal', median, sigma };
}

/** A lognormal law without its tail beyond `max`. */
export function cappedLognormal(median: number, sigma: number, max: number): Distribution {
  return { kind: 'lognormal', median, sigma, max };
}
