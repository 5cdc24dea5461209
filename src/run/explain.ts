import { pairingName, versionName } from '../model/names.ts';
import { rowsOf } from '../model/table.ts';
import type { Row } from '../model/types.ts';
import type { Scenario } from '../scenario/types.ts';
import { configurationOf, type FunctionConfiguration } from './configuration.ts';
import { Engine, type RunOptions } from './engine.ts';
import type { ModelFrame } from './frame.ts';
import { framesOf, inPlace } from './simulate.ts';

/** One thing that happened, in the step and at the moment it happened. */
export interface Link {
  atMs: number;
  step: number;
  /** The kind of the step's event. */
  event: string;
  row: Row;
}

/** Connections that set a chain going: an ENI filled up, or an extra one fell silent. */
export type Crossing = { atMs: number; eni: string } & (
  | { kind: 'crowded'; share: number; connectionsMax: number }
  | { kind: 'silent'; silentMs: number }
);

/** Why a subject is as it is at a moment. */
export interface Explanation {
  subject: string;
  atMs: number;
  /** What kind of thing it is, in a word. */
  kind: 'function' | 'ENI' | 'pairing' | 'network' | 'role';
  /** Everything that happened to it until then, oldest first. */
  history: Link[];
  /** From its latest change back to the call or the traffic that began it, latest first. */
  chain: Link[];
  /** What the API shows of a function or version at that moment; null: it is none, or is gone. */
  configuration: FunctionConfiguration | null;
  /** What traffic began the chain; null: a call did, or the beginning of the run. */
  crossing: Crossing | null;
}

/** Why there is no explanation. */
export interface Unexplained {
  /** The subjects there are, when there is none of that name. */
  unknown: string[];
  /** The most steps that are kept, when the run has more of them until the moment. */
  tooLong: number | null;
}

export interface ExplainOptions extends RunOptions {
  /** In ms; the end of the run by default. */
  atMs?: number;
}

/** A run longer than this is not kept in memory to be explained. */
const FRAMES_MAX = 500_000;

/**
 * Walks from the latest change of a subject back along the causes to the action that began it.
 * @returns an `Unexplained` when there is nothing of that name, or too much happened
 */
export function explain(
  scenario: Scenario,
  subject: string,
  options: ExplainOptions = {},
): Explanation | Unexplained {
  const atMs = options.atMs ?? scenario.untilMs;
  const engine = new Engine(scenario, options);
  const frames: ModelFrame[] = [];
  let isOver = false;
  let configuration: FunctionConfiguration | null = null;
  for (const frame of framesOf(engine, inPlace)) {
    // A name that is not known yet may still come.
    if (frame.atMs > atMs && !isOver && kindOf(engine, subject) !== null) break;
    isOver = frame.atMs > atMs;
    if (isOver) continue;
    if (frames.length >= FRAMES_MAX) return { unknown: [], tooLong: FRAMES_MAX };
    frames.push(frame);
    const isLast = engine.stopped !== null || engine.nextMs() > atMs;
    if (isLast) configuration = configurationOf(engine.state, subject);
  }
  const kind = kindOf(engine, subject);
  if (kind === null) return { unknown: subjectsOf(engine), tooLong: null };
  const concerns = concernedWith(scenario, subject, kind);
  const history = frames.flatMap((frame) => linksOf(frame, concerns));
  const chain = chainOf(frames, history, subject);
  const crossing = crossingOf(engine, frames, chain);
  return { subject, atMs, kind, history, chain, configuration, crossing };
}

function linksOf(frame: ModelFrame, concerns: (row: Row) => boolean): Link[] {
  return frame.rows.filter(concerns).map((row) => linkOf(frame, row));
}

/** Rows about a subject; of a subnet, group or VPC also those about the ENIs in it. */
function concernedWith(
  scenario: Scenario,
  subject: string,
  kind: Explanation['kind'],
): (row: Row) => boolean {
  const named = (row: Row) => namesIn(row).includes(subject);
  if (kind !== 'network') return named;
  const inVpc = scenario.network.subnets.filter(({ vpc }) => vpc === subject).map(({ id }) => id);
  const subnets = new Set([subject, ...inVpc]);
  return (row) => {
    if (named(row)) return true;
    if (row.note !== 'eni.phase') return false;
    const [subnet = '', groups = ''] = row.with!.split('/');
    return subnets.has(subnet) || groups.split('+').includes(subject);
  };
}

function linkOf({ atMs, step, event }: ModelFrame, row: Row): Link {
  return { atMs, step, event: event.kind, row };
}

/** Rows that tell of a change, rather than of a call that met the subject. */
function isChange({ row }: Link): boolean {
  return !row.note.startsWith('invocation') && !row.note.startsWith('call.');
}

/** From the latest change back, one cause at a time, to a call or to what has no cause. */
function chainOf(frames: readonly ModelFrame[], history: readonly Link[], subject: string): Link[] {
  const chain: Link[] = [];
  const own = history.filter(({ row }) => row.subject === subject);
  let link = own.findLast(isChange) ?? history.findLast(isChange) ?? history.at(-1);
  while (link !== undefined) {
    chain.push(link);
    const aside = asideOf(frames, link, history);
    if (aside !== undefined && !chain.includes(aside)) chain.push(aside);
    link = causeOf(frames, link);
  }
  return chain;
}

