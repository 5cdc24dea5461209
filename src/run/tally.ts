import { TEXTS } from '../evidence/texts.ts';
import type { Refusal, Row } from '../model/types.ts';
import type { Obstacle } from '../network/types.ts';
import type { EniPhase, FunctionState } from '../scenario/types.ts';

/** What a run adds up while it goes: a fold over the rows, plain JSON. */
export interface Tally {
  versions: VersionTally[];
  /** The present (or last) version of each name, by its place in `versions`. */
  current: Record<string, number>;
  enis: EniTally[];
  liveEnis: number;
  peakEnis: number;
  subnets: Record<string, Gauge>;
  vpcs: Record<string, Gauge>;
  actions: ActionTally[];
  failedInvocations: number;
  /** Accepted operations that failed, by AWS's StateReasonCode. */
  failedWork: Record<string, number>;
  droppedInvocations: number;
  /** As of the last look; `peak` is the most that were open at once, over all ENIs. */
  connections: { attempted: number; accepted: number; refused: number; peak: number };
}

export interface Gauge {
  now: number;
  peak: number;
}

export interface VersionTally {
  name: string;
  state: FunctionState | 'Deleted';
  stateReasonCode: string | null;
  lastUpdateStatus: string | null;
  lastUpdateStatusReasonCode: string | null;
  sinceMs: number;
  timeInStateMs: Record<string, number>;
  invocations: { attempted: number; succeeded: number; failed: Record<string, number> };
  /** Asynchronous calls that wait in the queue, and those that were given up there. */
  queued: number;
  dropped: number;
  /** What its function connects to; empty where it names nothing. */
  destinations: DestinationTally[];
}

/** How much of what a version connects to a destination gets through, and what stops the rest. */
export interface DestinationTally {
  name: string;
  share: number;
  rule: Obstacle['rule'] | null;
  reason: string | null;
  /** Calls that failed here. */
  failed: number;
}

export interface EniTally {
  number: number;
  pairing: string;
  phase: EniPhase;
  address: string;
  creator: string;
  createdAtMs: number;
  readyAtMs: number | null;
  detachedAtMs: number | null;
  deletedAtMs: number | null;
}

export interface ActionTally {
  /** Place in the scenario's timeline. */
  action: number;
  subject: string;
  /** When the final answer came; a delete that retried was first tried earlier. */
  atMs: number;
  tries: number;
  refusal: Refusal | null;
  args: Record<string, string>;
  because: string | null;
}

/** Where each subnet lies, for the VPC's gauge. */
export type VpcOfSubnet = Readonly<Record<string, string>>;

/** Adds one row of a step at `atMs`. Rows it has no use for pass. */
export function addRowTo(tally: Tally, row: Row, atMs: number, vpcOf: VpcOfSubnet): void {
  switch (row.note) {
    case 'version.created':
      addVersion(tally, row, atMs);
      break;
    case 'version.state':
    case 'version.deleted':
      changeState(tally, row, atMs);
      break;
    case 'version.update': {
      const version = tally.versions[tally.current[row.subject]!]!;
      version.lastUpdateStatus = row.to!;
      version.lastUpdateStatusReasonCode = row.code ?? null;
      break;
    }
    case 'operation.failed':
      tally.failedWork[row.code!] = (tally.failedWork[row.code!] ?? 0) + 1;
      break;
    case 'eni.phase':
      changeEni(tally, row, atMs, vpcOf);
      break;
    case 'invocation.queued':
      versionNamed(tally, row.subject).queued += row.count!;
      break;
    case 'invocation.dropped':
      leaveQueue(tally, row);
      versionNamed(tally, row.subject).dropped += row.count!;
      tally.droppedInvocations += row.count!;
      break;
    case 'invocation':
      leaveQueue(tally, row);
      addInvocations(tally, row.subject, row.count!, row.refusal ?? null);
      break;
    case 'call.accepted':
    case 'call.refused':
      tally.actions.push({
        action: row.action!,
        subject: row.subject,
        atMs,
        tries: row.count!,
        refusal: row.refusal ?? null,
        args: row.args ?? {},
        because: row.because ?? null,
      });
      break;
    default:
  }
}

