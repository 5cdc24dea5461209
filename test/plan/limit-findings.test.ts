import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exitCodeOf } from '../../src/cli/exit-code.ts';
import { UNKNOWN_FINDINGS } from '../../src/findings/catalogue.ts';
import { limitFindings } from '../../src/plan/limit-findings.ts';
import type { Finding, Judged, Limit, Plan } from '../../src/plan/types.ts';
import { planned } from '../templates/planning.ts';

const limit = (
  kind: Limit['kind'],
  verdict: Judged['verdict'],
  settledBy: string[] = [],
): Limit => {
  const now = { verdict, needs: null, because: 'it is so' };
  return { kind, subject: 'S', has: null, now, whileReplaced: now, settledBy };
};
const error = (subject: string): Finding => {
  const said = { message: 'No.', mend: 'Mend it.', where: null };
  return { id: 'subnet-too-small', rule: 'LIMIT-2', severity: 'error', subject, ...said };
};
const found = (one: Limit, findings: Finding[] = []) =>
  limitFindings([one], findings, (id) => `t.yaml:${id}`).map(({ id, severity }) => [id, severity]);

describe('each limit is a finding where nothing tells it yet', () => {
  test.each([
    ['read', 'unknown', [['part-unknown', 'info']]],
    ['accepted', 'unknown', [['attachment-unknown', 'info']]],
    ['quota', 'unknown', [['quota-unknown', 'info']]],
    ['room', 'unknown', [['room-unknown', 'info']]],
    ['quota', 'no', [['quota-exceeded', 'error']]],
    ['room', 'no', [['subnet-too-small', 'error']]],
    // What AWS refuses is always a finding of its own.
    ['accepted', 'no', []],
    ['read', 'yes', []],
    ['accepted', 'yes', []],
    ['quota', 'yes', []],
    ['room', 'yes', []],
  ] as const)('%s, %s', (kind, verdict, expected) => {
    expect(found(limit(kind, verdict))).toEqual(expected);
  });

  test('a no that an error of the same subject tells is not told twice', () => {
    expect(found(limit('room', 'no'), [error('S')])).toEqual([]);
    expect(found(limit('room', 'no'), [error('T')])).toHaveLength(1);
    expect(found(limit('room', 'no'), [{ ...error('S'), severity: 'warning' }])).toHaveLength(1);
    expect(found(limit('room', 'unknown'), [error('S')])).toHaveLength(1);
  });

  test('with its place, and what settles it', () => {
    const [one] = limitFindings(
      [limit('room', 'unknown', ['--subnet S=10.0.1.0/24'])],
      [],
      () => 'a:1:1',
    );
    expect(one).toMatchObject({
      ...{ subject: 'S', message: 'It is so.', where: 'a:1:1' },
      mend: 'Settle it with `--subnet S=10.0.1.0/24`.',
    });
    const [other] = limitFindings(
      [limit('read', 'unknown', ['give a local path'])],
      [],
      () => null,
    );
    expect(other).toMatchObject({ mend: 'Give a local path.', where: null });
  });
});

test('more functions in a list of unknown length than the quota has ENIs: an error tells the no', () => {
  const functions = Array.from({ length: 501 }, (_, at) => {
    const config = `{ SubnetIds: !Ref Nets, SecurityGroupIds: [sg-0${at}] }`;
    return `  F${at}: { Type: AWS::Lambda::Function, Properties: { VpcConfig: ${config} } }\n`;
  });
  const plan = planned(
    `Parameters:\n  Nets: { Type: List<AWS::EC2::Subnet::Id> }\nResources:\n${functions.join('')}`,
  );
  const ofQuota = plan.limitFindings.filter(({ rule }) => rule === 'LIMIT-1');
  const expected = plan.answer.verdict === 'no' ? 'quota-exceeded' : 'quota-unknown';
  expect(ofQuota).toMatchObject([{ id: expected, where: 'main.yaml:4:3' }]);
});

/** Templates that fit, do not, or leave something open. */
const anyTemplate = fc
  .record({
    functions: fc.integer({ min: 0, max: 14 }),
    subnets: fc.constantFrom(
      ...['[!Ref A, !Ref B]', '[!Ref A]', '!Ref Nets', '[subnet-0a, subnet-0b]', '[]', '[odd]'],
      '!If [Odd, [!Ref A], [!Ref B]]',
    ),
    cidr: fc.constantFrom('10.0.1.0/28', '10.0.1.0/24', '!Ref Block'),
    more: fc.constantFrom(
      '',
      '  Inner: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: gone.yaml } }\n',
      '  G: { Type: AWS::Lambda::Function, Properties: { VpcConfig: !If [Odd, { SubnetIds: [!Ref A], SecurityGroupIds: [sg-0a] }, !Ref AWS::NoValue] } }\n',
    ),
  })
  .map(({ functions, subnets, cidr, more }) => {
    const each = Array.from({ length: functions }, (_, at) => {
      const config = `{ SubnetIds: ${subnets}, SecurityGroupIds: [sg-0${at}] }`;
      return `  F${at}: { Type: AWS::Lambda::Function, Properties: { VpcConfig: ${config} } }\n`;
    });
    return `Parameters:
  Nets: { Type: List<AWS::EC2::Subnet::Id> }
  Block: { Type: String }
  Stage: { Type: String }
Conditions:
  Odd: !Equals [!Ref Stage, odd]
Resources:
  A: { Type: AWS::EC2::Subnet, Properties: { VpcId: vpc-0a, CidrBlock: ${cidr}, AvailabilityZone: a } }
  B: { Type: AWS::EC2::Subnet, Properties: { VpcId: vpc-0a, CidrBlock: 10.0.2.0/24, AvailabilityZone: b } }
${each.join('')}${more}`;
  });

const codeOf = ({ answer, findings, limitFindings: more }: Plan, accept: 'all' | 'none') => {
  const accepted = accept === 'all' ? { reason: 'known', until: null } : null;
  const all = [...findings, ...more].map((one) => ({ ...one, accepted }));
  return exitCodeOf({ isBroken: false, findings: all, verdict: answer.verdict }, 'unknown');
};

test('the findings tell every verdict: a no has an error, an unknown what is not known', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(anyTemplate, (template) => {
      const plan = planned(template);
      const { verdict } = plan.answer;
      seen.add(verdict);
      const all = [...plan.findings, ...plan.limitFindings];
      const errors = all.filter(({ severity }) => severity === 'error');
      const open = all.filter(({ id }) => (UNKNOWN_FINDINGS as readonly string[]).includes(id));
      if (verdict === 'no') expect(errors).not.toEqual([]);
      if (verdict === 'unknown') expect(open).not.toEqual([]);
      if (verdict === 'yes') expect(open).toEqual([]);
      if (verdict !== 'yes') expect(codeOf(plan, 'none')).toBe(1);
      expect(codeOf(plan, 'all')).toBe(0);
      for (const { where, id } of all) if (id !== 'part-unknown') expect(where).not.toBeNull();
    }),
    { numRuns: 150 },
  );
  expect([...seen].sort()).toEqual(['no', 'unknown', 'yes']);
});
