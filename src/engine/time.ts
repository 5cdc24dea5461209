// Durations and rates as people write them. Inside, time is in milliseconds and a rate is per
// millisecond.

const MS_OF: Readonly<Record<string, number>> = {
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
};

/** Seconds in ms, not rounded. */
export const seconds = (n: number): number => n * 1_000;
/** Minutes in ms, not rounded. */
export const minutes = (n: number): number => n * 60_000;
/** Hours in ms, not rounded. */
export const hours = (n: number): number => n * 3_600_000;
/** Days of 24 hours in ms, not rounded. */
export const days = (n: number): number => n * 86_400_000;

/**
 * Reads a duration such as `90s`, `1d 6h`, `1.5h`: parts in ms, s, m, h, d or w, the larger unit
 * first, each unit once, blanks between parts, no sign.
 * @returns whole ms, or null when the text is not of that form or too large
 */
export function parseDuration(text: string): number | null {
  let totalMs = 0;
  let previousUnitMs = Infinity;
  for (const part of text.trim().split(/\s+/)) {
    const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|[smhdw])$/.exec(part) ?? [];
    const unitMs = unit === undefined ? Infinity : MS_OF[unit]!;
    if (unitMs >= previousUnitMs || unitMs === Infinity) return null;
    totalMs += Number(amount) * unitMs;
    previousUnitMs = unitMs;
  }
  return Number.isFinite(totalMs) ? Math.round(totalMs) : null;
}

/**
 * Writes a duration so that `parseDuration` reads the same whole ms: `1d 6h`, `3m 20.5s`, `120ms`.
 * @param ms rounded to whole ms
 * @throws Error when it is negative or not finite
 */
export function formatDuration(ms: number): string {
  const wholeMs = Math.round(ms);
  if (!(wholeMs >= 0 && wholeMs < Infinity)) throw new Error(`Not a duration in ms: ${ms}`);
  if (wholeMs > 0 && wholeMs < 1_000) return `${wholeMs}ms`;
  const parts: string[] = [];
  let restMs = wholeMs;
  for (const unit of ['d', 'h', 'm']) {
    const count = Math.floor(restMs / MS_OF[unit]!);
    if (count > 0) parts.push(`${BigInt(count)}${unit}`);
    restMs -= count * MS_OF[unit]!;
  }
  if (restMs > 0 || parts.length === 0) parts.push(`${restMs / 1_000}s`);
  return parts.join(' ');
}

const RATE_UNITS: Readonly<Record<string, number>> = {
  s: 1_000,
  second: 1_000,
  m: 60_000,
  min: 60_000,
  minute: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
};

/**
 * Reads a rate such as `2/s`, `40/min`, `0.5/h`, `1/day`.
 * @returns events per ms, or null when the text is not of that form or too large
 */
export function parseRate(text: string): number | null {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*\/\s*([a-z]+)$/.exec(text.trim()) ?? [];
  if (amount === undefined || unit === undefined || !Object.hasOwn(RATE_UNITS, unit)) return null;
  const perMs = Number(amount) / RATE_UNITS[unit]!;
  return Number.isFinite(perMs) ? perMs : null;
}
