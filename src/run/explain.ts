import { pairingName, versionName } from '../model/names.ts';
import { rowsOf } from '../model/table.ts';
import type { Row } from '../model/types.ts';
import type { Scenario } from '../scenario/types.ts';
import { Engine, type RunOptions } from './engine.ts';
import type { ModelFrame } from './frame.ts';
import { drive, inPlace } from './simulate.ts';

/** One thing that happened, in the step and at the moment it happened. */
export interface Link {
  atMs: number;
  step: number;
  /** The kind of the step's event. */
  event: string;
  row: Row;
}

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
}

export interface ExplainOptions extends RunOptions {
  /** In ms; the end of the run by default. */
  atMs?: number;
}

/** A run longer than this is not kept in memory to be explained. */
const FRAMES_MAX = 500_000;

/**
 * Walks from the latest change of a subject back along the causes to the action that began it.
 * @returns the subjects there are when there is none of that name
 */
export function explain(
  scenario: Scenario,
  subject: string,
  options: ExplainOptions = {},
): Explanation | { unknown: string[] } {
  const atMs = options.atMs ?? scenario.untilMs;
  const engine = new Engine(scenario, options);
  const frames: ModelFrame[] = [];
  drive(engine, inPlace, (frame) => {
    if (frames.length >= FRAMES_MAX) {
      throw new Error(`the run has more than ${FRAMES_MAX} steps: too long to explain`);
    }
    if (frame.atMs <= atMs) frames.push(frame);
  });
  const kind = kindOf(engine, subject);
  if (kind === null) return { unknown: subjectsOf(engine) };
  const history = frames.flatMap((frame) => linksOf(frame, subject));
  return { subject, atMs, kind, history, chain: chainOf(frames, history) };
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
  const chain = [last];
  const names = new Set([last.row.subject, last.row.with]);
  for (let step = frames[last.step]!.cause; step >= 0; step = frames[step]!.cause) {
    const frame = frames[step]!;
    if (frame.rows.length === 0) continue;
    const about = frame.rows.filter((row) => names.has(row.subject) || names.has(row.with));
    const call = frame.rows.find((row) => row.note.startsWith('call.'));
    const row = (frame.cause < 0 ? call : undefined) ?? about.at(-1) ?? frame.rows.at(-1)!;
    chain.push(linkOf(frame, row));
    names.add(row.subject).add(row.with);
  }
  return addOrigin(frames, chain);
}

/** When the first step of the chain is a call, the call itself closes it. */
function addOrigin(frames: readonly ModelFrame[], chain: Link[]): Link[] {
  const first = chain.at(-1)!;
  const call = frames[first.step]!.rows.find((row) => row.note.startsWith('call.'));
  if (call !== undefined && call !== first.row) chain.push(linkOf(frames[first.step]!, call));
  return chain;
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
