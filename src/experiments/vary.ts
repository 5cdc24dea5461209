import { isMapping } from '../scenario/forms.ts';
import { shown } from '../scenario/issues.ts';
import { didYouMean, listed } from '../scenario/nearest.ts';
import type { Issue, Parsed, Scenario } from '../scenario/types.ts';
import { withTraffic } from './traffic-factor.ts';

/** One value at one place of a scenario as it is written. */
export interface Change {
  /** `functions.checkout.traffic.rate`, `parameters.idleAfter`, or `factor`. */
  path: string;
  value: unknown;
}

/** A scenario as it is written, and how to read it. */
export interface Source {
  /** The name that issues give. */
  file: string;
  value: unknown;
  parse(value: unknown): Parsed;
}

/** Not a place of the file: multiplies all traffic. */
export const FACTOR = 'factor';

/** The scenario with these changes, checked like any other: issues name the path. */
export function changed(source: Source, changes: readonly Change[]): Parsed {
  const value = structuredClone(source.value);
  const issues: Issue[] = [];
  for (const change of changes) {
    if (change.path === FACTOR) {
      if (!isFactor(change.value)) issues.push(noFactor(source.file, change.value));
      continue;
    }
    const problem = setPath(value, change);
    if (problem !== null) issues.push(issueAt(source.file, change.path, problem));
  }
  if (issues.length > 0) return { ok: false, issues };
  const parsed = source.parse(value);
  if (!parsed.ok) return parsed;
  const factors = changes.filter(({ path }) => path === FACTOR).map((one) => Number(one.value));
  const scenario = factors.reduce<Scenario>(withTraffic, parsed.scenario);
  return { ...parsed, scenario };
}

/** A word of the command line as a value: JSON where it is JSON, else a text. */
export function readValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isFactor(value: unknown): boolean {
  return typeof value === 'number' && value > 0 && value <= FACTOR_MAX;
}

const FACTOR_MAX = 1e6;

function noFactor(file: string, value: unknown): Issue {
  const problem = { message: 'not a factor of all traffic' };
  const expected = 'a number above 0, at most 1,000,000';
  return { ...issueAt(file, FACTOR, problem), expected, received: shown(value) };
}

interface Problem {
  message: string;
  mend?: string;
}

/**
 * Writes into a mapping or list. Everything on the way must be there already, so that a slip cannot
 * make a new function beside the one that was meant; the last key may be new.
 */
function setPath(root: unknown, { path, value }: Change): Problem | null {
  const words = path.split('.');
  let place = root;
  for (let at = 0; ; ) {
    if (Array.isArray(place)) {
      const index = Number(words[at]);
      if (!(words[at] !== '' && Number.isInteger(index) && index >= 0 && index < place.length)) {
        const whole = words.slice(0, at).join('.');
        const message = `\`${words[at]}\` is no place in this list of ${place.length}`;
        return { message, mend: `write ${whole}.0 for its first entry` };
      }
      if (at === words.length - 1) {
        place[index] = value;
        return null;
      }
      place = place[index];
      at += 1;
      continue;
    }
    if (!isMapping(place)) {
      const here = words.slice(0, at).join('.');
      return { message: `\`${here}\` is ${shown(place)} here; nothing lies below it` };
    }
    const length = keyLength(place, words.slice(at));
    const key = words.slice(at, at + length).join('.');
    if (at + length === words.length) {
      place[key] = value;
      return null;
    }
    if (!Object.hasOwn(place, key) && at === 0 && key === 'parameters') place[key] = {};
    if (!Object.hasOwn(place, key)) return missing(key, place, words.slice(0, at).join('.'));
    place[key] ??= {};
    place = place[key];
    at += length;
  }
}

/** Names may have dots in them: the longest one that is there counts. */
function keyLength(place: Record<string, unknown>, words: readonly string[]): number {
  for (let length = words.length; length > 1; length--) {
    if (Object.hasOwn(place, words.slice(0, length).join('.'))) return length;
  }
  return 1;
}

function missing(key: string, place: Record<string, unknown>, above: string): Problem {
  const keys = Object.keys(place);
  const guess = didYouMean(key, keys);
  const where = above === '' ? 'the scenario' : `\`${above}\``;
  const mend = guess ?? (keys.length === 0 ? 'it is empty' : `there are ${listed(keys)}`);
  return { message: `${where} has no \`${key}\``, mend };
}

function issueAt(file: string, path: string, { message, mend }: Problem): Issue {
  const nowhere = { line: 0, column: 0, expected: null, received: null };
  return { severity: 'error', file, path, message, mend: mend ?? null, ...nowhere };
}
