/**
 * The law of the verdict (ADDR-3): no if one limit says no, else unknown if one is unknown, else
 * yes; every limit has its boundary, with a test on both sides of it.
 */
import { describe, expect, test } from 'vitest';
import { fitsOf, headline, worstOf } from '../../src/plan/answer.ts';
import { LARGEST_SUBNET, quotaLimits, roomLimits } from '../../src/plan/judge.ts';
import { exactly, NONE } from '../../src/plan/range.ts';
import type { PlannedUse, Verdict, VpcUse } from '../../src/plan/types.ts';
import { usableIn } from '../../src/plan/use.ts';
import type { Range } from '../../src/templates/types.ts';
import { planned } from '../templates/planning.ts';

const all: Verdict[] = ['yes', 'unknown', 'no'];

test('the worst verdict counts, and fits is the same as true, false or null', () => {
  for (const [at, one] of all.entries()) {
    for (const [other, second] of all.entries()) {
      expect(worstOf([one, second])).toBe(all[Math.max(at, other)]);
    }
  }
  expect(worstOf([])).toBe('yes');
  expect(all.map(fitsOf)).toEqual([true, null, false]);
});

test.each<[Verdict, Verdict, string]>([
  ['yes', 'yes', 'Yes, also while all groups are replaced at once.'],
  ['yes', 'no', 'Yes, but not while all groups are replaced at once.'],
  ['yes', 'unknown', 'Yes; while all groups are replaced at once it is not known.'],
  ['unknown', 'no', 'Unknown, and no while all groups are replaced at once.'],
  ['unknown', 'unknown', 'Unknown.'],
  ['no', 'no', 'No.'],
])('today %s, while groups are replaced %s', (now, replaced, says) => {
  expect(headline(now, replaced)).toBe(says);
});

const range = (least: number, most: number | null): Range => ({ least, most });

const EMPTY: PlannedUse = {
  ...{ id: 'A', vpc: 'Net', zone: null, cidr: '10.0.0.0/28', usable: 11, lambda: 1, isUsed: true },
  ...{ others: [], notCounted: [], mustBeFree: null },
  ...{ inUse: exactly(1), whileReplaced: exactly(2), othersAtPeak: NONE },
};
const roomOf = (use: Partial<PlannedUse>): Verdict | undefined =>
  roomLimits([{ ...EMPTY, ...use }])[0]?.now.verdict;

describe('room in a subnet of 11 usable addresses (LIMIT-2)', () => {
  test.each<[string, Verdict, Partial<PlannedUse>]>([
    ['all of them', 'yes', { inUse: exactly(11) }],
    ['one more', 'no', { inUse: exactly(12) }],
    ['at most all of them', 'yes', { inUse: range(3, 11) }],
    ['perhaps one more', 'unknown', { inUse: range(11, 12) }],
    ['at least one more', 'no', { inUse: range(12, 13) }],
    ['at least some, and nobody knows how many at most', 'unknown', { inUse: range(1, null) }],
    ['at least one more, and perhaps any number', 'no', { inUse: range(12, null) }],
    ['others that grow to all that is left', 'yes', { othersAtPeak: exactly(10) }],
    ['others that grow beyond it', 'unknown', { othersAtPeak: exactly(11) }],
    ['others that grow without a bound', 'unknown', { othersAtPeak: range(1, null) }],
    ['8 that must be free, and are', 'yes', { inUse: exactly(3), mustBeFree: free(8) }],
    ['8 that must be free, of 7', 'unknown', { inUse: exactly(4), mustBeFree: free(8) }],
    ['something that is not counted', 'unknown', { notCounted: ['Db'] }],
    ['too many beside it', 'no', { inUse: exactly(12), notCounted: ['Db'] }],
  ])('%s: %s', (_, verdict, use) => expect(roomOf(use)).toBe(verdict));

  test('a size that is not known is no number; but no subnet is larger than a /16', () => {
    expect(LARGEST_SUBNET).toBe(usableIn('10.0.0.0/16'));
    const unsized = { cidr: null, usable: null };
    expect(roomOf({ ...unsized, inUse: exactly(LARGEST_SUBNET) })).toBe('unknown');
    expect(roomOf({ ...unsized, inUse: exactly(LARGEST_SUBNET + 1) })).toBe('no');
  });

  test('the room of subnets that Lambda does not use is not judged', () => {
    expect(roomLimits([{ ...EMPTY, isUsed: false, inUse: exactly(99) }])).toEqual([]);
  });

  test('a replacement is judged by old and new together', () => {
    const limit = (most: number) =>
      roomLimits([{ ...EMPTY, inUse: exactly(6), whileReplaced: exactly(most) }])[0]!;
    expect([limit(11).now.verdict, limit(11).whileReplaced.verdict]).toEqual(['yes', 'yes']);
    expect([limit(12).now.verdict, limit(12).whileReplaced.verdict]).toEqual(['yes', 'no']);
  });
});

function free(addresses: number) {
  return { id: 'Balancer', addresses };
}

