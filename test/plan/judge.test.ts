/** What each limit says, word by word, on both sides of its boundaries (ADDR-3, LIMIT-1, LIMIT-2). */
import { describe, expect, test } from 'vitest';
import { UNKNOWN_VPC } from '../../src/plan/homes.ts';
import {
  acceptedLimits,
  LARGEST_SUBNET,
  listLimits,
  quotaLimits,
  rangeText,
  readLimits,
  roomLimits,
} from '../../src/plan/judge.ts';
import type { OpenList } from '../../src/plan/open-lists.ts';
import { exactly, NONE } from '../../src/plan/range.ts';
import type { Finding, Limit, PlannedUse, VpcUse } from '../../src/plan/types.ts';
import type { Issue } from '../../src/scenario/types.ts';
import { GIVEN, type Range, type UnknownFact } from '../../src/templates/types.ts';

const range = (least: number, most: number | null): Range => ({ least, most });

test.each<[Range, string]>([
  [exactly(1200), '1,200'],
  [range(1, 1200), '1 to 1,200'],
  [range(1200, null), 'at least 1,200'],
  [range(1, null), 'at least 1'],
  [range(0, null), 'any number'],
  [exactly(0), '0'],
])('the range %j', (given, says) => {
  expect(rangeText(given)).toBe(says);
});

const USE: PlannedUse = {
  ...{ id: 'A', vpc: 'Net', zone: null, cidr: '10.0.0.0/28', usable: 11, lambda: 2, isUsed: true },
  ...{ others: [], notCounted: [], mustBeFree: null },
  ...{ inUse: exactly(2), whileReplaced: exactly(4), othersAtPeak: NONE },
};
const NEEDS = 'subnet A needs 2 of 11 addresses';
const roomOf = (use: Partial<PlannedUse>): Limit | undefined => roomLimits([{ ...USE, ...use }])[0];
const other = (id: string, rest: Range, peak: Range) => ({ id, kind: 'thing', rest, peak });

describe('room in a subnet', () => {
  test.each<[string, Partial<PlannedUse>, Limit['now']['verdict'], string]>([
    ['enough', {}, 'yes', NEEDS],
    ['too much', { inUse: exactly(12) }, 'no', 'subnet A needs 12 of 11 addresses'],
    ['no size', { usable: null }, 'unknown', 'subnet A needs 2, and its size is not known'],
    [
      'more than any subnet has',
      { usable: null, inUse: exactly(LARGEST_SUBNET + 1) },
      'no',
      'subnet A needs 65,532 of 65,531 addresses',
    ],
    [
      'others that nobody counts',
      { notCounted: ['B', 'C'] },
      'unknown',
      `${NEEDS} beside those of B and C, which are not counted`,
    ],
    [
      'only those that grow are named',
      {
        others: [
          other('Still', NONE, NONE),
          other('Grows', NONE, exactly(1)),
          other('Open', NONE, range(0, null)),
        ],
        othersAtPeak: exactly(10),
      },
      'unknown',
      `${NEEDS}, and 2 to 12 while Grows and Open deploy or scale`,
    ],
    [
      'the only one that grows',
      { others: [other('Grows', NONE, exactly(1))], othersAtPeak: exactly(10) },
      'unknown',
      `${NEEDS}, and 2 to 12 while Grows deploys or scales`,
    ],
    [
      'what must be free and is not',
      { mustBeFree: { id: 'Balancer', addresses: 10 } },
      'unknown',
      `${NEEDS}, and Balancer asks for 10 free ones to be made or to scale`,
    ],
    ['what must be free and is', { mustBeFree: { id: 'Balancer', addresses: 9 } }, 'yes', NEEDS],
  ])('%s', (_, use, verdict, because) => {
    const now = roomOf(use)?.now;
    const needs = use.inUse ?? USE.inUse;
    expect(now).toEqual({ verdict, needs, because });
  });

  test('what grows replaces what it held, and a list that may mean the subnet counts too', () => {
    // Two of functions, one that a list may mean, three at rest of one that grows to eight.
    const others = [other('Grows', exactly(3), exactly(8))];
    const use = { others, othersAtPeak: exactly(8), inUse: range(5, 6) };
    expect(roomOf(use)?.now.verdict).toBe('yes');
    const grown = { others: [other('Grows', exactly(3), exactly(9))], othersAtPeak: exactly(9) };
    expect(roomOf({ ...use, ...grown })?.now).toMatchObject({
      verdict: 'unknown',
      because: 'subnet A needs 5 to 6 of 11 addresses, and 5 to 12 while Grows deploys or scales',
    });
  });

  test.each<[number, string, string]>([
    [7, 'yes', 'yes'],
    [8, 'yes', 'unknown'],
    [9, 'yes', 'unknown'],
    [10, 'unknown', 'unknown'],
  ])('others that grow to %i: today %s, while replaced %s', (peak, now, replaced) => {
    const limit = roomOf({ othersAtPeak: exactly(peak) });
    expect([limit?.now.verdict, limit?.whileReplaced.verdict]).toEqual([now, replaced]);
  });

  test('an unknown size is settled by telling it, a known one needs nothing', () => {
    expect(roomOf({ usable: null })).toMatchObject({
      ...{ kind: 'room', subject: 'A', has: null },
      settledBy: ['--subnet A=10.0.1.0/24,free=40'],
    });
    expect(roomOf({})).toMatchObject({ has: 11, settledBy: [] });
  });

  test('a subnet that Lambda does not use is not judged', () => {
    expect(roomLimits([{ ...USE, isUsed: false }])).toEqual([]);
  });
});

