import type { Play } from './play.ts';

/** Events a second. */
export const SPEEDS = [1, 2, 5, 10, 25];
export const SPEED = 2;

/** Moments at which only connections change go by so many times faster. */
const GAUGES_FASTER = 8;

export function nextSpeed(speed: number, by: 1 | -1): number {
  const next = SPEEDS.indexOf(speed) + by;
  return SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, next))]!;
}

/** How long a moment is shown while the run plays, in ms of the onlooker. */
export function waitMsAt({ moments }: Play, place: number, speed: number): number {
  const isGauge = place > 0 && moments[place]!.events.length === 0;
  return 1_000 / speed / (isGauge ? GAUGES_FASTER : 1);
}
