import { byKey, form, isMapping } from './forms.ts';
import {
  type Complaint,
  complain,
  count,
  duration,
  list,
  name,
  numberIn,
  object,
  oneOf,
  text,
} from './leaves.ts';
import { LIMITS } from './limits.ts';
import { bounds, boundsOf, numberOrBounds } from './schema-bounds.ts';
import { target } from './schema-targets.ts';

const at = duration.optional().describe('When to look; default: at the end of the run');

const STATES = ['Pending', 'Active', 'Inactive', 'Failed', 'absent'] as const;
const UPDATES = ['Successful', 'InProgress', 'Failed'] as const;
const PHASES = [
  'creating',
  'ready',
  'draining',
  'available',
  'deleted',
  'failed',
  'stuck',
] as const;

const ofFunction = object('an expectation', {
  at,
  function: target.describe('This function or version: `f` or `f:2`'),
  state: oneOf(STATES).optional().describe('Its state; `absent`: there is none'),
  stateReasonCode: text.optional().describe('The code that AWS gives with the state'),
  lastUpdateStatus: oneOf(UPDATES).optional().describe('How its last update went'),
}).transform((e, ctx) => {
  const { state = null, stateReasonCode = null, lastUpdateStatus = null } = e;
  if (state === null && stateReasonCode === null && lastUpdateStatus === null) {
    complain(ctx, {
      message: 'nothing is expected of the function',
      expected: '`state`, `stateReasonCode` or `lastUpdateStatus`',
      mend: 'add for example `state: Active`',
    });
  }
  return {
    kind: 'function' as const,
    atMs: e.at ?? null,
    target: e.function,
    state,
    stateReasonCode,
    lastUpdateStatus,
  };
});

const ofEnis = object('an expectation', {
  at,
  enis: numberOrBounds('enis', count(0)).describe('How many Hyperplane interfaces there are'),
  subnet: name.optional().describe('Only those in this subnet'),
  securityGroups: list(name, 'a list of security groups', LIMITS.configIds)
    .optional()
    .describe('Only those with exactly these security groups'),
  phase: oneOf(PHASES).optional().describe('Only those in this phase'),
}).transform((e) => ({
  kind: 'enis' as const,
  atMs: e.at ?? null,
  count: e.enis,
  subnet: e.subnet ?? null,
  securityGroups: e.securityGroups ?? null,
  phase: e.phase ?? null,
}));

const ofSubnet = object('an expectation', {
  at,
  subnet: name.describe('This subnet'),
  free: numberOrBounds('free', count(0, 65_536)).describe('How many IPv4 addresses are free in it'),
}).transform((e) => ({
  kind: 'subnet' as const,
  atMs: e.at ?? null,
  subnet: e.subnet,
  free: e.free,
}));

const ofMetric = object('an expectation', {
  at,
  metric: text.describe('Such as `enis.peak` or `subnet.a.peak`'),
  ...bounds(numberIn(0, Number.MAX_SAFE_INTEGER, 'a number that is not negative')),
}).transform((e, ctx) => {
  return { kind: 'metric' as const, atMs: e.at ?? null, metric: e.metric, ...boundsOf(e, ctx) };
});

const FORMS = { function: ofFunction, enis: ofEnis, subnet: ofSubnet, metric: ofMetric };

const KINDS = ['function', 'enis', 'metric', 'subnet'] as const;
const DETAILS = ['at', 'state', 'stateReasonCode', 'lastUpdateStatus', 'securityGroups'];
const MORE_DETAILS = ['phase', 'free', 'min', 'max', 'equals'];

const chooseKind = byKey('an expectation', KINDS, [...DETAILS, ...MORE_DETAILS]);

/** `subnet` is what is looked at, or narrows `enis`. */
function chooseForm(value: unknown): keyof typeof FORMS | Complaint {
  if (!isMapping(value) || value['enis'] === undefined) return chooseKind(value);
  return chooseKind({ ...value, subnet: undefined });
}

export const expectations = list(
  form('expectation', FORMS, chooseForm),
  'a list of expectations',
  LIMITS.expectations,
);
