import type { Stream } from '../engine/random.ts';
import {
  type CountLaw,
  type Moments,
  mostRunning,
  type Occupancy,
  occupancyOf,
  quantileOf,
} from './occupancy.ts';
import type { Alive } from './steady-law.ts';

/** What one version brings to one of its pairings. */
export interface Share {
  alive: Alive;
  /** Connections an environment keeps, by its share of the version's pairings. */
  kept: number;
  /** Connections a call opens, and the mean number of calls here that hold theirs. */
  opened: number;
  holding: number;
  holdMs: number;
}

/** The connections of one pairing, put together from its versions. */
interface LoadSum {
  kept: Moments;
  /** Connections of calls, superposed: so many at a time, and how many times they are held. */
  unit: number;
  calls: Occupancy;
}

/** Their law, to draw from. */
export interface PairingLoad extends LoadSum {
  /** Few versions are drawn one by one; the sum of many by its moments. */
  each: { kept: number; law: CountLaw }[] | null;
  /** The most of them within a step. */
  mostCalls: CountLaw;
}

const FEW = 8;

export function loadOf(shares: readonly Share[], stepMs: number): PairingLoad {
  const sum = sumOf(shares);
  const each =
    shares.length > FEW
      ? null
      : shares.map((share) => ({ kept: share.kept, law: share.alive.law }));
  return { ...sum, each, mostCalls: mostRunning([{ ms: stepMs, occupancy: sum.calls }]) };
}

export function sumOf(shares: readonly Share[]): LoadSum {
  const kept = { mean: 0, variance: 0, third: 0 };
  let opened = 0;
  let square = 0;
  let held = 0;
  for (const { alive, kept: weight, opened: unit, holding, holdMs } of shares) {
    kept.mean += weight * alive.moments.mean;
    kept.variance += weight ** 2 * alive.moments.variance;
    kept.third += weight ** 3 * alive.moments.third;
    opened += unit * holding;
    square += unit ** 2 * holding;
    held += unit * holding * holdMs;
  }
  // One M/G/infinity queue in steps of `unit` with the mean and the variance of all of them.
  const unit = opened > 0 ? square / opened : 1;
  return { kept, unit, calls: occupancyOf(opened / unit, opened > 0 ? held / opened : 0) };
}

/** Standard deviations that a day of looks does not see exceeded: about one in 10^9. */
const FAR = 6;
const FAR_SHARE = 1e-9;

/** So many connections are not exceeded, as good as certainly. */
export function mostOf({ kept, unit, calls }: LoadSum): number {
  return cornishFisher(kept, FAR) + unit * quantileOf(calls, 1 - FAR_SHARE);
}

/** So many connections there are, as good as certainly. */
export function leastOf({ kept, unit, calls }: LoadSum): number {
  return Math.max(0, cornishFisher(kept, -FAR)) + unit * quantileOf(calls, FAR_SHARE);
}

/**
 * Draws the connections at one moment, and the most within the steps before it. Of a version alone
 * both are quantiles of its law; of several, of their sum.
 */
export function drawLoad(
  load: PairingLoad,
  steps: number,
  stream: Stream,
): { open: number; peak: number } {
  const { each, kept, unit, calls, mostCalls } = load;
  let open = 0;
  if (each === null) open = Math.max(0, cornishFisher(kept, normal(stream)));
  else for (const one of each) open += one.kept * quantileOf(one.law, stream.double());
  let peak = open;
  if (each?.length === 1 && steps > 1) {
    const alone = each[0]!;
    peak = Math.max(open, alone.kept * quantileOf(alone.law, stream.double() ** (1 / steps)));
  } else {
    for (let step = 1; step < steps; step++) {
      peak = Math.max(peak, cornishFisher(kept, normal(stream)));
    }
  }
  if (calls.mean === 0) return { open, peak };
  const share = stream.double();
  return {
    open: open + unit * quantileOf(calls, share),
    peak: peak + unit * quantileOf(mostCalls, share ** (1 / steps)),
  };
}

/** The value `z` standard deviations from the mean of a law that is nearly normal, skew regarded. */
function cornishFisher({ mean, variance, third }: Moments, z: number): number {
  if (!(variance > 0)) return mean;
  const deviation = Math.sqrt(variance);
  const skew = third / deviation ** 3;
  return mean + deviation * (z + (skew * (z * z - 1)) / 6);
}

function normal(stream: Stream): number {
  const radius = Math.sqrt(-2 * Math.log(1 - stream.double()));
  return radius * Math.cos(2 * Math.PI * stream.double());
}