describe('the quota of a VPC (LIMIT-1)', () => {
  const quotas = [{ name: 'today', quota: 500, share: null, peakShare: null }];
  const vpc = (of: Partial<VpcUse>): VpcUse => {
    return { id: 'Net', enis: null, range: NONE, others: NONE, quotas, ...of };
  };
  const judged = (of: Partial<VpcUse>, isOneVpc = true): Verdict[] => {
    const [limit] = quotaLimits([vpc(of)], isOneVpc);
    return [limit!.now.verdict, limit!.whileReplaced.verdict];
  };

  test.each<[string, Range, Range, Verdict[]]>([
    ['250 of functions', exactly(250), NONE, ['yes', 'yes']],
    ['251 of functions', exactly(251), NONE, ['yes', 'no']],
    ['500 of functions', exactly(500), NONE, ['yes', 'no']],
    ['501 of functions', exactly(501), NONE, ['no', 'no']],
    ['200 of functions, 100 of others', exactly(200), exactly(100), ['yes', 'yes']],
    ['200 of functions, 101 of others', exactly(200), exactly(101), ['yes', 'no']],
    ['1 to 250', range(1, 250), NONE, ['yes', 'yes']],
    ['1 to 251', range(1, 251), NONE, ['yes', 'unknown']],
    ['1 to 501', range(1, 501), NONE, ['unknown', 'unknown']],
    ['others without a bound', exactly(1), range(0, null), ['unknown', 'unknown']],
    ['501 to 600', range(501, 600), NONE, ['no', 'no']],
  ])('%s', (_, functions, others, verdicts) => {
    expect(judged({ range: functions, others })).toEqual(verdicts);
  });

  test('functions whose VPCs are not known may lie in several, unless they are linked', () => {
    expect(judged({ id: 'unknown', range: exactly(501) }, false)[0]).toBe('unknown');
    expect(judged({ id: 'unknown', range: exactly(501) }, true)[0]).toBe('no');
  });

  test('a VPC without an interface is not judged', () => {
    expect(quotaLimits([vpc({})], true)).toEqual([]);
  });
});

describe('what makes an answer unknown, and what is known all the same', () => {
  const FUNCTION = (subnets: string, groups = '[sg-1]') =>
    `  F: { Type: AWS::Lambda::Function, Properties: { VpcConfig: { SubnetIds: ${subnets}, SecurityGroupIds: ${groups} } } }`;

  test('a subnet from elsewhere: its size is asked for in words to paste', () => {
    const plan = planned(`Resources:\n${FUNCTION('[subnet-1, subnet-2]')}`);
    expect(plan.answer).toMatchObject({
      verdict: 'unknown',
      because: [
        '1 address is needed in each of 2 subnets whose size is not in the templates: subnet-1 and subnet-2.',
        'One function needs 2 ENIs; their VPC then holds 2 of 500 (0.4%).',
      ],
    });
    expect(plan.unknowns.map(({ mend }) => mend)).toEqual([
      '--subnet subnet-1=10.0.1.0/24,free=40',
      '--subnet subnet-2=10.0.1.0/24,free=40',
    ]);
    expect(plan.subnets.map(({ usable }) => usable)).toEqual([null, null]);
  });

  test('a list that is open: a range, and how it comes about', () => {
    const text = `Parameters: { Nets: { Type: List<AWS::EC2::Subnet::Id> } }\nResources:\n${FUNCTION('!Ref Nets')}`;
    const plan = planned(text);
    expect(plan.answer.verdict).toBe('unknown');
    expect(plan.counts.enisAtLeast).toBeNull();
    const formula = '1 for each subnet of Nets';
    expect(plan.counts.ranges['enisAtLeast']).toEqual({ least: 1, most: 16, formula });
    expect(plan.answer.because.join(' ')).toContain(`1 to 16 ENIs (${formula})`);
  });

  test('two sets of groups in one open list need two in each of its subnets', () => {
    const text = `Parameters: { Nets: { Type: List<AWS::EC2::Subnet::Id> } }\nResources:\n${FUNCTION('!Ref Nets')}\n${FUNCTION('!Ref Nets', '[sg-2]').replace('F:', 'G:')}`;
    const formula = '2 for each subnet of Nets';
    expect(planned(text).counts.ranges['enisAtLeast']).toEqual({ least: 2, most: 32, formula });
  });

  test('an id of another form is refused, one finding a function; what was meant is named', () => {
    const plan = planned(`Resources:
  A: { Type: AWS::EC2::Subnet, Properties: { CidrBlock: 10.0.0.0/24 } }
${FUNCTION('[PrivateA, PrivateB]')}`);
    expect(plan.answer.verdict).toBe('no');
    expect(plan.findings.filter(({ rule }) => rule === 'API-1')).toMatchObject([
      { severity: 'error', message: expect.stringContaining('`PrivateA`, `PrivateB`') },
    ]);
  });

  test('nothing is assumed where nothing is attached', () => {
    expect(planned('Resources: {}').assumes).toEqual([]);
    const codes = planned(`Resources:\n${FUNCTION('[subnet-1]')}`).assumes.map(({ code }) => code);
    expect(codes).toContain('default-quota');
    expect(codes).toContain('roles-elsewhere');
  });
});