/**
 * What made a row happen: an earlier row of its step about the same things (a step tells what it
 * does in order), else the call that the step is, else what the step that scheduled this one told
 * of the same things.
 */
function causeOf(frames: readonly ModelFrame[], { step, row }: Link): Link | undefined {
  if (isCall(row)) return undefined;
  const frame = frames[step]!;
  const earlier = frame.rows.slice(0, frame.rows.indexOf(row)).filter(({ note }) => !isMet(note));
  const within = earlier.findLast((other) => leadsTo(other, row));
  const call = frame.rows.find(isCall);
  if (within !== undefined || call !== undefined) return linkOf(frame, within ?? call!);
  for (let before = frame.cause; before >= 0; before = frames[before]!.cause) {
    const told = frames[before]!.rows.filter(({ note }) => !isMet(note));
    if (told.length === 0) continue;
    return linkOf(frames[before]!, told.findLast((other) => leadsTo(other, row)) ?? told.at(-1)!);
  }
  return undefined;
}

/** A version is Active because an ENI is ready; other rows follow from what shares a name. */
function leadsTo(other: Row, row: Row): boolean {
  if (row.to === 'Active' && other.note === 'eni.phase') return other.to === 'ready';
  // What a step does to several pairings or ENIs it does to each for the same reason.
  if (other.note === row.note && other.subject !== row.subject) return false;
  return namesIn(other).some((name) => namesIn(row).includes(name));
}

function namesIn({ subject, with: other }: Row): string[] {
  return other === undefined ? [subject] : [subject, other];
}

function isCall({ note }: Row): boolean {
  return note.startsWith('call.');
}

/** Calls that met a version changed nothing. */
function isMet(note: Row['note']): boolean {
  return note.startsWith('invocation');
}

/**
 * A second cause of a link, where there is one: how the subject came to wait for an ENI that is
 * made for another (SHARE-4), or which change of a role keeps Lambda from deleting an ENI (ENI-4).
 */
function asideOf(
  frames: readonly ModelFrame[],
  { step, row }: Link,
  history: readonly Link[],
): Link | undefined {
  if (row.note === 'eni.phase' && row.to === 'creating') {
    return history.find(
      (link) => link.row.note === 'pairing.joined' && link.row.subject === row.with,
    );
  }
  if (row.note !== 'eni.reapRefused' || frames[step]!.cause < 0) return undefined;
  // Only the first refusal, or every later one would repeat it.
  if (frames[frames[step]!.cause]!.rows.some(({ note }) => note === row.note)) return undefined;
  for (const frame of frames.slice(0, step).reverse()) {
    const change = frame.rows.find(
      (other) => other.note === 'role.changed' && other.subject === row.with,
    );
    if (change !== undefined) return linkOf(frame, change);
  }
  return undefined;
}

/** What traffic schedules has no cause among the steps; how full the ENI was tells it. */
function crossingOf(
  engine: Engine,
  frames: readonly ModelFrame[],
  chain: readonly Link[],
): Crossing | null {
  const first = chain.at(-1);
  if (first === undefined) return null;
  const { event, atMs, cause } = frames[first.step]!;
  if (cause >= 0 || (event.kind !== 'eni.crowded' && event.kind !== 'eni.silent')) return null;
  const { scaleOutAt: share, connectionsPerEni, scaleInAfterMs } = engine.resolved.limits;
  const eni = `eni-${event.eni}`;
  return event.kind === 'eni.crowded'
    ? { atMs, eni, kind: 'crowded', share, connectionsMax: connectionsPerEni }
    : { atMs, eni, kind: 'silent', silentMs: scaleInAfterMs };
}

function kindOf(engine: Engine, subject: string): Explanation['kind'] | null {
  const { network, roles, functions } = engine.scenario;
  const named = (things: readonly { id: string }[]) => things.some(({ id }) => id === subject);
  if (named(functions) || engine.tally.current[subject] !== undefined) return 'function';
  if (engine.tally.enis.some((eni) => `eni-${eni.number}` === subject)) return 'ENI';
  if (engine.tally.enis.some((eni) => eni.pairing === subject)) return 'pairing';
  if (named(network.subnets) || named(network.securityGroups)) return 'network';
  if (named(network.vpcs)) return 'network';
  return named(roles) ? 'role' : null;
}

/** All that can be explained, for a message about a name that is none of them. */
function subjectsOf(engine: Engine): string[] {
  const { network, roles, functions } = engine.scenario;
  const versions = [...rowsOf(engine.state.versions)].flatMap(([, version]) =>
    version === null ? [] : [versionName(engine.state, version)],
  );
  const pairings = [...rowsOf(engine.state.pairings)].map(([, pairing]) =>
    pairingName(engine.state, pairing),
  );
  const things = [functions, network.vpcs, network.subnets, network.securityGroups, roles].flat();
  const enis = engine.tally.enis.map((eni) => `eni-${eni.number}`);
  return [...new Set([...things.map(({ id }) => id), ...versions, ...pairings, ...enis])];
}
