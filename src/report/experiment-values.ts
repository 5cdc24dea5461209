import { type Estimate, shareEstimate } from '../engine/statistics.ts';
import type { Measured } from '../experiments/measure.ts';
import type { ValueUnit } from '../experiments/types.ts';
import { brief, counted, thousands } from './format.ts';

/** A value of a metric, as short as one wants to read it. */
export function figure(value: number | null, unit: ValueUnit): string {
  if (value === null) return '-';
  if (unit === 'ms') return value < 0 ? `-${brief(-value)}` : brief(value);
  if (unit === 'share' || unit === 'flag') return share(value);
  if (unit === 'factor') return timesText(value);
  return number(value);
}

/** `12.3 (11.9 to 12.7)`; one value where the interval has no width; `?` where there is no bound. */
export function estimated(estimate: Estimate, unit: ValueUnit): string {
  const { value, low, high } = estimate;
  if (value === null) return 'never';
  const text = figure(value, unit);
  if (low === null && high === null) return text;
  const [from, to] = [low, high].map((end) => (end === null ? '?' : figure(end, unit)));
  return from === to ? text : `${text} (${from} to ${to})`;
}

/** How many times today's traffic: `3.2x`. */
export const timesText = (factor: number): string => `${Number(factor.toPrecision(2))}x`;

/** A measure of many runs; where it has no value, why not. */
export function measuredText(estimate: Measured, unit: ValueUnit): string {
  const { value, runs, unfinished } = estimate;
  if (unit === 'factor') return value === null ? 'not reached' : estimated(estimate, unit);
  if (runs === 0) return 'no run has a result';
  if (unit === 'share') return sharedText(estimate, runs);
  if (value === null) return `${thousands(unfinished)} of ${thousands(runs)} runs did not finish`;
  if (estimate.isBorne) return estimated(estimate, unit);
  const { low, high } = estimate;
  const few = `${counted(runs, 'run')} are too few`;
  if (low !== null) return `${few}; at least ${figure(low, unit)}`;
  return high === null ? few : `${few}; at most ${figure(high, unit)}`;
}

/** `35% (18% to 57%)`; at its ends what so few runs cannot exclude, which is not nothing. */
export function sharedText(estimate: Estimate, runs: number): string {
  const all = counted(runs, 'run');
  if (runs === 0 || estimate.value === null) return 'no run has a result';
  if (estimate.value === 0) return `0 of ${all}; ${cannotExclude(runs)}`;
  if (estimate.value < 1) return estimated(estimate, 'share');
  const least = Number((100 - unseenPercent(runs)).toPrecision(6));
  return `${thousands(runs)} of ${all}; ${counted(runs, 'run')} show only that it is over ${least}%`;
}

/** The same without what cannot be excluded, for a table that says so once. */
export function briefShare(estimate: Estimate, runs: number): string {
  return sharedText(estimate, runs).split(';')[0]!;
}

/** `20 runs cannot exclude 16%`: how likely something may be that none of them met. */
export function cannotExclude(runs: number): string {
  const most = Number(unseenPercent(runs).toPrecision(6));
  return `${counted(runs, 'run')} cannot exclude ${most}%`;
}

/** What happens in so many of 100 runs may happen in none of these; two digits, rounded down. */
export function unseenPercent(runs: number): number {
  const percent = 100 * shareEstimate(0, runs).high!;
  const scale = 10 ** Math.max(0, 1 - Math.floor(Math.log10(percent)));
  return Math.floor(percent * scale) / scale;
}

function share(value: number): string {
  const percent = 100 * value;
  // What is not certain must not look so.
  if (percent > 0 && percent < 0.01) return '<0.01%';
  if (percent < 100 && percent > 99.9) return '>99.9%';
  const digits = Math.abs(percent) < 10 ? 2 : 1;
  return `${Number(percent.toFixed(digits))}%`;
}

/** Whole numbers in full up to a million, others with three digits that count. */
function number(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e6) return thousands(value);
  if (size >= 1_000) return thousands(Math.round(value));
  return String(Number(value.toPrecision(3)));
}
