import { z } from 'zod';
import { days, hours, minutes } from '../engine/time.ts';
import { shown } from './issues.ts';
import { type Complaint, complain, rate, type Sink } from './leaves.ts';
import type { RateStep } from './types.ts';

const TIME = '([01]\\d|2[0-3]):[0-5]\\d';
const WEEK = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

interface Clock {
  /** What a key names. */
  noun: string;
  pattern: RegExp;
  example: string;
  /** When a key of the pattern is, in ms since the start of the period. */
  read(key: string): number;
  /** What a key of another form may have meant; null: no idea. */
  guess(key: string): string | null;
}

const timeOf = (key: string): number =>
  hours(Number(key.slice(0, 2))) + minutes(Number(key.slice(3)));

/** Reads what people write instead: `8:00`, `8`, `24:00`. */
function guessTime(key: string): string | null {
  const [, hour, minute = '00'] = /^\s*(\d{1,2})(?:[:.h](\d{2}))?\s*$/.exec(key) ?? [];
  if (hour === undefined) return null;
  const time = `${(hour === '24' ? '0' : hour).padStart(2, '0')}:${minute}`;
  return new RegExp(`^${TIME}$`).test(time) ? time : null;
}

function guessWeekTime(key: string): string | null {
  const [, word = '', rest = '00:00'] = /^\s*([A-Za-z]{2,9})\.?(?:\s+(.*))?$/.exec(key) ?? [];
  const day = WEEK.find((name) => name.toLowerCase() === word.slice(0, 3).toLowerCase());
  const time = guessTime(rest);
  return day === undefined || time === null ? null : `${day} ${time}`;
}

const DAY: Clock = {
  noun: 'a time of day',
  pattern: new RegExp(`^${TIME}$`),
  example: '08:00',
  read: timeOf,
  guess: guessTime,
};

const WEEKDAY: Clock = {
  noun: 'a day and time of the week',
  pattern: new RegExp(`^(${WEEK.join('|')}) ${TIME}$`),
  example: 'Mon 08:00',
  read: (key) => days(WEEK.indexOf(key.slice(0, 3))) + timeOf(key.slice(4)),
  guess: guessWeekTime,
};

/** Rates by time of day: steps in the order of their times. */
export const dailyRates = ratesBy(DAY);
/** Rates by day of the week and time; the week begins on Monday. */
export const weeklyRates = ratesBy(WEEKDAY);

function ratesBy(clock: Clock) {
  const phrase = `a mapping from times to rates such as \`{ "${clock.example}": 20/s }\``;
  const key = z.string().meta({ pattern: clock.pattern.source, examples: [clock.example] });
  return z.record(key, rate, { error: phrase }).transform((rates, ctx): RateStep[] => {
    const keys = Object.keys(rates);
    if (keys.length === 0) return complain(ctx, { message: 'no rate at all', expected: phrase });
    const odd = keys.filter((entry) => !clock.pattern.test(entry)).slice(0, 20);
    for (const entry of odd) refuse(entry, clock, ctx);
    if (odd.length > 0) return z.NEVER;
    return keys
      .map((entry) => ({ atMs: clock.read(entry), callsPerMs: rates[entry]! }))
      .sort((a, b) => a.atMs - b.atMs);
  });
}

function refuse(key: string, clock: Clock, ctx: Sink): void {
  const guess = clock.guess(key);
  const complaint: Complaint = {
    message: `not ${clock.noun}`,
    expected: `${clock.noun} such as \`"${clock.example}"\``,
    received: shown(key),
    path: [key],
    part: 'key',
  };
  complain(
    ctx,
    guess === null ? complaint : { ...complaint, mend: `did you mean \`"${guess}"\`?` },
  );
}
