import type { Refusal, Row } from '../model/types.ts';
import { answerText, reasonText } from './answers.ts';
import { moment } from './format.ts';
import { absorb, line, type RowTeller, type Scene, type Told } from './story-rows.ts';

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
  const text = `${row.address} {begins|begin} in ${row.with} for ${row.creator}${beside}${ready}`;
  return line(row, text, { rules, crowd: '{begins|begin} too' });
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
      return line(row, `goes from ${row.from} to ${row.to}`);
  }
}

/** The version that took the pairing back tells of its share in a line of its own. */
function rescued(row: Row, scene: Scene): Told {
  const rules = absorb(scene, ({ note, subject }) => {
    return note === 'pairing.rescued' && subject === row.with;
  });
  const text = `goes back to work in ${row.with} before it was detached`;
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

/** A line about the version that takes a pairing. */
function holder(row: Row, text: string): Told {
  return line(row, text, { subject: row.with! });
}

/** Interfaces, pairings and what people do to the network. */
export const INTERFACE_TELLERS = {
  'eni.phase': phase,
  'eni.reapRefused': reapRefused,
  'eni.recreationPutOff': (row) =>
    line(row, `{is|are} not replaced now: ${reasonText(row.code!)}`, {
      tone: 'warn',
      run: 'putOff',
    }),
  'eni.scaleOutBlocked': (row) =>
    line(row, `{is|are} nearly full, and no other can be made: ${reasonText(row.code!)}`, {
      tone: 'bad',
      run: 'blocked',
    }),
  'pairing.held': (row) => {
    const shares = row.rule === 'SHARE-3';
    return holder(row, `${shares ? '{shares|share}' : '{takes|take}'} ${row.subject}`);
  },
  'pairing.joined': (row) =>
    holder(row, `{joins|join} ${row.subject} and {waits|wait} for the same ENI`),
  'pairing.allocating': (row) =>
    holder(row, `{waits|wait} for a share of ${row.subject} until ${moment(row.untilMs!)}`),
  'pairing.rescued': (row) => holder(row, `{takes|take} ${row.subject} back into use`),
  'pairing.left': (row) => holder(row, `{leaves|leave} ${row.subject}`),
  'network.deleted': (row) => line(row, '%thing {is|are} deleted'),
  'role.changed': (row) => {
    const [verb] = row.to!.split(' ');
    return line(row, verb === 'deleted' ? 'role is deleted' : `role ${row.to}`);
  },
  'quota.set': (row) => line(row, `VPC quota is ${row.to} ENIs now`),
} as const satisfies Partial<Record<Row['note'], RowTeller>>;

function reapRefused(row: Row): Told {
  const text = `may not be deleted by Lambda as ${row.with}: <it tries again|%n tries%until>`;
  return line(row, text, { tone: 'warn', run: 'reap' });
}

const DELETES: Partial<Record<Refusal, string>> = {
  subnetHasDependency: 'deleteSubnet',
  groupHasDependency: 'deleteSecurityGroup',
  vpcHasDependency: 'deleteVpc',
};

function retrying(row: Row): Told {
  const [code = ''] = answerText(row.refusal!, {}).split(' ');
  const until = row.untilMs === undefined ? '' : ` until ${moment(row.untilMs)}`;
  const what = DELETES[row.refusal!] ?? 'the call';
  return line(row, `${what} is refused (${code}) and tried again${until}`, { tone: 'warn' });
}

function refused(row: Row): Told {
  const answer = answerText(row.refusal!, row.args ?? {});
  const tries = (row.count ?? 1) > 1 ? ` ${row.count} times` : '';
  return line(row, `%action is refused${tries}: ${answer}`, { tone: 'bad' });
}

/** Calls of the timeline that no other line covers. */
export const CALL_TELLERS = {
  'call.accepted': (row) => line(row, '%action is accepted'),
  'call.refused': refused,
  'call.retrying': retrying,
} as const satisfies Partial<Record<Row['note'], RowTeller>>;
