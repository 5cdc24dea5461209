import type { Scenario } from '../scenario/types.ts';
import type { Play } from './play.ts';

export const SCALES = ['even', 'log', 'calendar'] as const;
export type Scale = (typeof SCALES)[number];

/** Where moments lie on a timeline: shares of its length, from 0 to 1. */
export interface Axis {
  shareOf: (ms: number) => number;
  /** The moment at a share, in ms. */
  timeAt: (share: number) => number;
}

/** One axis for runs of equal length that stand one above the other. */
export function axisOf(plays: readonly [Play, ...Play[]], scale: Scale): Axis {
  const [{ scenario }] = plays;
  if (scale !== 'even') return AXES[scale](scenario);
  const told = plays.flatMap(({ moments }) => {
    return moments.filter(({ events, repeats }) => events.length > 0 && !repeats);
  });
  return evenAxis(
    told.map(({ atMs }) => atMs).sort((a, b) => a - b),
    scenario,
  );
}

const SECOND_MS = 1_000;

type Until = Pick<Scenario, 'untilMs'>;

const AXES: Readonly<Record<Exclude<Scale, 'even'>, (until: Until) => Axis>> = {
  log: ({ untilMs }) => {
    const length = Math.log1p(untilMs / SECOND_MS);
    return {
      shareOf: (ms) => Math.log1p(ms / SECOND_MS) / length,
      timeAt: (share) => SECOND_MS * Math.expm1(share * length),
    };
  },
  calendar: ({ untilMs }) => ({
    shareOf: (ms) => ms / untilMs,
    timeAt: (share) => share * untilMs,
  }),
};

/**
 * Every moment that tells something new takes as much room as every other, so that minutes are to be
 * seen beside weeks; between two of them time runs evenly.
 */
function evenAxis(toldMs: readonly number[], { untilMs }: Until): Axis {
  const knots = [...new Set([0, ...toldMs, untilMs])];
  const steps = knots.length - 1;
  return {
    shareOf: (ms) => {
      const before = Math.min(lastUntil(knots, ms), steps - 1);
      const [from, to] = [knots[before]!, knots[before + 1]!];
      return (before + (ms - from) / (to - from)) / steps;
    },
    timeAt: (share) => {
      const before = Math.min(Math.floor(share * steps), steps - 1);
      const [from, to] = [knots[before]!, knots[before + 1]!];
      return from + (share * steps - before) * (to - from);
    },
  };
}

/** Place of the last of ascending numbers that is at most `limit`; 0 when none is. */
export function lastUntil(ascending: readonly number[], limit: number): number {
  let [low, high] = [0, ascending.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (ascending[middle]! <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}
