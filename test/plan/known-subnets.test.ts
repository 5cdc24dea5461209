/** What is told of subnets beside the templates settles their room, to the address. */
import { expect, test } from 'vitest';
import { type KnownSubnet, withSubnets } from '../../src/plan/known-subnets.ts';
import { planOf } from '../../src/plan/plan.ts';
import { readTemplates } from '../../src/templates/read.ts';

const TEXT = `Resources:
  F: { Type: AWS::Lambda::Function, Properties: { VpcConfig: { SubnetIds: [subnet-1], SecurityGroupIds: [sg-1] } } }
  G: { Type: AWS::Lambda::Function, Properties: { VpcConfig: { SubnetIds: [subnet-1], SecurityGroupIds: [sg-2] } } }`;
const sources = [{ name: 'main', files: [{ file: 'main.yaml', text: TEXT }] }];

function planWith(...known: Partial<KnownSubnet>[]) {
  const size = { id: 'subnet-1', cidr: '10.0.1.0/28', free: null, vpc: null, zone: null };
  const { estate } = readTemplates(sources);
  const all = known.map((one) => ({ ...size, hasIpv6: null, ...one }));
  const told = withSubnets(estate!, all);
  return { ...told, plan: planOf(told.estate, sources, []) };
}

test.each([
  [null, 'yes', 'yes', 'nothing-else-in-subnet'],
  [4, 'yes', 'yes', 'not-deployed-yet'],
  [3, 'yes', 'no', 'not-deployed-yet'],
  [2, 'yes', 'no', 'not-deployed-yet'],
  [1, 'no', 'no', 'not-deployed-yet'],
  [0, 'no', 'no', 'not-deployed-yet'],
])('of a /28 %s free: two ENIs fit: %s; old and new: %s', (free, now, replaced, code) => {
  const { plan } = planWith({ free });
  expect([plan.now.verdict, plan.whileReplaced.verdict]).toEqual([now, replaced]);
  expect(plan.assumes.map((one) => one.code)).toContain(code);
  expect(plan.unknowns).toEqual([]);
});

test('its VPC counts against the quota by its name', () => {
  expect(planWith({ vpc: 'vpc-1' }).plan.counts.enisByVpc).toEqual({ 'vpc-1': 2 });
});

test('a subnet that nothing names is told, and changes nothing', () => {
  const { unused, plan } = planWith({ id: 'subnet-9' });
  expect(unused).toEqual(['subnet-9']);
  expect(plan.answer.verdict).toBe('unknown');
});

test('what is not counted stays so, until somebody tells how much it takes', () => {
  const { estate } = readTemplates(sources);
  const where = { file: 'main.yaml', line: 1, column: 1 };
  const why = 'nobody knows how many addresses it takes';
  const stranger = { id: 'Db', where, type: 'AWS::New::Db', subnets: ['subnet-1'], why };
  const open = { ...estate!, notCounted: [stranger] };
  const size = { id: 'subnet-1', cidr: '10.0.1.0/28', vpc: null, zone: null, hasIpv6: null };
  const planWith = (free: number | null, uncounted: number | null) =>
    planOf(withSubnets(open, [{ ...size, free, uncounted }]).estate, sources, []);
  expect(planWith(11, null).answer.verdict).toBe('unknown');
  expect(planWith(11, null).unknowns.map(({ mend }) => mend)).toEqual([
    '--subnet subnet-1=10.0.1.0/28,uncounted=8',
  ]);
  expect(planWith(null, 9).answer.verdict).toBe('yes');
  expect(planWith(null, 10).answer.verdict).toBe('no');
  expect(planWith(5, 3).answer.verdict).toBe('yes');
  expect(planWith(5, 4).answer.verdict).toBe('no');
});
