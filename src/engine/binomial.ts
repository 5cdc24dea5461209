import { randomBinomial } from 'd3-random';
import type { Stream } from './random.ts';

/** How many of `n` independent tries hit, each with this probability. One draw or more. */
export function binomial(n: number, probability: number, stream: Stream): number {
  if (probability <= 0 || n === 0) return 0;
  if (probability >= 1) return n;
  return randomBinomial.source(() => stream.double())(n, probability)();
}
