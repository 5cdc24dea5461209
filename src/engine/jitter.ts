// A draw that lies near another one of the same law: what belongs together goes by together.
import type { Distribution } from './distribution.ts';
import type { Stream } from './random.ts';
import { sample } from './samplers.ts';

const TRIES_MAX = 100;

/**
 * Draws from a law near another draw of it. On a logarithmic scale `share` of the way from the
 * middle is the draw's own and the rest that of `near`, weighted so that a lognormal law stays what
 * it is: 0 gives `near`, 1 a draw that does not depend on it. What falls outside the law is drawn
 * again, so nothing gathers at its bounds.
 */
export function sampleNear(law: Distribution, near: number, share: number, stream: Stream): number {
  if (share <= 0) return near;
  if (share >= 1) return sample(law, stream);
  const middle = middleOf(law);
  const [low, high] = boundsOf(law);
  const common = middle * (near / middle) ** Math.sqrt(1 - share ** 2);
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const value = common * (sample(law, stream) / middle) ** share;
    if (value >= low && value <= high) return value;
  }
  return near;
}

/** A typical value, more than 0; for gamma laws the mean, which is near enough to their median. */
function middleOf(law: Distribution): number {
  switch (law.kind) {
    case 'constant':
      return Math.max(1, law.value);
    case 'uniform':
      return Math.max(1, (law.min + law.max) / 2);
    case 'exponential':
      return law.mean * Math.LN2;
    case 'lognormal':
      return law.median;
    case 'gamma':
      return law.mean;
    case 'weibull':
      return law.scale * Math.LN2 ** (1 / law.shape);
    case 'empirical': {
      const sorted = law.values.toSorted((a, b) => a - b);
      return Math.max(1, sorted[Math.floor(sorted.length / 2)]!);
    }
  }
}

function boundsOf(law: Distribution): [low: number, high: number] {
  switch (law.kind) {
    case 'constant':
      return [law.value, law.value];
    case 'uniform':
      return [law.min, law.max];
    case 'empirical':
      return [Math.min(...law.values), Math.max(...law.values)];
    default:
      return [0, law.max ?? Number.POSITIVE_INFINITY];
  }
}
