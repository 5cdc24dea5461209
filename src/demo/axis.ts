import type { Play } from './play.ts';

export const SCALES = ['even', 'log', 'calendar'] as const;
export type Scale = (typeof SCALES)[number];

/** Where moments lie on a timeline: shares of its length, from 0 to 1. */
export interface Axis {
  shareOf: (ms: number) => number;
  /** The moment at a share, in ms. */
  timeAt: (share: number) => number;
}

const axes = new WeakMap<Play, Map<Scale, Axis>>();

/** The axis of a run, made once for each scale. */
export function axisOf(play: Play, scale: Scale): Axis {
  const known = axes.get(play) ?? new Map<Scale, Axis>();
  axes.set(play, known);
  const axis = known.get(scale) ?? AXES[scale](play);
  known.set(scale, axis);
  return axis;
}

const SECOND_MS = 1_000;

const AXES: Readonly<Record<Scale, (play: Play) => Axis>> = {
  even: evenAxis,
  log: ({ scenario: { untilMs } }) => {
    const length = Math.log1p(untilMs / SECOND_MS);
    return {
      shareOf: (ms) => Math.log1p(ms / SECOND_MS) / length,
      timeAt: (share) => SECOND_MS * Math.expm1(share * length),
    };
  },
  calendar: ({ scenario: { untilMs } }) => ({
    shareOf: (ms) => ms / untilMs,
    timeAt: (share) => share * untilMs,
  }),
};

/**
 * Every moment that tells something new takes as much room as every other, so that minutes are to be
 * seen beside weeks; between two of them time runs evenly.
 */
function evenAxis({ moments, scenario: { untilMs } }: Play): Axis {
  const told = moments.filter(({ events, repeats }) => events.length > 0 && !repeats);
  const knots = [...new Set([0, ...told.map(({ atMs }) => atMs), untilMs])];
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
