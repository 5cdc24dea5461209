import { pairingName, versionName } from '../model/names.ts';
import { rowsOf } from '../model/table.ts';
import type { Scenario } from '../scenario/types.ts';
import type { Engine } from './engine.ts';
import type { Recording } from './record.ts';
import { fullName, type Kind, type Meant, namesOf, type Subject, subjectOf } from './subjects.ts';
import type { Tally } from './tally.ts';

/** Names that come up in a run: of versions, ENIs and pairings. */
type RunNames = (kind: 'function' | 'eni' | 'pairing', name: string) => boolean;

export function runNamesOf({ current, enis }: Tally): RunNames {
  return (kind, name) => {
    if (kind === 'function') return current[name] !== undefined;
    if (kind === 'eni') return enis.some(({ number }) => `eni-${number}` === name);
    return enis.some(({ pairing }) => pairing === name);
  };
}

export function namesTold({ frames, result }: Pick<Recording, 'frames' | 'result'>): RunNames {
  const isTold = (key: 'subject' | 'with', name: string) =>
    frames.some(({ rows }) => rows.some((row) => row.note === 'eni.phase' && row[key] === name));
  return (kind, name) => {
    if (kind !== 'function') return isTold(kind === 'eni' ? 'subject' : 'with', name);
    return result.functions.some(({ name: of, version }) =>
      version === '$LATEST' ? of === name : `${of}:${version}` === name,
    );
  };
}

/**
 * Everything of a recorded run that a text may mean, in full: `function:web`, `group:web`. What a
 * picture of the run shows comes first.
 */
export function meaningsIn(scenario: Scenario, recording: Recording, text: string): string[] {
  const meant = subjectOf(text, existsIn(scenario, namesTold(recording)));
  const all = 'subject' in meant ? [meant.subject] : meant.choices;
  const shownFirst = all.toSorted((a, b) => Number(isHidden(a)) - Number(isHidden(b)));
  return shownFirst.map(fullName);
}

function isHidden({ kind }: Subject): boolean {
  return kind === 'role' || kind === 'caller' || kind === 'group';
}

export function existsIn(scenario: Scenario, cameUp: RunNames): (subject: Subject) => boolean {
  const declared = thingsOf(scenario);
  return ({ kind, name }) => {
    if (kind === 'eni' || kind === 'pairing') return cameUp(kind, name);
    if (declared[kind].some(({ id }) => id === name)) return true;
    return kind === 'function' && cameUp(kind, name);
  };
}

function thingsOf({ network, roles, callers = [], functions }: Scenario) {
  const { subnets: subnet, securityGroups: group, vpcs: vpc } = network;
  return { function: functions, role: roles, caller: callers, group, subnet, vpc };
}

/** Whether no later step can change what a text means: ENIs are numbered as they come. */
export function isSettled(meant: Meant, text: string): boolean {
  if ('choices' in meant) return meant.choices.length > 0;
  return meant.subject.kind === 'eni' || !/^eni-\d+$/.test(text);
}

/** All that can be explained, for a message about a name that is none of them. */
export function subjectsOf({ scenario, state, tally }: Engine): Subject[] {
  const versions = [...rowsOf(state.versions)].flatMap(([, version]) =>
    version === null || version.number === 0 ? [] : [versionName(state, version)],
  );
  const pairings = [...rowsOf(state.pairings)].map(([, one]) => pairingName(state, one));
  const of = (kind: Kind, names: readonly string[]) => names.map((name) => ({ kind, name }));
  return [
    ...Object.entries(thingsOf(scenario)).flatMap(([kind, things]) =>
      of(
        kind as Kind,
        things.map(({ id }) => id),
      ),
    ),
    ...of('function', versions),
    ...of('pairing', pairings),
    ...of(
      'eni',
      tally.enis.map(({ number }) => `eni-${number}`),
    ),
  ];
}

/** Of the kind that a text names, if it names one: in full, to be compared with it. */
export function namesLike(text: string, subjects: readonly Subject[]): string[] {
  const ofKind = subjects.filter(({ kind }) => text.startsWith(`${kind}:`));
  return ofKind.length > 0 ? ofKind.map(fullName) : namesOf(subjects);
}
