import { z } from 'zod';
import { parseDuration, parseRate } from '../engine/time.ts';
import { shown } from './issues.ts';
import { LIMITS, NAME_PATTERN, WRITTEN_NAME_PATTERN } from './limits.ts';

// The `error` of a schema here is the phrase that says what is expected, for an unknown key the
// known ones: `shape-issues.ts` makes the sentence.

/** What a reader of one field objects to; the path is relative to the field. */
export interface Complaint {
  message: string;
  expected?: string;
  received?: string;
  mend?: string;
  path?: (string | number)[];
  /** Points at the key. */
  part?: 'key';
}

/** The part of zod's contexts that takes issues. */
export interface Sink {
  addIssue(issue: z.core.$ZodSuperRefineIssue): void;
}

/** Records a complaint; the field then has no value. */
export function complain(ctx: Sink, complaint: Complaint): never {
  const { message, path = [], ...params } = complaint;
  ctx.addIssue({ code: 'custom', message, path, params });
  return z.NEVER;
}

export const A_DURATION = 'a duration such as `90s`, `20m`, `30d` or `1d 6h`';
export const A_RATE = 'a rate such as `2/s`, `40/min` or `1/h`';

function readDuration(text: string, ctx: Sink): number {
  const ms = parseDuration(text);
  const received = shown(text);
  if (ms === null) {
    const negative = text.trim().startsWith('-');
    const message = negative ? 'a time cannot be negative' : 'not a duration';
    const mend = negative ? 'times count from the start of the run, 0s' : mendedDuration(text);
    return complain(ctx, { message, expected: A_DURATION, received, mend });
  }
  if (ms > LIMITS.timeMs) {
    return complain(ctx, { message: 'too long', expected: 'at most 100 years', received });
  }
  return ms;
}

const UNIT_WORDS: Record<string, string> = {
  ms: 'ms',
  s: 's',
  sec: 's',
  second: 's',
  m: 'm',
  min: 'm',
  minute: 'm',
  h: 'h',
  hr: 'h',
  hour: 'h',
  d: 'd',
  day: 'd',
  w: 'w',
  week: 'w',
  mo: '30d',
  month: '30d',
  y: '365d',
  year: '365d',
};

/** Reads what people write instead: `30 days`, `1d6h`, `5min`, `40`. */
function mendedDuration(text: string): string {
  const parts = [...text.toLowerCase().matchAll(/(\d{1,12}(?:\.\d{1,9})?)\s*([a-z]*)/g)];
  const mended = parts.map(([, amount, word]) => {
    if (word === '') return `${amount}d`;
    const unit = UNIT_WORDS[word!] ?? UNIT_WORDS[word!.replace(/s$/, '')];
    return unit?.length === 1 || unit === 'ms' ? `${amount}${unit}` : null;
  });
  const guess = mended.join(' ');
  if (mended.length === 0 || mended.includes(null) || parseDuration(guess) === null) {
    return 'write numbers with units, largest first: `90s`, `20m`, `1d 6h`';
  }
  return `write a unit of ms, s, m, h, d, w: \`${guess}\``;
}

const DURATION_PATTERN = '^\\s*\\d+(\\.\\d+)?(ms|[smhdw])(\\s+\\d+(\\.\\d+)?(ms|[smhdw]))*\\s*$';

/** A length of time or a moment, in ms. */
export const duration = z
  .string({ error: A_DURATION })
  .meta({ pattern: DURATION_PATTERN, examples: ['90s', '20m', '1d 6h'] })
  .transform(readDuration);

/** A length of time that is more than zero, in ms. */
export const positiveDuration = duration.transform((ms, ctx) =>
  ms > 0 ? ms : complain(ctx, { message: 'must be more than 0s', expected: A_DURATION }),
);

const RATE_PATTERN = '^\\s*\\d+(\\.\\d+)?\\s*/\\s*(s|second|m|min|minute|h|hour|d|day)\\s*$';

/** Calls per ms. */
export const rate = z
  .string({ error: A_RATE })
  .meta({ pattern: RATE_PATTERN, examples: ['2/s', '40/min'] })
  .transform((text, ctx) => {
    const received = shown(text);
    const callsPerMs = parseRate(text);
    if (callsPerMs === null) {
      const message = text.trim().startsWith('-') ? 'a rate cannot be negative' : 'not a rate';
      const mend = 'write a number and one of `/s`, `/min`, `/h`, `/d`: `2/s`';
      return complain(ctx, { message, expected: A_RATE, received, mend });
    }
    if (callsPerMs <= LIMITS.callsPerMs) return callsPerMs;
    return complain(ctx, { message: 'too fast', expected: 'at most 1000000000/s', received });
  });

const NAME_PHRASE = 'a name of 1 to 140 letters, digits, `_`, `.` or `-`';

const isReserved = (name: string): boolean => name in {};

/**
 * A name. Editors meet `{i}` in it, which is gone by the time it is read, unless the entry has no
 * `count`.
 */
const anyName = z
  .string({ error: NAME_PHRASE })
  .regex(WRITTEN_NAME_PATTERN, { error: NAME_PHRASE })
  .refine((text) => NAME_PATTERN.test(text) || !WRITTEN_NAME_PATTERN.test(text), {
    error: NAME_PHRASE,
  });

/** A new name: the key of a mapping, or the scenario's own. */
export const newName = anyName.refine((name) => !isReserved(name), {
  error: 'a name that is not a word of JavaScript objects, such as `constructor`',
});

/** The name of something that the scenario describes elsewhere. */
export const name = anyName;

/** How many things an entry stands for. */
export function countOfEntries(max: number) {
  return count(1, max)
    .optional()
    .describe('Makes so many of it, `name-1` and so on; `{i}` in its name and texts is the number');
}

export const text = z
  .string({ error: 'a text' })
  .min(1, { error: 'a text that is not empty' })
  .max(LIMITS.textLength, { error: `a text of at most ${LIMITS.textLength} characters` });

export const flag = z.boolean({ error: '`true` or `false`' });

/** A whole number within bounds, both included. */
export function count(min: number, max: number = LIMITS.count) {
  const error = `a whole number from ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}

/** A number within bounds, both included. */
export function numberIn(min: number, max: number, phrase: string) {
  return z.number({ error: phrase }).min(min, { error: phrase }).max(max, { error: phrase });
}

export function oneOf<const V extends readonly [string, ...string[]]>(values: V) {
  return z.enum(values, { error: `one of ${values.map((value) => `\`${value}\``).join(', ')}` });
}

/** A list with a bound on its length. */
export function list<S extends z.ZodType>(item: S, phrase: string, max: number) {
  return z.array(item, { error: phrase }).max(max, { error: `at most ${max} entries` });
}

/** A mapping with fixed keys. */
export function object<S extends z.core.$ZodLooseShape>(phrase: string, shape: S) {
  const keys = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? keys : phrase),
  });
}

/** A mapping from names to things of one kind. */
export function named<S extends z.ZodType>(things: string, item: S, max: number = LIMITS.entries) {
  return z
    .record(newName, item, { error: `a mapping from names to ${things}` })
    .superRefine((entries, ctx) => {
      const size = Object.keys(entries).length;
      if (size <= max) return;
      const expected = `at most ${max} ${things}`;
      complain(ctx, { message: `too many ${things}`, expected, received: `${size}` });
    });
}
