import { TEXTS } from '../evidence/texts.ts';
import { FAILURE_CODES } from '../model/types.ts';
import { sumOf } from '../run/failed-operations.ts';
import { CONNECT_TIMEOUT } from '../run/reach.ts';
import type { Result } from '../run/result.ts';
import type { Tally } from '../run/tally.ts';
import type { Scenario } from '../scenario/types.ts';
import type { Observer } from './observer.ts';
import type { MetricName, MetricUnit } from './types.ts';

/** A run that is over, with all that metrics are read from. */
export interface Finished {
  result: Result;
  tally: Tally;
  seen: Observer;
}

type Read = (run: Finished) => number | null;

interface Metric extends MetricName {
  read: Read;
}

const OF_ALL: Metric[] = [
  metric('enis.peak', 'count', 'most ENIs at a time', ({ tally }) => tally.peakEnis),
  metric('enis.live', 'count', 'ENIs at the end', ({ tally }) => tally.liveEnis),
  metric('enis.scaledOut', 'flag', 'a crowded ENI was joined by another', ({ seen }) =>
    flag(seen.scaleOutAtMs),
  ),
  metric('enis.scaledOutAt', 'ms', 'when that was first', ({ seen }) => seen.scaleOutAtMs),
  metric('enis.scaleOutBlocked', 'count', 'scale-outs without an address or quota', ({ seen }) => {
    return seen.scaleOutsBlocked;
  }),
  metric('connections.attempted', 'count', 'connections that code tried to open', ({ result }) => {
    return result.connections.attempted;
  }),
  metric('connections.peak', 'count', 'most open connections at a time', ({ tally }) => {
    return tally.connections.peak;
  }),
  metric('connections.refused', 'count', 'connections that found no port', ({ result }) => {
    return result.connections.refused;
  }),
  metric('connections.refusedAt', 'ms', 'when that was first', ({ seen }) => seen.refusedAtMs),
  metric('invocations.attempted', 'count', 'calls', ({ tally }) => {
    return tally.versions.reduce((sum, { invocations }) => sum + invocations.attempted, 0);
  }),
  metric('invocations.failed', 'count', 'calls that failed', ({ tally }) => {
    return tally.failedInvocations;
  }),
  metric('invocations.dropped', 'count', 'asynchronous calls given up', ({ tally }) => {
    return tally.droppedInvocations;
  }),
  metric(
    'operations.failed',
    'count',
    'creates, updates, deletes and wake-ups that were refused in the end or failed',
    ({ result }) => sumOf(result.operations.failed),
  ),
  metric('deploy.slowest', 'ms', 'longest wait from a create or update to Active', ({ seen }) => {
    return seen.activeAfterMs.size === 0 ? null : Math.max(...seen.activeAfterMs.values());
  }),
];

const ON_DELETE = metric(
  'stack.deletableAfter',
  'ms',
  'from the last delete of a function until no ENI is left',
  ({ seen }) => seen.deletableAfterMs,
);

/** All that runs of a scenario are measured by, except failures by code: see `metricsByCode`. */
export function metricsOf(scenario: Scenario): Metric[] {
  const { network, functions, timeline } = scenario;
  const deletes = timeline.some(({ action }) => action === 'delete');
  return [
    ...OF_ALL,
    ...(deletes ? [ON_DELETE] : []),
    ...network.vpcs.flatMap(({ id }) => ofVpc(id)),
    ...network.subnets.flatMap(({ id }) => ofSubnet(id)),
    ...functions.map(({ id }) =>
      metric(`function.${id}.activeAfter`, 'ms', `longest wait until ${id} was Active`, (run) => {
        return run.seen.activeAfterMs.get(id) ?? null;
      }),
    ),
  ];
}

function ofVpc(id: string): Metric[] {
  const reached: Read = ({ seen }) => seen.vpcs.get(id)!.fullAtMs;
  return [
    metric(`vpc.${id}.peak`, 'count', `most ENIs in VPC ${id}`, ({ tally }) => {
      return tally.vpcs[id]?.peak ?? 0;
    }),
    metric(`vpc.${id}.quotaReached`, 'flag', `VPC ${id} had no ENI left to its quota`, (run) => {
      return flag(reached(run));
    }),
    metric(`vpc.${id}.quotaReachedAt`, 'ms', 'when that was first', reached),
  ];
}

function ofSubnet(id: string): Metric[] {
  const full: Read = ({ seen }) => seen.subnets.get(id)!.fullAtMs;
  return [
    metric(`subnet.${id}.peak`, 'count', `most addresses in use in subnet ${id}`, (run) => {
      return run.result.subnets.find((subnet) => subnet.id === id)!.peakInUse;
    }),
    metric(`subnet.${id}.full`, 'flag', `subnet ${id} had no address left`, (run) => {
      return flag(full(run));
    }),
    metric(`subnet.${id}.fullAt`, 'ms', 'when that was first', full),
  ];
}

/** Failures that this run met, by their codes; a code that it did not meet is not named. */
export function valuesByCode({ tally, result }: Finished): Record<string, number> {
  const values: Record<string, number> = {};
  for (const { invocations } of tally.versions) {
    for (const [code, count] of Object.entries(invocations.failed)) {
      const name = `${CALLS}${code}`;
      values[name] = (values[name] ?? 0) + count;
    }
  }
  for (const [code, count] of Object.entries(result.operations.failed)) {
    values[`${OPERATIONS}${code}`] = count;
  }
  return values;
}

const CALLS = 'invocations.failed.';
const OPERATIONS = 'operations.failed.';

/** Every metric of one code that there can be. */
export function metricsByCode(): MetricName[] {
  const codes = [...new Set(Object.values(TEXTS).map(({ code }) => code))].sort();
  const about = `calls whose code got no connection (${CONNECT_TIMEOUT})`;
  return [
    ...codes.map((code): MetricName => {
      return { name: `${CALLS}${code}`, unit: 'count', about: `calls that failed with ${code}` };
    }),
    { name: `${CALLS}${CONNECT_TIMEOUT}`, unit: 'count', about },
    ...[...FAILURE_CODES, ...codes].map((code): MetricName => {
      const about = `operations that were refused in the end or failed with ${code}`;
      return { name: `${OPERATIONS}${code}`, unit: 'count', about };
    }),
  ];
}

function metric(name: string, unit: MetricUnit, about: string, read: Read): Metric {
  return { name, unit, about, read };
}

function flag(atMs: number | null): 0 | 1 {
  return atMs === null ? 0 : 1;
}
