import { TEXTS } from '../evidence/texts.ts';
import type { Ports } from '../load/ports.ts';
import type { Scenario } from '../scenario/types.ts';
import type { Engine } from './engine.ts';
import type { Seen } from './expectations.ts';
import { failedOperations } from './failed-operations.ts';
import type { LaneChoice } from './lanes.ts';
import { natRoutesOf } from './nat-routes.ts';
import {
  type ActionTally,
  type DestinationTally,
  type EniTally,
  spendTime,
  subnetOfPairing,
  type VersionTally,
} from './tally.ts';

/** The outcome of one run, plain JSON. Times are whole simulated ms since the start. */
export interface Result {
  scenario: string;
  why: string;
  seed: string;
  profile: string;
  fidelity: string;
  untilMs: number;
  /** `steps`: the run was cut off at its step limit and covers less than `untilMs`. */
  stopped: 'until' | 'events' | 'steps';
  /** Steps of the control plane. */
  events: number;
  /** 16 hexadecimal digits over every step: equal runs have equal hashes. */
  traceHash: string;
  functions: FunctionResult[];
  pairings: PairingResult[];
  subnets: { id: string; usable: number; peakInUse: number; inUse: number }[];
  vpcs: { id: string; eniQuota: number; otherEnis: number; peakEnis: number; enis: number }[];
  connections: { attempted: number; accepted: number; refused: number };
  /** Operations that were refused in the end or failed later, by code; calls are no operations. */
  operations: { failed: Record<string, number> };
  /** Connections through NAT gateways to one destination each, where they are counted (NET-3). */
  natRoutes: NatRouteResult[];
  actions: ActionResult[];
  expectations: Seen[];
}

export interface FunctionResult {
  name: string;
  version: string;
  /** `Deleted` when it is gone at the end. */
  state: string;
  stateReasonCode: string | null;
  lastUpdateStatus: string | null;
  invocations: { attempted: number; succeeded: number; failed: Record<string, number> };
  /** Asynchronous calls in Lambda's queue at the end, and those given up there (ASYNC-1). */
  asynchronous: { queued: number; dropped: number };
  timeInStateMs: Record<string, number>;
  /**
   * Destinations that it reaches with a share of its connections only (0: none), or that calls
   * failed to reach before (share 1): with what is or was in the way, and how many calls failed.
   */
  unreachable: DestinationTally[];
  /** How its steady calls were carried out, and why so; null: none came. */
  fidelity: 'exact' | 'aggregate' | null;
  fidelityWhy: LaneChoice['why'] | null;
  /** Time in which they were events although they are counted otherwise: a limit was near. */
  nearLimitMs: number;
  /**
   * Execution environments over the whole run; of counted calls, drawn from their law. Null where
   * no law is known (counted calls at listed moments), or none came.
   */
  environments: { peak: number; mean: number; coldStarts: number } | null;
}

export interface NatRouteResult {
  nat: string;
  destination: string;
  /** Connections it holds at most, the most there were, and those it refused. */
  ports: number;
  peak: number;
  refused: number;
}

export interface PairingResult {
  subnet: string;
  securityGroups: string[];
  dualStack: boolean;
  enis: EniResult[];
}

export interface EniResult {
  id: string;
  phase: string;
  address: string;
  /** The function that it was made for: its name stays in the description. */
  creator: string;
  createdAtMs: number;
  readyAtMs: number | null;
  detachedAtMs: number | null;
  deletedAtMs: number | null;
  peakConnections: number;
  refusedConnections: number;
}

export interface ActionResult {
  atMs: number;
  action: string;
  subject: string;
  ok: boolean;
  error: { code: string; httpStatus: number; message: string } | null;
  /** Which statement of a policy was the reason of the refusal; null: none was. */
  because: string | null;
  /** How often a delete was tried until this answer. */
  tries: number;
  /** What the author expected: nothing said, success, or this error; and whether it came. */
  expected: string | null;
  asExpected: boolean;
}

