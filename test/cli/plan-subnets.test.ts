/** What settles the size of a subnet on the command line, and what is said of slips in it. */
import { describe, expect, test } from 'vitest';
import { call, folderWith } from './calls.ts';

const TEMPLATE = `Resources:
  F: { Type: AWS::Lambda::Function, Properties: { VpcConfig: { SubnetIds: [subnet-1, subnet-2], SecurityGroupIds: [sg-1] } } }
`;
const page = (id: string, more: object = {}) => ({
  Subnets: [
    {
      SubnetId: id,
      VpcId: 'vpc-1',
      AvailabilityZone: 'eu-west-1a',
      CidrBlock: '10.0.1.0/28',
      AvailableIpAddressCount: 3,
      ...more,
    },
  ],
});

const at = folderWith({
  'f.yaml': TEMPLATE,
  'one.json': JSON.stringify({
    Subnets: [
      ...page('subnet-1').Subnets,
      ...page('subnet-2').Subnets,
      ...page('subnet-3').Subnets,
    ],
  }),
  'pages.json': JSON.stringify([page('subnet-1'), page('subnet-2')]),
  'part.json': JSON.stringify(page('subnet-1')),
  'full.json': JSON.stringify([page('subnet-1'), page('subnet-2', { AvailableIpAddressCount: 0 })]),
  'text.json': 'SUBNETS\tsubnet-1',
  'other.json': '{ "Vpcs": [] }',
  'nameless.json': '{ "Subnets": [{ "CidrBlock": "10.0.0.0/24" }] }',
  'six.json': JSON.stringify([
    page('subnet-1'),
    page('subnet-2', { CidrBlock: undefined, AvailableIpAddressCount: undefined }),
  ]),
  'wide.json': JSON.stringify(page('subnet-1', { CidrBlock: '10.0.0.0/8' })),
});

async function planned(...more: string[]) {
  const { code, out, err } = await call(['plan', at('f.yaml'), ...more, '--format', 'json']);
  return { code, err, plan: out === '' ? null : JSON.parse(out) };
}

describe('sizes of subnets settle the answer', () => {
  test.each([
    ['nothing', [], 'unknown', 0],
    ['one of two', ['--subnet', 'subnet-1=10.0.1.0/24'], 'unknown', 0],
    [
      'both blocks',
      ['--subnet', 'subnet-1=10.0.1.0/24', '--subnet', 'subnet-2=10.0.2.0/28'],
      'yes',
      0,
    ],
    [
      'one that is full',
      ['--subnet', 'subnet-1=10.0.1.0/24', '--subnet', 'subnet-2=10.0.2.0/28,free=0'],
      'no',
      1,
    ],
    ['an answer of DescribeSubnets', ['--subnets', 'one.json'], 'yes', 0],
    ['several pages of it', ['--subnets', 'pages.json'], 'yes', 0],
    ['pages that lack one', ['--subnets', 'part.json'], 'unknown', 0],
    [
      'the rest by hand',
      ['--subnets', 'part.json', '--subnet', 'subnet-2=10.0.2.0/28,free=1'],
      'yes',
      0,
    ],
    [
      'what is given by hand counts',
      ['--subnets', 'pages.json', '--subnet', 'subnet-2=10.0.2.0/28,free=0'],
      'no',
      1,
    ],
    ['a full one', ['--subnets', 'full.json'], 'no', 1],
  ])('%s', async (_, given, verdict, code) => {
    const options = given.map((one) => (one.endsWith('.json') ? at(one) : one));
    const found = await planned(...options);
    expect([found.plan.answer.verdict, found.code]).toEqual([verdict, code]);
    expect(found.plan.fits).toBe({ yes: true, no: false, unknown: null }[verdict]);
  });

  test('a subnet with IPv6 alone has no block that could be shown', async () => {
    const { plan, code } = await planned('--subnets', at('six.json'));
    expect([plan.answer.verdict, code]).toEqual(['no', 1]);
    expect(plan.subnets).toMatchObject([{ id: 'subnet-1' }, { id: 'subnet-2', cidr: null }]);
    expect(plan.findings).toContainEqual(expect.objectContaining({ rule: 'API-4' }));
  });

  test('the VPC of the file is where they count', async () => {
    const { plan } = await planned('--subnets', at('one.json'));
    expect(plan.counts.enisByVpc).toEqual({ 'vpc-1': 2 });
  });

  test('the report can be made again', async () => {
    const { out } = await call(['plan', at('f.yaml'), '--subnets', at('one.json')]);
    expect(out).toContain('Yes, also while all groups are replaced at once.');
    await call(['plan', at('f.yaml'), '--subnets', at('one.json'), '--out', at('report')]);
    const { readFileSync } = await import('node:fs');
    expect(readFileSync(at('report/report.md'), 'utf8')).toContain(`--subnets ${at('one.json')}`);
  });
});

describe('slips are told in one line', () => {
  test.each([
    ['no block', ['--subnet', 'subnet-1'], 'write --subnet ID=10.0.1.0/24'],
    ['no number', ['--subnet', 'subnet-1=10.0.1.0/24,free=x'], 'write --subnet ID='],
    ['a block that is none', ['--subnet', 'subnet-1=10.0.1.300/24'], 'no IPv4 block'],
    ['a block too large', ['--subnet', 'subnet-1=10.0.0.0/15'], 'a /15; subnets are /16 to /28'],
    ['a block too small', ['--subnet', 'subnet-1=10.0.0.0/29'], 'a /29; subnets are /16 to /28'],
    ['more free than there is', ['--subnet', 'subnet-1=10.0.1.0/28,free=12'], '11 usable'],
    ['another subnet', ['--subnet', 'subnet-11=10.0.1.0/28'], 'did you mean `subnet-1`?'],
    ['a table', ['--subnets', 'text.json'], 'text.json:1:1: no JSON'],
    ['another answer', ['--subnets', 'other.json'], 'no answer of DescribeSubnets'],
    ['a subnet without its id', ['--subnets', 'nameless.json'], 'subnet 1: has no SubnetId'],
    ['a subnet of no size', ['--subnets', 'wide.json'], 'a /8; subnets are /16 to /28'],
    ['no file', ['--subnets', 'missing.json'], 'missing.json'],
  ])('%s', async (_, given, says) => {
    const options = given.map((one) => (one.endsWith('.json') ? at(one) : one));
    const { code, err } = await planned(...options);
    expect(code).toBe(2);
    expect(err).toContain(says);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });

  test('a block that the template gives is not overridden', async () => {
    const own = folderWith({
      'own.yaml': `Resources:
  A: { Type: AWS::EC2::Subnet, Properties: { VpcId: vpc-1, CidrBlock: 10.0.0.0/28 } }
  F: { Type: AWS::Lambda::Function, Properties: { VpcConfig: { SubnetIds: [!Ref A], SecurityGroupIds: [sg-1] } } }
`,
    });
    const planA = (block: string) => call(['plan', own('own.yaml'), '--subnet', `A=${block}`]);
    const { code, err } = await planA('10.0.1.0/24');
    expect(code).toBe(2);
    expect(err).toContain('--subnet A=10.0.1.0/24: the templates give it 10.0.0.0/28; write');
    expect((await planA('10.0.0.0/28,free=1')).code).toBe(0);
    expect((await planA('10.0.0.0/28,free=0')).code).toBe(1);
  });

  test('eleven free of a /28 are all of it', async () => {
    const { code } = await planned('--subnet', 'subnet-1=10.0.1.0/28,free=11');
    expect(code).toBe(0);
  });
});
