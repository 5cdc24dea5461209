import { z } from 'zod';
import { days, minutes } from '../engine/time.ts';
import { byKey, form, isMapping } from './forms.ts';
import { shown } from './issues.ts';
import {
  type Complaint,
  complain,
  count,
  duration,
  list,
  object,
  positiveDuration,
  rate,
} from './leaves.ts';
import { LIMITS } from './limits.ts';
import { nearest } from './nearest.ts';
import { dailyRates, weeklyRates } from './schema-clock.ts';
import { type TraceDraft, tracePhase } from './schema-traces.ts';
import type { RateStep, TrafficPhase } from './types.ts';

type WithOpenEnds<P> = P extends unknown
  ? Omit<P, 'fromMs' | 'untilMs'> & { fromMs: number | null; untilMs: number | null }
  : never;

/** A traffic phase before its open ends are filled in; null: open. */
export type PhaseDraft = WithOpenEnds<TrafficPhase> | TraceDraft;

const from = duration.optional().describe('Begins at this moment; default: when it can');
const until = duration.optional().describe('Ends before this moment; default: the end of the run');

interface Ends {
  from?: number | undefined;
  until?: number | undefined;
}

const ends = (phase: Ends): { fromMs: number | null; untilMs: number | null } => ({
  fromMs: phase.from ?? null,
  untilMs: phase.until ?? null,
});

const OPEN = { fromMs: null, untilMs: null };

const ratePhase = object('a traffic phase: `rate`, and perhaps `from` and `until`', {
  rate: rate.describe('Calls at random moments, this many on average'),
  from,
  until,
}).transform((phase): PhaseDraft => ({ kind: 'rate', callsPerMs: phase.rate, ...ends(phase) }));

const rampPhase = object('a traffic phase: `ramp`, and perhaps `from` and `until`', {
  ramp: object('a ramp: `from` and `to`', {
    from: rate.describe('The rate at the beginning'),
    to: rate.describe('The rate at the end'),
  }).describe('Calls at random moments, their rate changing evenly'),
  from,
  until,
}).transform((phase): PhaseDraft => {
  const { from: fromPerMs, to: toPerMs } = phase.ramp;
  return { kind: 'ramp', fromPerMs, toPerMs, ...ends(phase) };
});

/** Time 0 of the run is the start of a day, and of a week. */
const profile = (periodMs: number, steps: RateStep[], phase: Ends): PhaseDraft => {
  return { kind: 'profile', periodMs, startMs: 0, steps, ...ends(phase) };
};

const EACH_UNTIL = 'each holds until the next';

const dailyPhase = object('a traffic phase: `daily`, and perhaps `from` and `until`', {
  daily: dailyRates.describe(`Rates by time of day, ${EACH_UNTIL}; a day begins at 0s of the run`),
  from,
  until,
}).transform((phase): PhaseDraft => profile(days(1), phase.daily, phase));

const weeklyPhase = object('a traffic phase: `weekly`, and perhaps `from` and `until`', {
  weekly: weeklyRates.describe(
    `Rates by day and time such as \`"Mon 08:00"\`, ${EACH_UNTIL}; day 1 of the run is a Monday`,
  ),
  from,
  until,
}).transform((phase): PhaseDraft => profile(days(7), phase.weekly, phase));

const everyPhase = object('a traffic phase: `every`, and perhaps `from` and `until`', {
  every: positiveDuration.describe('Calls at this distance, the first at `from`'),
  from,
  until,
}).transform((phase): PhaseDraft => ({ kind: 'every', everyMs: phase.every, ...ends(phase) }));

const moments = list(duration, 'a list of moments such as `[1h, 2d]`', LIMITS.values);
const inOrder = (atMs: readonly number[]): number[] => atMs.toSorted((a, b) => a - b);

const timesPhase = object('a traffic phase: `at`', {
  at: moments.describe('Calls at exactly these moments'),
}).transform((phase): PhaseDraft => ({ kind: 'times', atMs: inOrder(phase.at), ...OPEN }));

const burstPhase = object('a traffic phase: `burst` and `at`', {
  burst: count(1, LIMITS.burstCalls).describe('So many calls at once'),
  at: moments.describe('At each of these moments'),
}).transform((phase): PhaseDraft => {
  return { kind: 'burst', calls: phase.burst, atMs: inOrder(phase.at), ...OPEN };
});

const countsPhase = object('a traffic phase: `perMinute`, and perhaps `from`', {
  perMinute: list(count(0), 'a list of whole numbers such as `[0, 3, 12]`', LIMITS.values).describe(
    'Calls in each minute, at random moments of it',
  ),
  from,
}).transform((phase): PhaseDraft => {
  const stepMs = minutes(1);
  return { kind: 'counts', stepMs, counts: phase.perMinute, ...ends(phase) };
});

const PHASES = {
  rate: ratePhase,
  ramp: rampPhase,
  daily: dailyPhase,
  weekly: weeklyPhase,
  burst: burstPhase,
  every: everyPhase,
  at: timesPhase,
  perMinute: countsPhase,
  trace: tracePhase,
};

const KINDS = Object.keys(PHASES) as (keyof typeof PHASES)[];
const DETAILS = ['from', 'until', 'function', 'repeat', 'scale'];
const chooseKind = byKey('a traffic phase', KINDS, DETAILS);

/** The moments of a burst are called `at`, like those of single calls. */
function choosePhase(value: unknown): keyof typeof PHASES | Complaint {
  if (!isMapping(value) || value['at'] === undefined) return chooseKind(value);
  const rest = { ...value, at: undefined };
  if (value['burst'] !== undefined) return chooseKind(rest);
  const slip = Object.keys(value).find((key) => key !== 'at' && nearest(key, KINDS) === 'burst');
  if (slip === undefined) return chooseKind(value);
  const mend = 'did you mean `burst`?';
  return { message: `unknown key \`${slip}\``, path: [slip], part: 'key', mend };
}

const phase = form('phase', PHASES, choosePhase);

const A_STEP = 'a pair of a moment and a rate such as `["1d", "2/s"]`';

/** `[["0d", "2/s"], ["1d", "0/s"]]`: each rate holds until the next one. */
const steps = list(
  z.tuple([duration.describe('From this moment on'), rate.describe('Calls at this rate')], {
    error: A_STEP,
  }),
  `a list of pairs: ${A_STEP}`,
  LIMITS.values,
).transform((pairs, ctx): PhaseDraft[] => {
  const late = pairs.findIndex(([at], index) => index > 0 && at <= pairs[index - 1]![0]);
  if (late >= 0) {
    const message = 'not later than the step before it';
    return complain(ctx, { message, mend: 'order the steps by time', path: [late, 0] });
  }
  return pairs.map(([fromMs, callsPerMs], index) => {
    return { kind: 'rate', callsPerMs, fromMs, untilMs: pairs[index + 1]?.[0] ?? null };
  });
});

const phases = list(phase, 'a list of traffic phases', LIMITS.values);
const single = phase.transform((draft): PhaseDraft[] => [draft]);

function chooseTraffic(value: unknown): 'single' | 'phases' | 'steps' | Complaint {
  if (Array.isArray(value)) return Array.isArray(value[0]) ? 'steps' : 'phases';
  if (isMapping(value)) return 'single';
  return {
    message: 'not traffic',
    expected: '`{ rate: 2/s }`, `{ every: 6h }`, `{ at: [1h, 2d] }` or a list of these',
    received: shown(value),
  };
}

export const traffic = form('traffic', { single, phases, steps }, chooseTraffic);
