import type { Row } from '../model/types.ts';
import type { Action, Scenario } from '../scenario/types.ts';

/** Kinds of things that something happens to, by the word that people write before a name. */
export const KINDS = {
  function: 'function',
  role: 'role',
  caller: 'caller',
  group: 'security group',
  subnet: 'subnet',
  vpc: 'VPC',
  eni: 'ENI',
  pairing: 'pairing',
} as const;

export type Kind = keyof typeof KINDS;

/** One thing of a run. Names are unique within a kind only: a role may be called like a function. */
export interface Subject {
  kind: Kind;
  /** `checkout`, `checkout:2`, `eni-3`, `a/web+db`, or what people called it. */
  name: string;
}

/** Who takes part in a row: whom it is about first. */
export type PartiesOf = (row: Row) => Subject[];

/** What kind of thing a row is about, and its other party; null: that one is none of the kinds. */
const KINDS_OF: Record<Exclude<Row['note'], Calls | 'network.deleted'>, readonly [Kind, Kind?]> = {
  'function.deleted': ['function'],
  'version.created': ['function'],
  'version.state': ['function'],
  'version.update': ['function'],
  'version.same': ['function'],
  'version.deleted': ['function'],
  'detach.aborted': ['function'],
  'operation.failed': ['function'],
  'pairing.held': ['pairing', 'function'],
  'pairing.joined': ['pairing', 'function'],
  'pairing.allocating': ['pairing', 'function'],
  'pairing.rescued': ['pairing', 'function'],
  'pairing.left': ['pairing', 'function'],
  'eni.phase': ['eni', 'pairing'],
  'eni.reapRefused': ['eni', 'role'],
  'eni.recreationPutOff': ['eni'],
  'eni.scaleOutBlocked': ['eni'],
  'connections.refused': ['eni', 'pairing'],
  'nat.full': ['eni'],
  invocation: ['function'],
  'invocation.queued': ['function'],
  'invocation.dropped': ['function'],
  'destination.reached': ['function'],
  'destination.lost': ['function'],
  'traffic.began': ['function'],
  'traffic.ended': ['function'],
  'role.changed': ['role'],
  'role.seen': ['role'],
  'quota.set': ['vpc'],
};

type Calls = 'call.accepted' | 'call.refused' | 'call.retrying';

const KIND_OF_DELETED: Readonly<Record<string, Kind>> = {
  subnet: 'subnet',
  'security group': 'group',
  VPC: 'vpc',
};

const KIND_OF_ACTION: Record<Action['action'], Kind> = {
  create: 'function',
  update: 'function',
  publish: 'function',
  delete: 'function',
  invoke: 'function',
  callFromCode: 'function',
  setTraffic: 'function',
  deleteSubnet: 'subnet',
  deleteSecurityGroup: 'group',
  deleteVpc: 'vpc',
  setQuota: 'vpc',
  deleteNetworkInterface: 'pairing',
  detachNetworkInterface: 'pairing',
  modifyNetworkInterface: 'pairing',
  putRolePolicy: 'role',
  deleteRolePolicy: 'role',
  deleteRole: 'role',
};

/** Tells the parties of rows, which name them without their kinds. */
export function partiesIn({ timeline }: Pick<Scenario, 'timeline'>): PartiesOf {
  return (row) => {
    const { note, subject: name, with: other } = row;
    if (note === 'call.accepted' || note === 'call.refused' || note === 'call.retrying') {
      return partiesOfCall(name, timeline[row.action!]!);
    }
    if (note === 'network.deleted') return [{ kind: KIND_OF_DELETED[row.to!]!, name }];
    const [kind, kindOfOther] = KINDS_OF[note];
    if (kindOfOther === undefined || other === undefined) return [{ kind, name }];
    return [
      { kind, name },
      { kind: kindOfOther, name: other },
    ];
  };
}

function partiesOfCall(name: string, action: Action): Subject[] {
  const about: Subject = { kind: KIND_OF_ACTION[action.action], name };
  const caller = 'caller' in action ? action.caller : undefined;
  return caller === undefined ? [about] : [about, { kind: 'caller', name: caller }];
}

export function isSame(one: Subject, other: Subject): boolean {
  return one.kind === other.kind && one.name === other.name;
}

/** `role:web`, which names one thing whatever else is called so. */
export function fullName({ kind, name }: Subject): string {
  return `${kind}:${name}`;
}

/** What was asked for, or what it may be. */
export type Meant = { subject: Subject } | { choices: Subject[] };

/**
 * The thing that a text names: `role:web` a role, `web` whatever is called so.
 * @param exists whether there is such a thing
 */
export function subjectOf(text: string, exists: (subject: Subject) => boolean): Meant {
  const [word = '', ...rest] = text.split(':');
  if (rest.length > 0 && Object.hasOwn(KINDS, word)) {
    const subject = { kind: word as Kind, name: rest.join(':') };
    if (exists(subject)) return { subject };
  }
  const choices = (Object.keys(KINDS) as Kind[])
    .map((kind) => ({ kind, name: text }))
    .filter(exists);
  return choices.length === 1 ? { subject: choices[0]! } : { choices };
}

/** All of them in words that can be pasted: the name alone where nothing else is called so. */
export function namesOf(subjects: readonly Subject[]): string[] {
  const counts = new Map<string, number>();
  for (const { name } of subjects) counts.set(name, (counts.get(name) ?? 0) + 1);
  return subjects.map((one) => (counts.get(one.name) === 1 ? one.name : fullName(one)));
}
