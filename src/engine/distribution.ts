/**
 * A law to draw one number from. Units are the caller's; `max` cuts the upper tail: a
 * draw above it is drawn again, so that none gathers there.
 */
export type Distribution =
  | { kind: 'constant'; value: number }
  | { kind: 'uniform'; min: number; max: number }
  | { kind: 'exponential'; mean: number; max?: number }
  | { kind: 'lognormal'; median: number; sigma: number; max?: number }
  | { kind: 'gamma'; shape: number; mean: number; max?: number }
  | { kind: 'weibull'; shape: number; scale: number; max?: number }
  | { kind: 'empirical'; values: number[] };
