import { pairingName, versionName } from '../model/names.ts';
import { rowsOf } from '../model/table.ts';
import type { ControlState, Row } from '../model/types.ts';
import type { Scenario } from '../scenario/types.ts';
import { chainOf, type Link, linkOf } from './causes.ts';
import { awaitedBy, configurationOf, type FunctionConfiguration } from './configuration.ts';
import { Engine, type RunOptions } from './engine.ts';
import type { ModelFrame } from './frame.ts';
import { type Resolved, resolveParameters } from './parameters.ts';
import type { Recording } from './record.ts';
import { framesOf, inPlace } from './simulate.ts';
import type { Tally } from './tally.ts';

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
  /** What a version waits for at that moment: ENIs that are made, or allocated to it. */
  waits: Link[];
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
  const { tally } = engine;
  const kindNow = () => kindOf(scenario, subject, namesOf(tally));
  const frames: ModelFrame[] = [];
  let isOver = false;
  let answer: Answer = { configuration: null, awaited: [] };
  for (const frame of framesOf(engine, inPlace)) {
    // A name that is not known yet may still come.
    if (frame.atMs > atMs && !isOver && kindNow() !== null) break;
    isOver = frame.atMs > atMs;
    if (isOver) continue;
    if (frames.length >= FRAMES_MAX) return { unknown: [], tooLong: FRAMES_MAX };
    frames.push(frame);
    const isLast = engine.stopped !== null || engine.nextMs() > atMs;
    if (isLast) answer = answerOf(engine.state, subject);
  }
  const kind = kindNow();
  if (kind === null) return { unknown: subjectsOf(engine), tooLong: null };
  return explained(scenario, { subject, atMs, kind }, { ...answer, frames }, options);
}

/** The same of a run that is recorded: nothing runs again. Null: there is nothing of that name. */
export function explainRecorded(
  scenario: Scenario,
  recording: Recording,
  subject: string,
  options: Required<Pick<ExplainOptions, 'atMs'>> & RunOptions,
): Explanation | null {
  const { atMs } = options;
  const kind = kindOf(scenario, subject, namesTold(recording));
  if (kind === null) return null;
  const frames = recording.frames.filter((frame) => frame.atMs <= atMs);
  const answer = answerOf(recording.at(atMs), subject);
  return explained(scenario, { subject, atMs, kind }, { ...answer, frames }, options);
}

/** What the state of a moment tells of a subject. */
interface Answer {
  configuration: FunctionConfiguration | null;
  /** Names of the pairings that it waits for. */
  awaited: string[];
}

function answerOf(state: ControlState, subject: string): Answer {
  return {
    configuration: configurationOf(state, subject),
    awaited: awaitedBy(state, subject),
  };
}

function explained(
  scenario: Scenario,
  about: Pick<Explanation, 'subject' | 'atMs' | 'kind'>,
  { frames, configuration, awaited }: Answer & { frames: readonly ModelFrame[] },
  { profile = scenario.profile }: RunOptions,
): Explanation {
  const { subject, kind } = about;
  const concerns = concernedWith(scenario, subject, kind);
  const history = frames.flatMap((frame) => linksOf(frame, concerns));
  const chain = chainOf(frames, history, subject);
  const crossing = crossingOf(resolveParameters(scenario, profile), frames, chain);
  const waits = awaited.flatMap((pairing) => startOf(frames, subject, pairing));
  return { ...about, history, chain, waits, configuration, crossing };
}

/** When what makes a pairing ready for a version began. */
function startOf(frames: readonly ModelFrame[], subject: string, pairing: string): Link[] {
  const starts = ({ note, to, with: other, subject: own }: Row) =>
    other === pairing &&
    ((note === 'eni.phase' && to === 'creating') ||
      (note === 'pairing.allocating' && own === subject));
  const frame = frames.findLast(({ rows }) => rows.some(starts));
  return frame === undefined ? [] : [linkOf(frame, frame.rows.find(starts)!)];
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
  const named = (row: Row) => row.subject === subject || row.with === subject;
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

/** What traffic schedules has no cause among the steps; how full the ENI was tells it. */
function crossingOf(
  { limits }: Resolved,
  frames: readonly ModelFrame[],
  chain: readonly Link[],
): Crossing | null {
  const first = chain.at(-1);
  if (first === undefined) return null;
  const { event, atMs, cause } = frames[first.step]!;
  if (cause >= 0 || (event.kind !== 'eni.crowded' && event.kind !== 'eni.silent')) return null;
  const { scaleOutAt: share, connectionsPerEni, scaleInAfterMs } = limits;
  const eni = `eni-${event.eni}`;
  return event.kind === 'eni.crowded'
    ? { atMs, eni, kind: 'crowded', share, connectionsMax: connectionsPerEni }
    : { atMs, eni, kind: 'silent', silentMs: scaleInAfterMs };
}

/** Which names came up in a run, beside those of its scenario. */
interface Names {
  isVersion: (name: string) => boolean;
  isEni: (name: string) => boolean;
  isPairing: (name: string) => boolean;
}

function namesOf({ current, enis }: Tally): Names {
  return {
    isVersion: (name) => current[name] !== undefined,
    isEni: (name) => enis.some(({ number }) => `eni-${number}` === name),
    isPairing: (name) => enis.some(({ pairing }) => pairing === name),
  };
}

function namesTold({ frames, result }: Pick<Recording, 'frames' | 'result'>): Names {
  const told = (key: 'subject' | 'with') => (name: string) =>
    frames.some(({ rows }) => rows.some((row) => row.note === 'eni.phase' && row[key] === name));
  return {
    isVersion: (subject) =>
      result.functions.some(({ name, version }) =>
        version === '$LATEST' ? name === subject : `${name}:${version}` === subject,
      ),
    isEni: told('subject'),
    isPairing: told('with'),
  };
}

function kindOf(
  { network, roles, functions }: Scenario,
  subject: string,
  { isVersion, isEni, isPairing }: Names,
): Explanation['kind'] | null {
  const named = (things: readonly { id: string }[]) => things.some(({ id }) => id === subject);
  if (named(functions) || isVersion(subject)) return 'function';
  if (isEni(subject)) return 'ENI';
  if (isPairing(subject)) return 'pairing';
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
