import type { Distribution } from '../engine/distribution.ts';
import type { Parameter, Unit } from '../evidence/types.ts';
import { brief, thousands } from './format.ts';

/** A law of durations in words: `lognormal, median 3m, sigma 0.633, at most 15m`. */
export function lawText(law: Distribution): string {
  const cap = 'max' in law && law.max !== undefined && law.kind !== 'uniform' ? law.max : null;
  const text = uncapped(law);
  return cap === null ? text : `${text}, at most ${brief(cap)}`;
}

function uncapped(law: Distribution): string {
  switch (law.kind) {
    case 'constant':
      return brief(law.value);
    case 'uniform':
      return `uniform, ${brief(law.min)} to ${brief(law.max)}`;
    case 'exponential':
      return `exponential, mean ${brief(law.mean)}`;
    case 'lognormal':
      return `lognormal, median ${brief(law.median)}, sigma ${law.sigma}`;
    case 'gamma':
      return `gamma, mean ${brief(law.mean)}, shape ${law.shape}`;
    case 'weibull':
      return `Weibull, scale ${brief(law.scale)}, shape ${law.shape}`;
    case 'empirical':
      return `one of ${thousands(law.values.length)} measured values`;
  }
}

/** A value of the evidence table with its unit. */
export function valueText(value: unknown, unit: Unit): string {
  if (value === null || value === undefined) return 'off';
  if (unit === 'ms')
    return typeof value === 'number' ? brief(value) : lawText(value as Distribution);
  if (unit === 'switch') return value === true ? 'on' : 'off';
  if (typeof value !== 'number') return String(value);
  const number = thousands(value);
  return unit === 'count' || unit === 'ratio' ? number : `${number} ${unit}`;
}

/** The default, or those of both profiles. */
export function defaultText(parameter: Parameter): string {
  const { unit, byProfile } = parameter;
  if (byProfile === undefined) return valueText(parameter.value, unit);
  const [seed, current] = [byProfile.seed, byProfile.current].map((one) => valueText(one, unit));
  return `${seed} (seed), ${current} (current)`;
}

/** How far the truth may lie, as the table states it; null for what is no guess. */
export function rangeText({ range, unit }: Parameter): string | null {
  if (range === undefined) return null;
  const texts = range.map((end) => valueText(end, unit));
  return unit === 'choice' || unit === 'switch' ? texts.join(' or ') : texts.join(' to ');
}
