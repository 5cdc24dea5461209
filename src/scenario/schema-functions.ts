import { z } from 'zod';
import { byKey, form, isMapping } from './forms.ts';
import { shown } from './issues.ts';
import {
  type Complaint,
  complain,
  count,
  duration,
  list,
  name,
  object,
  positiveDuration,
  rate,
} from './leaves.ts';
import { LIMITS } from './limits.ts';
import { law } from './schema-laws.ts';
import { vpcConfig } from './schema-network.ts';

/** A traffic phase before its open ends are filled in; null: open. */
export type PhaseDraft = { fromMs: number | null; untilMs: number | null } & (
  | { kind: 'rate'; callsPerMs: number }
  | { kind: 'every'; everyMs: number }
  | { kind: 'times'; atMs: number[] }
);

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

const ratePhase = object('a traffic phase: `rate`, and perhaps `from` and `until`', {
  rate: rate.describe('Calls at random moments, this many on average'),
  from,
  until,
}).transform((phase): PhaseDraft => ({ kind: 'rate', callsPerMs: phase.rate, ...ends(phase) }));

const everyPhase = object('a traffic phase: `every`, and perhaps `from` and `until`', {
  every: positiveDuration.describe('Calls at this distance, the first at `from`'),
  from,
  until,
}).transform((phase): PhaseDraft => ({ kind: 'every', everyMs: phase.every, ...ends(phase) }));

const timesPhase = object('a traffic phase: `at`', {
  at: list(duration, 'a list of moments such as `[1h, 2d]`', LIMITS.values).describe(
    'Calls at exactly these moments',
  ),
}).transform((phase): PhaseDraft => {
  const atMs = phase.at.toSorted((a, b) => a - b);
  return { kind: 'times', atMs, fromMs: null, untilMs: null };
});

const PHASES = { rate: ratePhase, every: everyPhase, at: timesPhase };

const choosePhase = byKey('a traffic phase', ['rate', 'every', 'at'], ['from', 'until']);

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
const single = (draft: PhaseDraft): PhaseDraft[] => [draft];

function chooseTraffic(value: unknown) {
  if (Array.isArray(value)) return Array.isArray(value[0]) ? 'steps' : 'phases';
  if (isMapping(value)) return choosePhase(value);
  const complaint: Complaint = {
    message: 'not traffic',
    expected: '`{ rate: 2/s }`, `{ every: 6h }`, `{ at: [1h, 2d] }` or a list of these',
    received: shown(value),
  };
  return complaint;
}

export const traffic = form(
  'traffic',
  {
    rate: ratePhase.transform(single),
    every: everyPhase.transform(single),
    at: timesPhase.transform(single),
    phases,
    steps,
  },
  chooseTraffic,
);

const connections = object('connections: `perEnvironment`, `perInvocation`, `hold`', {
  perEnvironment: count(0, 1_000_000)
    .default(0)
    .describe('Opened when an execution environment starts, kept for its life'),
  perInvocation: count(0, 1_000_000).default(0).describe('Opened by each invocation'),
  hold: law
    .optional()
    .describe('How long a connection of an invocation lives; default: its duration'),
});

export const functionSpec = object('a function: a mapping, or nothing for the defaults', {
  vpc: vpcConfig.default(null).describe('Its attachment, or `none`; default: none'),
  role: name.optional().describe('Its execution role; default: one that allows what is needed'),
  traffic: traffic.optional().describe('Calls to `$LATEST`'),
  duration: law.optional().describe('How long an invocation runs; default: 100ms'),
  coldStart: law
    .optional()
    .describe('What the first call of an execution environment takes on top; default: nothing'),
  connections: connections.optional().describe('Connections that its code opens'),
  concurrency: count(0, 1_000_000).optional().describe('Reserved concurrency'),
  provisionedVersions: list(count(1), 'a list of version numbers', LIMITS.configIds)
    .default([])
    .describe('Versions with provisioned concurrency: they do not fall idle'),
});
