import type { ControlState, Row } from '../model/types.ts';
import type { Scenario } from '../scenario/types.ts';
import { chainOf, type Link, linkOf } from './causes.ts';
import { awaitedBy, configurationOf, type FunctionConfiguration } from './configuration.ts';
import { Engine, type RunOptions } from './engine.ts';
import type { ModelFrame } from './frame.ts';
import { type Resolved, resolveParameters } from './parameters.ts';
import type { Recording } from './record.ts';
import { framesOf, inPlace } from './simulate.ts';
import {
  existsIn,
  isSettled,
  namesLike,
  namesTold,
  runNamesOf,
  subjectsOf,
} from './subject-names.ts';
import {
  fullName,
  isSame,
  KINDS,
  type Kind,
  type PartiesOf,
  partiesIn,
  type Subject,
  subjectOf,
} from './subjects.ts';

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
  kind: (typeof KINDS)[Kind];
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
  /** What is meant, when several things bear that name: `role:web`, `function:web`. */
  ambiguous: string[];
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
 * @param text the subject's name, or its kind and name: `role:web`
 * @returns an `Unexplained` when there is nothing of that name, or several things, or too much
 * happened
 */
export function explain(
  scenario: Scenario,
  text: string,
  options: ExplainOptions = {},
): Explanation | Unexplained {
  const atMs = options.atMs ?? scenario.untilMs;
  const engine = new Engine(scenario, options);
  const meantNow = () => subjectOf(text, existsIn(scenario, runNamesOf(engine.tally)));
  const frames: ModelFrame[] = [];
  let isOver = false;
  let moment: ControlState = structuredClone(engine.state);
  for (const frame of framesOf(engine, inPlace)) {
    // A name that is not known yet may still come.
    if (frame.atMs > atMs && !isOver && isSettled(meantNow(), text)) break;
    isOver = frame.atMs > atMs;
    if (isOver) continue;
    if (frames.length >= FRAMES_MAX) return { unknown: [], ambiguous: [], tooLong: FRAMES_MAX };
    frames.push(frame);
    const isLast = engine.stopped !== null || engine.nextMs() > atMs;
    if (isLast) moment = structuredClone(engine.state);
  }
  const meant = meantNow();
  if ('choices' in meant) {
    const unknown = meant.choices.length === 0 ? namesLike(text, subjectsOf(engine)) : [];
    return { unknown, ambiguous: meant.choices.map(fullName), tooLong: null };
  }
  return explained(scenario, { ...meant, atMs }, { state: moment, frames }, options);
}

/** The same of a run that is recorded: nothing runs again. Null: that name means no one thing. */
export function explainRecorded(
  scenario: Scenario,
  recording: Recording,
  text: string,
  options: Required<Pick<ExplainOptions, 'atMs'>> & RunOptions,
): Explanation | null {
  const { atMs } = options;
  const meant = subjectOf(text, existsIn(scenario, namesTold(recording)));
  if ('choices' in meant) return null;
  const frames = recording.frames.filter((frame) => frame.atMs <= atMs);
  return explained(scenario, { ...meant, atMs }, { state: recording.at(atMs), frames }, options);
}

/** What a run had come to at the moment asked about. */
interface Past {
  state: ControlState;
  frames: readonly ModelFrame[];
}

function explained(
  scenario: Scenario,
  { subject, atMs }: { subject: Subject; atMs: number },
  { state, frames }: Past,
  { profile = scenario.profile }: RunOptions,
): Explanation {
  const partiesOf = partiesIn(scenario);
  const isVersion = subject.kind === 'function';
  const { name } = subject;
  const concerns = concernedWith(scenario, subject, partiesOf);
  const history = frames.flatMap((frame) => linksOf(frame, concerns));
  const chain = chainOf(frames, history, { subject, partiesOf });
  const awaited = isVersion ? awaitedBy(state, name) : [];
  return {
    subject: name,
    kind: KINDS[subject.kind],
    atMs,
    history,
    chain,
    waits: awaited.flatMap((pairing) => startOf(frames, name, pairing)),
    configuration: isVersion ? configurationOf(state, name) : null,
    crossing: crossingOf(resolveParameters(scenario, profile), frames, chain),
  };
}

/** When what makes a pairing ready for a version began. */
function startOf(frames: readonly ModelFrame[], subject: string, pairing: string): Link[] {
  const starts = ({ note, to, with: other, subject: own }: Row) =>
    (note === 'eni.phase' && to === 'creating' && other === pairing) ||
    (note === 'pairing.allocating' && own === pairing && other === subject);
  const frame = frames.findLast(({ rows }) => rows.some(starts));
  return frame === undefined ? [] : [linkOf(frame, frame.rows.find(starts)!)];
}

function linksOf(frame: ModelFrame, concerns: (row: Row) => boolean): Link[] {
  return frame.rows.filter(concerns).map((row) => linkOf(frame, row));
}

/** Rows about a subject; of a subnet, group or VPC also those about the ENIs in it. */
function concernedWith(
  { network }: Scenario,
  subject: Subject,
  partiesOf: PartiesOf,
): (row: Row) => boolean {
  const holds = placeOf(network, subject);
  return (row) => {
    if (partiesOf(row).some((party) => isSame(party, subject))) return true;
    if (row.note !== 'eni.phase') return false;
    const [subnet = '', groups = ''] = row.with!.split('/');
    return holds({ subnet, groups: groups.split('+') });
  };
}

/** Whether a pairing lies in a subnet or VPC or has a group; what is none of them holds nothing. */
function placeOf({ subnets }: Scenario['network'], { kind, name }: Subject) {
  const inVpc = new Set(subnets.filter(({ vpc }) => vpc === name).map(({ id }) => id));
  return ({ subnet, groups }: { subnet: string; groups: string[] }): boolean => {
    if (kind === 'subnet') return subnet === name;
    if (kind === 'group') return groups.includes(name);
    return kind === 'vpc' && inVpc.has(subnet);
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
