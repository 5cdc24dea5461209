import { describe, expect, test } from 'vitest';
import { call, folderWith } from './calls.ts';

/** A delete of a group that is tried for a while, and given up. */
const destroy = (retryFor: string) => `name: destroy
until: 4h
network:
  vpcs: { main: {} }
  subnets: { a: { vpc: main, cidr: 10.0.1.0/24 } }
  securityGroups: { s: { vpc: main } }
functions: { f: { vpc: { subnets: [a], securityGroups: [s] } } }
parameters: { detach: { uniform: { min: 5m, max: 10m } }, reap: 20m }
timeline:
  - { at: 1h, delete: f }
  - { at: 1h, deleteSecurityGroup: s, retryEvery: 10s, retryFor: ${retryFor}, expect: ok }
`;
const RETRY =
  '  - { at: 1h, deleteSecurityGroup: s, retryEvery: 10s, retryFor: 15m, expect: ok }\n';
const STACK = `Parameters: { Nets: { Type: CommaDelimitedList } }
Resources:
  Net: { Type: AWS::EC2::VPC }
  A: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Net, CidrBlock: 10.0.0.0/28 } }
  Web: { Type: AWS::EC2::SecurityGroup, Properties: { VpcId: !Ref Net } }
  Shop:
    Type: AWS::Lambda::Function
    Properties: { Role: !GetAtt Role.Arn, VpcConfig: { SubnetIds: !Ref Nets, SecurityGroupIds: [!Ref Web] } }
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }] }
      Policies: [{ PolicyName: p, PolicyDocument: { Statement: [{ Effect: Allow, Action: [ACTIONS], Resource: '*' }] } }]
`;
const KNOWN = STACK.replace(' !Ref Nets,', ' [!Ref A],');
const at = folderWith({
  'five.yaml': destroy('5m'),
  'hour.yaml': destroy('1h'),
  'teardown.yaml': destroy('5m').replace(RETRY.replace('15m', '5m'), '').replace('4h', '87m'),
  'open.yaml': STACK.replace('ACTIONS', "'ec2:*'"),
  'known.yaml': KNOWN.replace('ACTIONS', "'ec2:*'"),
  'stuck.yaml': KNOWN.replace('ACTIONS', "'ec2:Create*', 'ec2:Describe*', 'ec2:*Address*'"),
  'calls.yaml': `until: 40m
others: { traffic: { burst: 30, at: [35m] }, duration: 10s, connections: { perInvocation: 2 } }
parameters: { connectionsPerEni: 100, eniCreation: 1m, detach: 4m, reap: 10m }
`,
});
const FEW = ['--workers', '0', '--runs', '20'];
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');
const told = async (...argv: string[]) => {
  const { code, out, err } = await call([...argv, ...FEW]);
  expect(err).toBe('');
  return { code, out: flat(out) };
};

describe('a delete that ends refused', () => {
  test.each([
    ['five.yaml', 1, '1 action went unexpectedly'],
    ['hour.yaml', 0, 'ok'],
  ])('%s in run', async (file, code, says) => {
    const result = await call(['run', at(file)]);
    expect(result.code).toBe(code);
    expect(result.out).toContain(says);
  });

  test.each([
    ['five.yaml', '20 of 20 runs; 20 runs show only that it is over 84%'],
    ['hour.yaml', '0 of 20 runs; 20 runs cannot exclude 16%'],
  ])('%s in sweep', async (file, says) => {
    const { code, out } = await told('sweep', at(file), '--of', 'P(operations.failed > 0)');
    expect(code).toBe(0);
    expect(out).toContain(`P(operations.failed > 0): ${says} Brackets`);
    const coded = await told('sweep', at(file), '--of', 'P(operations.failed.DependencyViolation)');
    expect(coded.out).toContain(says);
  });

  test('in find: it takes as long as the slowest interface', async () => {
    const until = ['--until', 'P(operations.failed > 0) < 20%', '--step', '1m'];
    const vary = ['--vary', 'timeline.1.retryFor=5m..60m'];
    const { code, out } = await told('find', at('five.yaml'), ...vary, ...until);
    expect(code).toBe(0);
    // 20 minutes and 5 to 10 more: four of five are gone after 29.
    expect(out).toMatch(/^The smallest timeline\.1\.retryFor .* (is|seems to be) (29|30)m/);
  });

  test('in compare', async () => {
    const { out } = await told('compare', at('five.yaml'), at('hour.yaml'));
    expect(out).toMatch(/operations\.failed 1 0 -1 /);
  });
});

