import { pairingName, versionName } from '../model/names.ts';
import { rowsOf } from '../model/table.ts';
import type { Row } from '../model/types.ts';
import type { Scenario } from '../scenario/types.ts';
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
  /** In a chain: what the step did besides to the same things, in the order it did it. */
  also?: Row[];
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
  for (const frame of framesOf(engine, inPlace)) {
    // A name that is not known yet may still come.
    if (frame.atMs > atMs && !isOver && kindOf(engine, subject) !== null) break;
    isOver = frame.atMs > atMs;
    if (isOver) continue;
    if (frames.length >= FRAMES_MAX) return { unknown: [], tooLong: FRAMES_MAX };
    frames.push(frame);
  }
  const kind = kindOf(engine, subject);
  if (kind === null) return { unknown: subjectsOf(engine), tooLong: null };
  const history = frames.flatMap((frame) => linksOf(frame, subject));
  const chain = chainOf(frames, history);
  const crossing = crossingOf(engine, frames, chain);
  return { subject, atMs, kind, history, chain, crossing };
}

function linksOf(frame: ModelFrame, subject: string): Link[] {
  return frame.rows
    .filter((row) => row.subject === subject || row.with === subject)
    .map((row) => linkOf(frame, row));
}

function linkOf({ atMs, step, event }: ModelFrame, row: Row): Link {
  return { atMs, step, event: event.kind, row };
}

/** Rows that tell of a change, rather than of a call that met the subject. */
function isChange({ row }: Link): boolean {
  return !row.note.startsWith('invocation') && !row.note.startsWith('call.');
}

/**
 * A cause is named by the row of its step that set the next link going: what the step did to the
 * same subject if it did anything, else the last thing it did.
 */
function chainOf(frames: readonly ModelFrame[], history: readonly Link[]): Link[] {
  const last = history.findLast(isChange) ?? history.at(-1);
  if (last === undefined) return [];
  const names = new Set(namesIn(last.row));
  const chain = [withOthers(last, frames, names)];
  for (let step = frames[last.step]!.cause; step >= 0; step = frames[step]!.cause) {
    const frame = frames[step]!;
    if (frame.rows.length === 0) continue;
    const about = frame.rows.filter((row) => namesIn(row).some((name) => names.has(name)));
    const call = frame.rows.find(isCall);
    const row = (frame.cause < 0 ? call : undefined) ?? about.at(-1) ?? frame.rows.at(-1)!;
    const joined = joinedBefore(row, history);
    if (joined !== undefined) chain.push(joined);
    for (const name of namesIn(row)) names.add(name);
    chain.push(withOthers(linkOf(frame, row), frames, names));
  }
  return addOrigin(frames, chain, names);
}

function namesIn({ subject, with: other }: Row): string[] {
  return other === undefined ? [subject] : [subject, other];
}

function isCall({ note }: Row): boolean {
  return note.startsWith('call.');
}

/** SHARE-4: how the subject came to wait for an ENI that is made for another. */
function joinedBefore(made: Row, history: readonly Link[]): Link | undefined {
  if (made.note !== 'eni.phase' || made.to !== 'creating') return undefined;
  return history.find(({ row }) => row.note === 'pairing.joined' && row.subject === made.with);
}

/**
 * Tells what else the step did to things of the chain; of a call, to what was called too; of the
 * end of a wait, which ENI ended it.
 */
function withOthers(link: Link, frames: readonly ModelFrame[], names: ReadonlySet<string>): Link {
  const { row } = link;
  const { rows } = frames[link.step]!;
  const before = new Set(rows.slice(0, rows.indexOf(row)));
  const concerns = (other: Row) => {
    if (other === row || isCall(other) || other.note.startsWith('invocation')) return false;
    if (isCall(row) && other.subject === row.subject) return true;
    if (other.note === 'eni.phase' && row.to === 'Active' && before.has(other)) return true;
    return namesIn(other).some((name) => names.has(name));
  };
  const also = rows.filter(concerns);
  return also.length === 0 ? link : { ...link, also };
}

/** When the first step of the chain is a call, the call itself closes it. */
function addOrigin(
  frames: readonly ModelFrame[],
  chain: Link[],
  names: ReadonlySet<string>,
): Link[] {
  const first = chain.at(-1)!;
  const frame = frames[first.step]!;
  const call = frame.rows.find(isCall);
  if (call === undefined || call === first.row) return chain;
  const told = new Set([first.row, ...(first.also ?? [])]);
  const { also = [], ...link } = withOthers(linkOf(frame, call), frames, names);
  const rest = also.filter((row) => !told.has(row));
  return [...chain, rest.length === 0 ? link : { ...link, also: rest }];
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
