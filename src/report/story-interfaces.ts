import type { Refusal, Row } from '../model/types.ts';
import { answerText, reasonText } from './answers.ts';
import { enumerated, moment } from './format.ts';
import { inTheWay } from './story-obstacles.ts';
import {
  absorb,
  answered,
  line,
  literal,
  type RowTeller,
  type Scene,
  type Told,
} from './story-rows.ts';

const ADDRESSES = {
  detached: '{it keeps its address|they keep their addresses}',
  deleted: '{its address is|their addresses are} free',
};

function begun(row: Row, scene: Scene): Told {
  const rules = absorb(scene, ({ note, subject }) => {
    return note === 'pairing.held' && subject === row.with;
  });
  const ready = row.untilMs === undefined ? '' : `, ready at ${moment(row.untilMs)}`;
  const beside = row.rule === 'CAP-3' ? ', beside one that is nearly full' : '';
  const where = `in ${row.with} for ${row.creator} (${row.address})`;
  const text = `{is|are} made ${where}${beside}${ready}`;
  return line(row, text, { rules, crowd: '{is|are} made too' });
}

function phase(row: Row, scene: Scene): Told {
  switch (row.to) {
    case 'creating':
      return begun(row, scene);
    case 'ready':
      return row.rule === 'SHARE-6'
        ? rescued(row, scene)
        : line(row, '{is|are} ready', { tone: 'good' });
    case 'draining':
      return draining(row, scene);
    case 'available':
      return line(row, `{is|are} detached (type interface, available); ${ADDRESSES.detached}`);
    case 'deleted': {
      const who = row.rule === 'ENI-5' ? ' by hand' : '';
      return line(row, `{is|are} deleted${who}; ${ADDRESSES.deleted}`);
    }
    case 'failed':
      return line(row, `{is|are} given up before {it was|they were} ready; ${ADDRESSES.deleted}`, {
        tone: 'warn',
      });
    case 'stuck':
      return line(row, '{is|are} stuck: nobody deletes {it|them} any more', { tone: 'bad' });
    default:
      return line(row, `{goes|go} from ${row.from} to ${row.to}`);
  }
}

/** The version that took the pairing back tells of its share in a line of its own. */
function rescued(row: Row, scene: Scene): Told {
  const rules = absorb(scene, ({ note, subject }) => {
    return note === 'pairing.rescued' && subject === row.with;
  });
  const text = `{goes|go} back to work in ${row.with} before {it was|they were} detached`;
  return line(row, text, { tone: 'good', rules });
}

function draining(row: Row, scene: Scene): Told {
  if (row.rule === 'ENI-7')
    return line(row, '{drains: another one replaces it|drain: others replace them}');
  if (row.rule === 'CAP-5')
    return line(row, '{drains: an extra one, and|drain: extra ones, and} silent for long');
  const rules = absorb(scene, ({ note, subject }) => {
    return note === 'pairing.left' && subject === row.with;
  });
  const text = `{drains|drain}: nobody needs ${row.with} any more`;
  return line(row, text, { rules, crowd: '{drains|drain} too' });
}

/** A line about the version that takes pairings: all that it takes alike in this step. */
function holder(row: Row, scene: Scene, textOf: (pairings: string, untilMs: number) => string) {
  const alike = [row];
  const rules = absorb(scene, (other) => {
    const { note, rule, still } = other;
    const fits = note === row.note && other.with === row.with;
    if (!fits || rule !== row.rule || still !== row.still) return false;
    return alike.push(other) > 0;
  });
  const pairings = enumerated(alike.map(({ subject }) => subject).sort());
  const untilMs = Math.max(...alike.map((other) => other.untilMs ?? 0));
  return line(row, textOf(pairings, untilMs), { subject: row.with!, rules });
}

function joined(row: Row, scene: Scene): Told {
  return holder(row, scene, (pairings) => {
    const enis = pairings === row.subject ? 'the same ENI' : 'the same ENIs';
    return `{joins|join} ${pairings} and {waits|wait} for ${enis}`;
  });
}

function left(row: Row, scene: Scene): Told {
  const { still = '' } = row;
  const names = still.replace(/, (\d+ more)$/, ' and $1');
  const held = names === '' ? '' : `, still held by ${names}`;
  const told = holder(row, scene, (pairings) => `{leaves|leave} ${pairings}${held}`);
  return { ...told, crowd: `{leaves|leave} ${row.subject} too` };
}