test('a list that is not known is told once, whoever uses it', () => {
  const list = (securityGroups: string[]): OpenList => {
    return { list: 'Ids', stack: '', isBesideKnown: false, securityGroups, subnetsMax: 16 };
  };
  const because = 'which subnets Ids names is not known';
  const now = { verdict: 'unknown', needs: null, because };
  expect(listLimits([list(['a']), list(['b'])])).toEqual([
    { kind: 'room', subject: 'Ids', has: null, now, whileReplaced: now, settledBy: [] },
  ]);
});

const vpc = (of: Partial<VpcUse>): VpcUse => ({
  ...{ id: 'Net', enis: 1, range: exactly(1), others: NONE },
  quotas: [{ name: 'ENIs', quota: 500, share: null, peakShare: null }],
  ...of,
});

describe('the quota of a VPC', () => {
  test.each<[string, Partial<VpcUse>, boolean, string, string]>([
    ['half of it', { range: exactly(250) }, true, 'yes', 'yes'],
    ['one more than half', { range: exactly(251) }, true, 'yes', 'no'],
    ['all of it', { range: exactly(500) }, true, 'yes', 'no'],
    ['one too many', { range: exactly(501) }, true, 'no', 'no'],
    ['perhaps one too many', { range: range(500, 501) }, true, 'unknown', 'no'],
    ['no bound', { range: range(1, null) }, true, 'unknown', 'unknown'],
    ['others count once', { range: exactly(200), others: exactly(100) }, true, 'yes', 'yes'],
    ['others fill it', { range: exactly(200), others: exactly(101) }, true, 'yes', 'no'],
    ['a known VPC', { range: exactly(501) }, false, 'no', 'no'],
    [
      'unknown VPCs, several',
      { id: UNKNOWN_VPC, range: exactly(501) },
      false,
      'unknown',
      'unknown',
    ],
    ['an unknown VPC, one', { id: UNKNOWN_VPC, range: exactly(501) }, true, 'no', 'no'],
  ])('%s', (_, of, isOneVpc, now, replaced) => {
    const [limit] = quotaLimits([vpc(of)], isOneVpc);
    expect([limit?.now.verdict, limit?.whileReplaced.verdict]).toEqual([now, replaced]);
  });

  test('says what it needs of what there is', () => {
    const [named, unknown] = quotaLimits([vpc({}), vpc({ id: UNKNOWN_VPC })], true);
    const needs = exactly(1);
    const now = { verdict: 'yes', needs, because: 'VPC Net needs 1 of 500 ENIs' };
    expect(named).toMatchObject({ kind: 'quota', subject: 'Net', has: 500, now, settledBy: [] });
    expect(named?.whileReplaced.needs).toEqual(exactly(2));
    expect(unknown?.now.because).toBe('the unknown VPC needs 1 of 500 ENIs');
  });

  test.each<[string, Partial<VpcUse>, number]>([
    ['nothing', { range: NONE }, 0],
    ['perhaps something', { range: range(0, 1) }, 1],
    ['only others', { range: NONE, others: exactly(1) }, 1],
  ])('a VPC that holds %s', (_, of, judged) => {
    expect(quotaLimits([vpc(of)], true)).toHaveLength(judged);
  });
});

