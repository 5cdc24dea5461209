import * as Plot from '@observablehq/plot';
import { days, hours, minutes } from '../engine/time.ts';
import { openingOf } from '../experiments/over-time.ts';
import { brief } from './format.ts';

/** Where moments lie on an axis from 0 to 1. */
export interface TimeAxis {
  place(ms: number): number;
  /** For Plot: the axis itself. */
  x: Plot.ScaleOptions;
  /** Where its scale changes, if it does. */
  marks: Plot.Markish[];
  /** How to read it; '' where it reads itself. */
  note: string;
}

/** The part of the axis that the opening takes. */
const OPENING_SHARE = 0.42;
const STEPS_MS = [
  ...[1, 2, 5, 10, 20, 30].map(minutes),
  ...[1, 2, 3, 4, 6, 8, 12].map(hours),
  ...[1, 2, 3, 5, 7, 14, 30].map(days),
];

/** The minutes of a deployment would vanish beside the hours after it: they are drawn larger. */
export function timeAxis(untilMs: number): TimeAxis {
  const openingMs = openingOf(untilMs);
  const isParted = openingMs > 0;
  const place = (ms: number) => {
    if (!isParted) return ms / untilMs;
    if (ms <= openingMs) return (OPENING_SHARE * ms) / openingMs;
    // From the end, where rounding must not pass it.
    return 1 - ((1 - OPENING_SHARE) * (untilMs - ms)) / (untilMs - openingMs);
  };
  const early = isParted ? ticksOf(0, openingMs, 3) : [];
  const ticks = [...early, ...ticksOf(openingMs, untilMs, isParted ? 4 : 5)];
  const texts = new Map(ticks.map((ms) => [place(ms), ms === 0 ? '0' : brief(ms)]));
  const dash = { stroke: 'var(--faint)', strokeDasharray: '2 3' };
  return {
    place,
    x: {
      domain: [0, 1],
      ticks: [...texts.keys()],
      tickFormat: (at: number) => texts.get(at) ?? '',
      label: 'since the deployment',
      labelArrow: 'none',
      labelAnchor: 'center',
    },
    marks: isParted ? [Plot.ruleX([OPENING_SHARE], dash)] : [],
    note: isParted ? `The first ${brief(openingMs)} are drawn larger.` : '',
  };
}

/** Round moments after one and up to another, so many or one less; 0 begins an axis. */
function ticksOf(fromMs: number, untilMs: number, most: number): number[] {
  const stepMs = STEPS_MS.find((step) => (untilMs - fromMs) / step <= most) ?? untilMs / most;
  const count = Math.floor(untilMs / stepMs + 1e-9);
  const all = Array.from({ length: count + 1 }, (_, i) => Math.min(untilMs, i * stepMs));
  return all.filter((ms) => ms > fromMs || fromMs + ms === 0);
}
