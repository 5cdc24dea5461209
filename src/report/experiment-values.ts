import type { Estimate } from '../engine/statistics.ts';
import type { ValueUnit } from '../experiments/types.ts';
import { brief, thousands } from './format.ts';

/** A value of a metric, as short as one wants to read it. */
export function figure(value: number | null, unit: ValueUnit): string {
  if (value === null) return '-';
  if (unit === 'ms') return value < 0 ? `-${brief(-value)}` : brief(value);
  if (unit === 'share' || unit === 'flag') return share(value);
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