const finding = (rule: string, severity: Finding['severity'] = 'error'): Finding =>
  ({
    ...{ id: 'role-unknown', rule, severity, subject: 'Fn', message: '', mend: '', where: null },
  }) as Finding;
const accepted = (verdict: string, subject: string, because: string) => {
  const now = { verdict, needs: null, because };
  return { kind: 'accepted', subject, has: null, now, whileReplaced: now, settledBy: [] };
};
const ALL_ACCEPTED = accepted('yes', '', 'AWS accepts every function');

describe('what AWS accepts', () => {
  test.each(['API-1', 'STATE-7', 'LIMIT-3', 'IAM-4', 'IAM-6'])('%s refuses', (rule) => {
    const because = `AWS refuses Fn as written (${rule})`;
    expect(acceptedLimits([finding(rule)], [], [])).toEqual([accepted('no', 'Fn', because)]);
    expect(acceptedLimits([finding(rule, 'warning')], [], [])).toEqual([ALL_ACCEPTED]);
  });

  test.each(['API-', 'XAPI-1', 'STATE-7x', 'XSTATE-7', 'LIMIT-2', 'IAM-5', 'IAM-6x'])(
    '%s does not',
    (rule) => {
      expect(acceptedLimits([finding(rule)], [], [])).toEqual([ALL_ACCEPTED]);
    },
  );

  test('one function that is refused twice is told once', () => {
    expect(acceptedLimits([finding('API-1'), finding('IAM-4')], [], [])).toHaveLength(1);
  });

  test('an attachment that is not known', () => {
    const because = 'whether Fn is attached to a VPC is not known';
    expect(acceptedLimits([], ['Fn'], [])).toEqual([accepted('unknown', 'Fn', because)]);
  });

  test.each([
    ['', []],
    ['--param A=b', ['--param A=b']],
  ])('a role that is not known, settled by %j', (mend, settledBy) => {
    const role: UnknownFact = { what: 'the role', path: 'net/Fn.Role', why: 'imported', mend };
    expect(acceptedLimits([], [], [role])).toEqual([
      {
        ...accepted('unknown', 'net/Fn', 'the role is not known: imported'),
        ...{ settledBy, finding: 'role-unknown' },
      },
    ]);
  });
});

const issue = (severity: Issue['severity'], file: string): Issue => ({
  ...{ severity, file, line: 1, column: 1, path: '', message: '' },
  ...{ expected: null, received: null, mend: null },
});
const unread = (subject: string, because: string, settledBy: string[]) => {
  const now = { verdict: 'unknown', needs: null, because };
  return { kind: 'read', subject, has: null, now, whileReplaced: now, settledBy };
};

describe('what could be read', () => {
  test.each<[string, Issue[], unknown[]]>([
    ['nothing is the matter', [], []],
    ['warnings', [issue('warning', 'a.yaml')], []],
    [
      'a parameter that is not used',
      [issue('error', GIVEN), issue('warning', GIVEN)],
      [unread('', 'what was given for a parameter is not used', [])],
    ],
    [
      'both',
      [issue('error', 'a.yaml'), issue('error', 'b.yaml'), issue('error', GIVEN)],
      [
        unread('', 'only what could be read is counted: 2 errors', []),
        unread('', 'what was given for a parameter is not used', []),
      ],
    ],
    [
      'an error',
      [issue('error', 'a.yaml'), issue('warning', 'a.yaml')],
      [unread('', 'only what could be read is counted: 1 error', [])],
    ],
  ])('%s', (_, issues, limits) => {
    expect(readLimits([], issues)).toEqual(limits);
  });

  test('a part that is missing, and nothing else that is unknown', () => {
    const fact = { what: 'x', path: 'x', why: 'x', mend: 'give it' };
    const because = 'what nested stack N needs is not known, as it is not here';
    expect(readLimits([fact, { ...fact, hides: 'nested stack N' }], [])).toEqual([
      unread('nested stack N', because, ['give it']),
    ]);
  });
});
