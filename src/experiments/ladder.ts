import { formatDuration, parseDuration } from '../engine/time.ts';
import type { Read } from './expression.ts';

/** Values between two ends, in order, that a search may try. */
export interface Ladder {
  /** Number of the last rung; the first is 0. */
  last: number;
  /** The value of a rung as one writes it in a scenario. */
  at(rung: number): string | number;
}

/** Rungs of a ladder whose values have no natural step. */
const RUNGS = 256;
const RUNGS_MAX = 1_000_000;

const FORMS = '`1..64`, `1/s..20/s`, `5m..2h` or `10.0.1.0/28..10.0.1.0/20`';

/**
 * Reads `lo..hi`: whole numbers step by 1, subnets by one bit of their prefix, and all else in 256
 * equal steps, unless `step` says otherwise.
 */
export function parseLadder(text: string, step: string | undefined): Read<Ladder> {
  const [, low, high] = /^(.+?)\.\.(.+)$/.exec(text.trim()) ?? [];
  if (low === undefined || high === undefined) return no(`\`${text}\` is no range; write ${FORMS}`);
  const ladder = subnets(low, high) ?? durations(low, high, step) ?? numbers(low, high, step);
  if (ladder === null) return no(`\`${text}\` is no range of one kind; write ${FORMS}`);
  if (!(ladder.last >= 1)) return no(`\`${text}\` must rise by a step at least`);
  if (ladder.last > RUNGS_MAX) return no(`\`${text}\` has more than 1,000,000 steps; write --step`);
  return { ok: true, value: ladder };
}

function subnets(low: string, high: string): Ladder | null {
  const [, base, from] = /^(\d+\.\d+\.\d+\.\d+)\/(\d+)$/.exec(low) ?? [];
  const [, other, to] = /^(\d+\.\d+\.\d+\.\d+)\/(\d+)$/.exec(high) ?? [];
  if (base === undefined || base !== other) return null;
  return { last: Number(from) - Number(to), at: (rung) => `${base}/${Number(from) - rung}` };
}

function durations(low: string, high: string, step: string | undefined): Ladder | null {
  const [fromMs, toMs] = [parseDuration(low), parseDuration(high)];
  if (fromMs === null || toMs === null) return null;
  const stepMs = step === undefined ? (toMs - fromMs) / RUNGS : parseDuration(step);
  if (stepMs === null) return null;
  const last = Math.round((toMs - fromMs) / Math.max(1, stepMs));
  return { last, at: (rung) => formatDuration(fromMs + (rung * (toMs - fromMs)) / last) };
}

const NUMBER = /^(-?\d+(?:\.\d+)?)(.*)$/;

function numbers(low: string, high: string, step: string | undefined): Ladder | null {
  const [, from, unit] = NUMBER.exec(low) ?? [];
  const [, to, sameUnit] = NUMBER.exec(high) ?? [];
  if (from === undefined || to === undefined || unit !== sameUnit) return null;
  const span = Number(to) - Number(from);
  const isWhole = unit === '' && Number.isInteger(Number(from)) && Number.isInteger(Number(to));
  const size = step === undefined ? (isWhole ? 1 : span / RUNGS) : Number(step);
  if (!(size > 0)) return step === undefined ? { last: 0, at: () => low } : null;
  const last = Math.round(span / size);
  const at = (rung: number) => {
    // Twelve digits: a sum of steps such as 0.1 has a tail of rounding.
    const value = Number((Number(from) + (rung * span) / last).toPrecision(12));
    return unit === '' ? value : `${value}${unit}`;
  };
  return { last, at };
}

function no(message: string): { ok: false; message: string } {
  return { ok: false, message };
}