/** Reads the books of a finished run. */
export function resultOf(engine: Engine, expectations: Seen[]): Result {
  const { scenario, seed, profile, fidelity, tally, state } = engine;
  const endMs = engine.stopped === 'steps' ? engine.nextMs() : scenario.untilMs;
  for (const version of tally.versions) spendTime(version, endMs);
  const ports = engine.data.plane.nat;
  const { attempted, accepted, refused } = tally.connections;
  return {
    scenario: scenario.name,
    why: scenario.why,
    seed,
    profile,
    fidelity,
    untilMs: scenario.untilMs,
    stopped: engine.stopped!,
    events: engine.steps,
    traceHash: engine.traceHash(),
    functions: tally.versions.map((version) => functionOf(engine, version, endMs)),
    pairings: pairingsOf(tally.enis, engine.data.plane.enis.ports),
    // A configuration may name a subnet that never was: it is in the state, but in no VPC.
    subnets: state.subnets
      .filter(({ vpc }) => vpc >= 0)
      .map(({ id, usable, taken, inUse }) => {
        return {
          id,
          usable,
          peakInUse: taken + (tally.subnets[id]?.peak ?? 0),
          inUse: taken + inUse,
        };
      }),
    vpcs: state.vpcs.map(({ id, eniQuota, otherEnis, enis }) => {
      return { id, eniQuota, otherEnis, peakEnis: tally.vpcs[id]?.peak ?? 0, enis };
    }),
    connections: { attempted, accepted, refused },
    operations: { failed: failedOperations(tally, scenario) },
    natRoutes: natRoutesOf(scenario).map(({ nat, destination }, route) => ({
      nat,
      destination,
      ports: ports.most[route]!,
      peak: ports.peak[route]!,
      refused: ports.refused[route]!,
    })),
    actions: tally.actions.map((action) => actionOf(scenario, action)),
    expectations,
  };
}

function functionOf(engine: Engine, tallied: VersionTally, endMs: number): FunctionResult {
  const [name = '', version = '$LATEST'] = tallied.name.split(':');
  const { state, stateReasonCode, lastUpdateStatus, invocations, timeInStateMs } = tallied;
  const usage = engine.data.usageOf(tallied.name, endMs);
  const environments = usage?.isKnown
    ? { peak: usage.peak, mean: usage.mean, coldStarts: usage.coldStarts }
    : null;
  const unreachable = tallied.destinations.filter(({ share, failed }) => share < 1 || failed > 0);
  return {
    name,
    version,
    state,
    stateReasonCode,
    lastUpdateStatus,
    invocations,
    asynchronous: { queued: tallied.queued, dropped: tallied.dropped },
    timeInStateMs,
    unreachable,
    fidelity: usage?.fidelity ?? null,
    fidelityWhy: usage?.why ?? null,
    nearLimitMs: usage?.nearLimitMs ?? 0,
    environments,
  };
}

function pairingsOf(
  enis: readonly EniTally[],
  ports: Pick<Ports, 'peak' | 'refusedOn'>,
): PairingResult[] {
  const byName = new Map<string, EniResult[]>();
  for (const { number, pairing, ...eni } of enis) {
    const list = byName.get(pairing) ?? [];
    list.push({
      id: `eni-${number}`,
      ...eni,
      peakConnections: ports.peak[number] ?? 0,
      refusedConnections: ports.refusedOn[number] ?? 0,
    });
    byName.set(pairing, list);
  }
  return [...byName.keys()].sort().map((name) => {
    const [, groups = '', dual] = name.split('/');
    return {
      subnet: subnetOfPairing(name),
      securityGroups: groups.split('+'),
      dualStack: dual === 'dual',
      enis: byName.get(name)!,
    };
  });
}

function actionOf(scenario: Scenario, tallied: ActionTally): ActionResult {
  const { action, expect } = scenario.timeline[tallied.action]!;
  const { refusal, because, atMs, subject, tries } = tallied;
  const error = refusal === null ? null : errorOf(refusal, tallied.args);
  const wants = expect === null || expect === 'ok' ? null : expect;
  const asExpected =
    wants === null
      ? error === null
      : error !== null &&
        error.code === wants.error &&
        (wants.status === null || wants.status === error.httpStatus) &&
        (wants.text === null || error.message.includes(wants.text));
  const expected = wants?.error ?? expect;
  return {
    atMs,
    action,
    subject,
    ok: error === null,
    error,
    because,
    tries,
    expected,
    asExpected,
  } as ActionResult;
}

/** AWS's answer with the placeholders of its text filled in. */
function errorOf(
  refusal: NonNullable<ActionTally['refusal']>,
  args: Record<string, string>,
): ActionResult['error'] {
  const { code, httpStatus, message } = TEXTS[refusal];
  const filled = message.replace(/\{(\w+)\}/g, (whole, name: string) => args[name] ?? whole);
  return { code, httpStatus, message: filled };
}