function why({ code }: Row): string {
  return reasonText(code!);
}

/** Interfaces, pairings and what people do to the network. */
export const INTERFACE_TELLERS = {
  'eni.phase': phase,
  'eni.reapRefused': reapRefused,
  'eni.recreationPutOff': (row) =>
    line(row, `{is|are} not replaced now<|, %n times%until>: ${why(row)}`, {
      tone: 'warn',
      run: 'putOff',
    }),
  'connections.refused': (row) =>
    line(row, '{is|are} full: connections to {it|them} are refused', { tone: 'bad' }),
  'nat.full': (row) =>
    line(row, `{finds|find} NAT gateway ${row.with} full: connections are refused`, {
      tone: 'bad',
    }),
  'eni.scaleOutBlocked': (row) =>
    line(row, `{is|are} nearly full, and no other can be made<|, %n times%until>: ${why(row)}`, {
      tone: 'bad',
      run: 'blocked',
    }),
  'pairing.held': (row, scene) => {
    const verb = row.rule === 'SHARE-3' ? '{shares|share}' : '{takes|take}';
    return holder(row, scene, (pairings) => `${verb} ${pairings}`);
  },
  'pairing.joined': joined,
  'pairing.allocating': (row, scene) =>
    holder(row, scene, (pairings, untilMs) => {
      return `{waits|wait} for a share of ${pairings} until ${moment(untilMs)}`;
    }),
  'pairing.rescued': (row, scene) =>
    holder(row, scene, (pairings) => `{takes|take} ${pairings} back into use`),
  'pairing.left': left,
  'network.deleted': (row) => line(row, `{${row.to} is|${row.to}s are} deleted`),
  'role.changed': (row) => line(row, ROLE_CHANGE[row.to as keyof typeof ROLE_CHANGE](row.with!)),
  'role.seen': (row) => line(row, 'role: the change reaches Lambda'),
  'quota.set': (row) => line(row, `VPC quota is ${row.to} ENIs now`),
} as const satisfies Partial<Record<Row['note'], RowTeller>>;

function reapRefused(row: Row): Told {
  const denied = `may not be deleted by Lambda as ${row.with}${reasonIn(row)}`;
  const text = `${denied}: <it tries again|%n tries%until>`;
  return line(row, text, { tone: 'warn', run: 'reap' });
}

const DELETES: Partial<Record<Refusal, string>> = {
  subnetHasDependency: 'deleteSubnet',
  groupHasDependency: 'deleteSecurityGroup',
  vpcHasDependency: 'deleteVpc',
  eniInUse: 'deleteNetworkInterface',
};

/** Which statement of a policy decided, in parentheses. */
function reasonIn({ because }: Row): string {
  return because === undefined ? '' : ` (${literal(because)})`;
}

function retrying(row: Row, { memory }: Scene): Told {
  const [code = ''] = answerText(row.refusal!, {}).split(' ');
  const until = row.untilMs === undefined ? '' : ` until ${moment(row.untilMs)}`;
  const what = DELETES[row.refusal!] ?? 'the call';
  const text = `${what} is refused (${code}) and tried again${until}${inTheWay(row, memory)}`;
  return line(row, text, { tone: 'warn' });
}

function refused(row: Row, scene: Scene): Told {
  const answer = answerText(row.refusal!, row.args ?? {});
  const tries = (row.count ?? 1) > 1 ? ` ${row.count} times` : '';
  const why = reasonIn(row);
  const told = answered(answer, scene, inTheWay(row, scene.memory) + why);
  return line(row, `%action is refused${tries}: ${told}`, { tone: 'bad' });
}

/** Calls of the timeline that no other line covers. */
export const CALL_TELLERS = {
  'call.accepted': (row) => line(row, '%action is accepted'),
  'call.refused': refused,
  'call.retrying': retrying,
} as const satisfies Partial<Record<Row['note'], RowTeller>>;

const ROLE_CHANGE = {
  put: (policy: string) => `role: policy ${policy} is put in force`,
  removed: (policy: string) =>
    policy === 'all policies'
      ? 'role: all policies are removed'
      : `role: policy ${policy} is removed`,
  deleted: () => '{role is|roles are} deleted',
};