function addVersion(tally: Tally, row: Row, atMs: number): void {
  tally.current[row.subject] = tally.versions.length;
  tally.versions.push({
    name: row.subject,
    state: row.to as FunctionState,
    stateReasonCode: row.code ?? null,
    lastUpdateStatus: row.to === 'Active' ? 'Successful' : null,
    lastUpdateStatusReasonCode: null,
    sinceMs: atMs,
    timeInStateMs: {},
    invocations: { attempted: 0, succeeded: 0, failed: {} },
    queued: 0,
    dropped: 0,
    destinations: [],
  });
}

function changeState(tally: Tally, row: Row, atMs: number): void {
  const version = tally.versions[tally.current[row.subject]!]!;
  spendTime(version, atMs);
  version.state = row.note === 'version.deleted' ? 'Deleted' : (row.to as FunctionState);
  version.stateReasonCode = row.code ?? null;
  if (row.to === 'Active') version.lastUpdateStatus ??= 'Successful';
}

/** Books the time since the last change to the present state. */
export function spendTime(version: VersionTally, atMs: number): void {
  const { state, sinceMs, timeInStateMs } = version;
  version.sinceMs = atMs;
  if (state !== 'Deleted') timeInStateMs[state] = (timeInStateMs[state] ?? 0) + atMs - sinceMs;
}

function changeEni(tally: Tally, row: Row, atMs: number, vpcOf: VpcOfSubnet): void {
  const number = Number(row.subject.slice('eni-'.length));
  if (row.to === 'creating') {
    tally.enis[number - 1] = {
      number,
      pairing: row.with!,
      phase: 'creating',
      address: row.address!,
      creator: row.creator!,
      createdAtMs: atMs,
      readyAtMs: null,
      detachedAtMs: null,
      deletedAtMs: null,
    };
    countEnis(tally, row.with!, 1, vpcOf);
    return;
  }
  const eni = tally.enis[number - 1]!;
  eni.phase = row.to as EniPhase;
  if (row.to === 'ready') eni.readyAtMs ??= atMs;
  if (row.to === 'available') eni.detachedAtMs = atMs;
  if (row.to !== 'deleted' && row.to !== 'failed') return;
  eni.deletedAtMs = atMs;
  countEnis(tally, eni.pairing, -1, vpcOf);
}

function countEnis(tally: Tally, pairing: string, by: 1 | -1, vpcOf: VpcOfSubnet): void {
  const subnet = subnetOfPairing(pairing);
  tally.liveEnis += by;
  tally.peakEnis = Math.max(tally.peakEnis, tally.liveEnis);
  turn(tally.subnets, subnet, by);
  turn(tally.vpcs, vpcOf[subnet]!, by);
}

function turn(gauges: Record<string, Gauge>, id: string, by: 1 | -1): void {
  gauges[id] ??= { now: 0, peak: 0 };
  const gauge = gauges[id];
  gauge.now += by;
  gauge.peak = Math.max(gauge.peak, gauge.now);
}

export function subnetOfPairing(pairing: string): string {
  return pairing.slice(0, pairing.indexOf('/'));
}

/** One that never existed gets an entry, too. */
function versionNamed(tally: Tally, subject: string): VersionTally {
  if (tally.current[subject] === undefined) {
    addVersion(tally, { rule: 'API-5', note: 'version.created', subject }, 0);
    tally.versions.at(-1)!.state = 'Deleted';
  }
  return tally.versions[tally.current[subject]!]!;
}

function leaveQueue(tally: Tally, { subject, count, queued }: Row): void {
  if (queued !== undefined && queued.tries > 0) versionNamed(tally, subject).queued -= count!;
}

/** Books calls on the version they met. */
export function addInvocations(
  tally: Tally,
  subject: string,
  count: number,
  refusal: Refusal | null,
): void {
  const { invocations } = versionNamed(tally, subject);
  invocations.attempted += count;
  if (refusal === null) {
    invocations.succeeded += count;
    return;
  }
  const { code } = TEXTS[refusal];
  invocations.failed[code] = (invocations.failed[code] ?? 0) + count;
  tally.failedInvocations += count;
}