describe('what does not finish', () => {
  const of = ['--of', 'mean(stack.deletableAfter)'];

  test('has no mean in sensitivity, and no mean of the others beside it', async () => {
    const { code, out } = await told('sensitivity', at('teardown.yaml'), ...of);
    expect(code).toBe(0);
    expect(out).toMatch(/has no value: \d+ of 20 runs did not finish in 20 runs/);
    expect(out).not.toMatch(/Infinity|NaN/);
    expect(out).toContain('ask P(stack.deletableAfter > 1h)');
    const json = await call([
      'sensitivity',
      at('teardown.yaml'),
      ...of,
      ...FEW,
      '--format',
      'json',
    ]);
    const { base, bars } = JSON.parse(json.out);
    expect(base).toMatchObject({ value: null, low: null, high: null, runs: 20 });
    expect(base.unfinished).toBeGreaterThan(0);
    for (const { ends, swing } of bars) {
      for (const { difference } of ends) expect(difference.value).toBeNull();
      expect(swing).toBeNull();
    }
  });

  test('has no mean in sweep either, but a probability', async () => {
    const { out } = await told(
      'sweep',
      at('teardown.yaml'),
      ...of,
      '--of',
      'P(stack.deletableAfter)',
    );
    expect(out).toMatch(/mean\(stack\.deletableAfter\): \d+ of 20 runs did not finish P\(/);
    expect(out).toMatch(/P\(stack\.deletableAfter\): \d+% \(/);
  });
});

test('a quantile that 20 runs do not bear is not told', async () => {
  const quantiles = ['--of', 'p99(deploy.slowest)', '--of', 'p50(deploy.slowest)'];
  const { out } = await told('sweep', at('hour.yaml'), ...quantiles);
  expect(out).toMatch(/p99\(deploy\.slowest\): 20 runs are too few; at least \d/);
  expect(out).toMatch(/p50\(deploy\.slowest\): \d+m( \d+s)? \(/);
  const table = await told('sweep', at('hour.yaml'));
  expect(table.out).toContain('metric in runs mean min median max');
  expect(table.out).toContain('20 runs cannot exclude 16%');
});

describe('a plan of subnets of unknown room', () => {
  const plan = (...more: string[]) =>
    told('plan', at('open.yaml'), '--traffic', at('calls.yaml'), ...more);
  const nets = (value: string) => ['--param', `Nets=${value}`];

  test('tells nothing of when they are full', async () => {
    const argv = ['plan', at('open.yaml'), '--traffic', at('calls.yaml'), ...FEW];
    const { out } = await call([...argv, ...nets('subnet-1,A'), '--format', 'json']);
    const { traffic } = JSON.parse(out);
    expect(traffic.unknownRoom).toEqual(['subnet-1']);
    const named = [...traffic.summary.metrics, ...traffic.summary.series].map(({ name }) => name);
    expect(named).toContain('subnet.A.full');
    expect(named).toContain('subnet.A');
    expect(named.filter((name) => /^subnet\.subnet-1(\.full|\.fullAt|)$/.test(name))).toEqual([]);
    const grown = traffic.growth.headroom.map(({ metric }: { metric: string }) => metric);
    expect(grown.toSorted()).toEqual(['enis.scaledOut', 'subnet.A.full', 'vpc.Net.quotaReached']);
    expect(traffic.withTraffic).toEqual({
      verdict: 'unknown',
      fits: null,
      because: ['how much room there is in subnet-1 is not known'],
    });
    expect(out).not.toContain('65531');
  });

  test('says of which', async () => {
    const { out } = await plan(...nets('subnet-1,subnet-2'));
    expect(out).toContain(
      'With this traffic no quota of ENIs is reached: 0 of 20 runs; 20 runs cannot exclude 16%. ' +
        'Whether subnets subnet-1 and subnet-2 would be full cannot be said: their size, or what else is in them, is not known.',
    );
    expect(out).not.toMatch(/65,531|no subnet is full/);
  });

  test('does not answer what is asked of them', async () => {
    const asked = ['--sensitivity', 'P(subnet.subnet-1.full)', ...nets('subnet-1,A')];
    const argv = ['plan', at('open.yaml'), '--traffic', at('calls.yaml'), ...FEW, ...asked];
    const { code, err } = await call(argv);
    expect([code, err]).toEqual([
      2,
      expect.stringContaining('how much room subnet subnet-1 has is not known'),
    ]);
  });
});

describe('what a plan reports can be asked', () => {
  const asked = (file: string, measure: string) =>
    told('plan', at(file), '--traffic', at('calls.yaml'), '--sensitivity', measure);

  test.each([
    ['mean(stack.deletableAfter)', /mean\(stack\.deletableAfter\) is 14m in 20 runs/],
    ['P(subnet.A.full)', /P\(subnet\.A\.full\) is 0 of 20 runs; 20 runs cannot exclude 16% in/],
    ['mean(vpc.Net.peak)', /mean\(vpc\.Net\.peak\) is 1 in 20 runs/],
    ['P(function.Shop.activeAfter > 2m)', /activeAfter > 2m\) is 0 of 20 runs/],
  ])('%s', async (measure, says) => {
    expect((await asked('known.yaml', measure)).out).toMatch(says);
  });

  test('headroom too, which hangs on the assumed threshold', async () => {
    const { out } = await asked('known.yaml', 'headroom(enis.scaledOut)');
    expect(out).toMatch(/headroom\(enis\.scaledOut\) is 1\.4x \(1\.\d+x to 1\.\d+x\) in/);
    // 60 of 100 connections are open today: an ENI that is crowded from half on is so already.
    expect(out).toMatch(/scaleOutAt 1x/);
  });

  test.each([
    ['headroom(enis.peak)', 'nothing that may run out is called `enis.peak`'],
    ['headroom(subnet.B.full)', 'did you mean `subnet.A.full`'],
    ['p99(deploy.slowest)', 'P(deploy.slowest > ...) says as much about a tail'],
  ])('%s is no question', async (measure, says) => {
    const argv = ['plan', at('known.yaml'), '--traffic', at('calls.yaml'), ...FEW];
    const { code, err } = await call([...argv, '--sensitivity', measure]);
    expect([code, err]).toEqual([2, expect.stringContaining(says)]);
  });
});

describe('interfaces that no role may delete', () => {
  test('do not go by themselves, and no time is told', async () => {
    const { out } = await told('plan', at('stuck.yaml'), '--traffic', at('calls.yaml'));
    expect(out).toMatch(
      /not by itself\. Shop: With role `Role` Lambda may - functions were deleted/,
    );
    const argv = ['plan', at('stuck.yaml'), '--traffic', at('calls.yaml'), ...FEW];
    const { traffic } = JSON.parse((await call([...argv, '--format', 'json'])).out);
    expect(traffic).toMatchObject({ deletableAfter: null, takeDown: { asked: 0, runs: 0 } });
    const { code, err } = await call([...argv, '--sensitivity', 'mean(stack.deletableAfter)']);
    expect([code, err]).toEqual([2, expect.stringContaining('it never comes. Shop: With role')]);
  });

  test('while others go in their time', async () => {
    const { out } = await told('plan', at('known.yaml'), '--traffic', at('calls.yaml'));
    expect(out).toMatch(/no ENI is left after all functions were deleted 14m 14m/);
  });
});

describe('the answer without traffic', () => {
  const argv = ['plan', at('known.yaml'), '--traffic', at('calls.yaml'), '--workers', '0'];
  const atOnce = {
    onInterrupt: (listener: () => void) => {
      listener();
      return () => undefined;
    },
  };

  test('is there before the first run has ended', async () => {
    const { code, out } = await call([...argv, '--runs', '1000'], atOnce);
    expect(code).toBe(130);
    expect(out).toMatch(
      /Do they fit[^\n]*\nWithout traffic: yes[^\n]*\nToday: One function needs one ENI[^\n]*\n(While[^\n]*\n)?$/,
    );
  });

  test.each(['json', 'csv'])('stays in the one document that %s is', async (format) => {
    const { out } = await call([...argv, '--runs', '1000', '--format', format], atOnce);
    expect(out).toBe('');
  });

  test('is told once, before the answer of the runs', async () => {
    const { out } = await call([...argv, '--runs', '4']);
    expect(out.match(/Without traffic: yes/g)).toHaveLength(1);
    expect(flat(out)).toMatch(/Without traffic: yes.*? With this traffic .*What may run out/);
  });
});

test('headroom is an interval over the range of the assumed threshold, and says on what it rests', async () => {
  const argv = [
    'plan',
    at('known.yaml'),
    '--traffic',
    at('calls.yaml'),
    ...FEW,
    '--format',
    'json',
  ];
  const { traffic } = JSON.parse((await call(argv)).out);
  const [{ metric, factor, assumed }] = traffic.growth.headroom;
  expect(metric).toBe('enis.scaledOut');
  // 60 connections of 100 today: 80 at 1.33, 50 today already, and 100 at 1.67 times.
  expect(factor).toBeCloseTo(2 ** (7 / 16), 9);
  expect(assumed).toMatchObject({ parameter: 'scaleOutAt', value: 0.8 });
  expect(assumed.ends.map((end: { value: number }) => end.value)).toEqual([0.5, 1]);
  expect(assumed.ends[0].factor).toBe(1);
  expect(assumed.ends[1].factor).toBeCloseTo(2 ** (12 / 16), 9);
  expect(assumed.low).toBeNull();
  expect(assumed.high).toBeGreaterThanOrEqual(assumed.ends[1].factor);
});

describe('a wait that lies at the end of an assumed law', () => {
  const says = 'near 15m, where the assumed law of eniCreation ends: a bound of ours, not of AWS.';
  const calls = 'until: 40m\nothers: { traffic: { burst: 1, at: [35m] } }\n';
  const files = folderWith({
    'assumed.yaml': calls,
    'given.yaml': `${calls}parameters: { eniCreation: 14m }\n`,
    // One function for each of forty groups: the slowest of so many ENIs is slow.
    'many.json': JSON.stringify({
      Resources: {
        Net: { Type: 'AWS::EC2::VPC' },
        A: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: 'Net', CidrBlock: '10.0.0.0/24' } },
        ...Object.fromEntries(
          Array.from({ length: 40 }, (_, i) => {
            const groups = [{ Ref: `Group${i}` }];
            const vpc = { SubnetIds: [{ Ref: 'A' }], SecurityGroupIds: groups };
            const fn = { Type: 'AWS::Lambda::Function', Properties: { VpcConfig: vpc } };
            return [`Shop${i}`, fn];
          }),
        ),
        ...Object.fromEntries(
          Array.from({ length: 40 }, (_, i) => [`Group${i}`, { Type: 'AWS::EC2::SecurityGroup' }]),
        ),
      },
    }),
  });
  const plan = (traffic: string) => told('plan', files('many.json'), '--traffic', files(traffic));

  test('is told as such, and none is exactly there (TIME-2)', async () => {
    const { out } = await plan('assumed.yaml');
    expect(out).toContain(says);
    expect(out).toMatch(/all functions are Active 1\dm( \d+s)? \([^)]*\) 14m \d+s/);
  });

  test('is none where the law is given', async () => {
    expect((await plan('given.yaml')).out).not.toContain('where the assumed law');
  });
});
