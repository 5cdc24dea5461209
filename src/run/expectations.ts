import { formatDuration } from '../engine/time.ts';
import type { ControlState } from '../model/types.ts';
import type { Bounds, Expectation, Scenario } from '../scenario/types.ts';
import { failedOperations, sumOf } from './failed-operations.ts';
import { type EniTally, subnetOfPairing, type Tally } from './tally.ts';

/** One expectation with what the run showed. */
export interface Seen {
  text: string;
  ok: boolean;
  seen: string;
  /** Line in the scenario file; null when it was not read from a file. */
  line: number | null;
}

/** Looks at the expectations in the order of their moments, while a run goes by. */
export class Watch {
  private readonly scenario: Scenario;
  readonly seen: Seen[] = [];
  private readonly waiting: { place: number; expectation: Expectation; atMs: number }[];

  constructor(scenario: Scenario) {
    this.scenario = scenario;
    this.waiting = scenario.expectations
      .map((expectation, place) => {
        return { place, expectation, atMs: expectation.atMs ?? Number.POSITIVE_INFINITY };
      })
      .sort((a, b) => a.atMs - b.atMs || a.place - b.place);
  }

  /** Looks at all whose moment has come. */
  look(nowMs: number, tally: Tally, state: ControlState): void {
    while (this.waiting.length > 0 && this.waiting[0]!.atMs <= nowMs) {
      const { place, expectation } = this.waiting.shift()!;
      this.seen[place] = this.judge(expectation, tally, state);
    }
  }

  /** Looks at what is left, at the end of the run. */
  finish(tally: Tally, state: ControlState): Seen[] {
    for (const { place, expectation } of this.waiting.splice(0)) {
      this.seen[place] = this.judge(expectation, tally, state);
    }
    return this.seen;
  }

  private judge(expectation: Expectation, tally: Tally, state: ControlState): Seen {
    const { atMs, line } = expectation;
    const when = atMs === null ? 'in the end' : `at ${formatDuration(atMs)}`;
    const { text, ok, seen } = verdictOn(expectation, { tally, state, scenario: this.scenario });
    return { text: `${when} ${text}`, ok, seen, line };
  }
}

/** What a run has come to at the moment of an expectation. */
interface Present {
  tally: Tally;
  state: ControlState;
  scenario: Scenario;
}

type Verdict = Pick<Seen, 'text' | 'ok' | 'seen'>;

function verdictOn(expectation: Expectation, present: Present): Verdict {
  const { tally, state } = present;
  switch (expectation.kind) {
    case 'function':
      return functionVerdict(expectation, tally);
    case 'enis':
      return eniVerdict(expectation, tally);
    case 'subnet': {
      const subnet = state.subnets.find(({ id }) => id === expectation.subnet)!;
      const free = subnet.usable - subnet.taken - subnet.inUse;
      return within(`subnet ${subnet.id} has free addresses`, expectation.free, free);
    }
    case 'metric':
      return metricVerdict(expectation, present);
  }
}

/** A number alone is written after a colon, as it stands in the scenario. */
function within(text: string, { equals, min, max }: Bounds, seen: number): Verdict {
  const isPlain = equals !== null && min === null && max === null;
  return {
    text: `${text}${isPlain ? `: ${equals}` : ` ${boundsText({ equals, min, max })}`}`,
    ok: isWithin(seen, { equals, min, max }),
    seen: String(seen),
  };
}

function isWithin(value: number, { equals, min, max }: Bounds): boolean {
  return (equals ?? value) === value && (min ?? value) <= value && (max ?? value) >= value;
}

function boundsText({ equals, min, max }: Bounds): string {
  const wants = [
    equals === null ? '' : `= ${equals}`,
    min === null ? '' : `>= ${min}`,
    max === null ? '' : `<= ${max}`,
  ];
  return wants.filter((want) => want !== '').join(' and ');
}

function functionVerdict(
  { target, ...expectation }: Extract<Expectation, { kind: 'function' }>,
  tally: Tally,
): Verdict {
  const { state, stateReasonCode, lastUpdateStatus } = expectation;
  const wanted = { state, stateReasonCode, lastUpdateStatus };
  const name = target.version === 0 ? target.function : `${target.function}:${target.version}`;
  const version = tally.versions[tally.current[name] ?? -1];
  const gone = version === undefined || version.state === 'Deleted';
  const present = {
    state: gone ? 'absent' : version.state,
    stateReasonCode: version?.stateReasonCode ?? null,
    lastUpdateStatus: version?.lastUpdateStatus ?? null,
  };
  const keys = (['state', 'stateReasonCode', 'lastUpdateStatus'] as const).filter(
    (key) => wanted[key] !== null,
  );
  const tell = (values: Record<string, string | null>) =>
    keys.map((key) => (key === 'state' ? values[key] : `${key} ${values[key]}`)).join(', ');
  return {
    text: `${name} is ${tell(wanted)}`,
    ok: keys.every((key) => wanted[key] === present[key]),
    seen: tell(present),
  };
}

function eniVerdict(
  { count, subnet, securityGroups, phase }: Extract<Expectation, { kind: 'enis' }>,
  tally: Tally,
): Verdict {
  const groups = securityGroups === null ? null : [...new Set(securityGroups)].sort().join('+');
  const counts = (eni: EniTally): boolean =>
    (phase === null ? eni.deletedAtMs === null : eni.phase === phase) &&
    (subnet === null || subnetOfPairing(eni.pairing) === subnet) &&
    (groups === null || eni.pairing.split('/')[1] === groups);
  const parts = [
    phase ?? '',
    'ENIs',
    subnet === null ? '' : `in subnet ${subnet}`,
    groups === null ? '' : `with ${groups}`,
  ];
  const text = parts.filter((part) => part !== '').join(' ');
  return within(text, count, tally.enis.filter(counts).length);
}

function metricVerdict(
  { metric, ...bounds }: Extract<Expectation, { kind: 'metric' }>,
  present: Present,
): Verdict {
  const value = metricOf(metric, present);
  return {
    text: `${metric} ${boundsText(bounds)}`,
    ok: isWithin(value, bounds),
    seen: String(value),
  };
}

function metricOf(metric: string, { tally, state, scenario }: Present): number {
  switch (metric) {
    case 'enis.peak':
      return tally.peakEnis;
    case 'enis.live':
      return tally.liveEnis;
    case 'invocations.failed':
      return tally.failedInvocations;
    case 'operations.failed':
      return sumOf(failedOperations(tally, scenario));
    case 'invocations.dropped':
      return tally.droppedInvocations;
    case 'connections.refused':
      return tally.connections.refused;
    case 'connections.peak':
      return tally.connections.peak;
  }
  const [kind, id = ''] = [
    metric.slice(0, metric.indexOf('.')),
    metric.split('.').slice(1, -1).join('.'),
  ];
  if (kind === 'vpc') return tally.vpcs[id]?.peak ?? 0;
  const subnet = state.subnets.find((entry) => entry.id === id)!;
  return subnet.taken + (tally.subnets[id]?.peak ?? 0);
}
