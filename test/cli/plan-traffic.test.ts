import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { call, folderWith } from './calls.ts';

const TIGHT = `Resources:
  Net: { Type: AWS::EC2::VPC }
  A: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Net, CidrBlock: 10.0.0.0/28 } }
  Web: { Type: AWS::EC2::SecurityGroup, Properties: { VpcId: !Ref Net } }
  Shop:
    Type: AWS::Lambda::Function
    Properties: { VpcConfig: { SubnetIds: [!Ref A], SecurityGroupIds: [!Ref Web] } }
`;
/** 100 connections to an ENI: a burst of 30 calls with two each fills 60 of them. */
const CALLS = `until: 40m
functions:
  Shop: { traffic: { burst: 30, at: [35m] }, duration: 10s, connections: { perInvocation: 2 } }
parameters: { connectionsPerEni: 100, scaleOutAt: 0.8, eniCreation: 1m, detach: 4m, reap: 10m }
`;
const at = folderWith({
  'tight.yaml': TIGHT,
  'calls.yaml': CALLS,
  'busy.yaml': 'until: 40m\nothers: { traffic: { rate: 200/s, from: 30m }, duration: 10s }\n',
  'silent.yaml': 'until: 1h',
  'wrong.yaml': CALLS.replace('Shop:', 'Shopp:'),
  'public.yaml': `${TIGHT}
  Gate: { Type: AWS::EC2::InternetGateway }
  Table: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Net } }
  Out: { Type: AWS::EC2::Route, Properties: { RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gate } }
  On: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref A, RouteTableId: !Ref Table } }
`,
  'bank.yaml': CALLS.replace(
    'duration',
    'destinations: { bank: { internet: anywhere } }, duration',
  ),
  'none.yaml': 'Resources: { F: { Type: AWS::Lambda::Function } }',
  'broken.yaml': TIGHT.replace('10.0.0.0/28', '!Nope x'),
});
const FEW = ['--workers', '0', '--runs', '4'];
const plan = (name: string, calls: string, ...more: string[]) =>
  call(['plan', at(name), '--traffic', at(calls), ...FEW, ...more]);

test('traffic adds probabilities, peaks, waits and headroom to the plan', async () => {
  const { code, out, err } = await plan('tight.yaml', 'calls.yaml', '--format', 'json');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const { counts, traffic } = JSON.parse(out);
  expect(counts.enisAtLeast).toBe(1);
  const metric = (name: string) =>
    traffic.summary.metrics.find((one: { name: string }) => one.name === name);
  expect(metric('vpc.Net.peak').mean.value).toBe(1);
  expect(metric('subnet.A.full').happened.value).toBe(0);
  expect(metric('deploy.slowest').mean.value).toBe(60_000);
  expect(traffic.deletableAfter.mean.value).toBe(14 * 60_000);
  // 80 of 100 connections scale out: 40 calls, at 1.3 times the traffic.
  const [first] = traffic.growth.headroom;
  expect(first.metric).toBe('enis.scaledOut');
  expect(first.factor).toBeCloseTo(2 ** (7 / 16), 9);
  // The threshold is given here: nothing of it is assumed.
  expect(traffic.answer).toContain(
    "A second ENI is added at 1.4x today's traffic (95 % interval 1.",
  );
  expect(traffic.summary.series[0].mean.length).toBeGreaterThan(50);
});

test('--out writes the three reports, and the same numbers again with the same command', async () => {
  const folder = at('out');
  const one = await plan('tight.yaml', 'calls.yaml', '--out', folder, '--seed', 's');
  expect(one.code).toBe(0);
  expect(one.out).toContain(`The report is ${join(folder, 'report.html')}`);
  const files = readdirSync(folder).sort();
  expect(files).toEqual(['plan.json', 'report.html', 'report.md', 'runs.ndjson']);
  const text = (name: string) => readFileSync(join(folder, name), 'utf8');
  for (const name of ['report.md', 'report.html']) {
    expect(text(name)).toContain(`--traffic ${at('calls.yaml')} --runs 4 --seed s`);
    expect(text(name)).toContain('What may run out');
  }
  const before = text('plan.json');
  await plan('tight.yaml', 'calls.yaml', '--out', folder, '--seed', 's', '--resume');
  expect(text('plan.json')).toBe(before);
});

test('the command of a report makes the same report, byte for byte', async () => {
  const folders = [at('first'), at('second')];
  const asked = ['--seed', 's 1', '--profile', 'current', '--sensitivity', 'P(enis.scaledOut)'];
  await plan('tight.yaml', 'calls.yaml', ...asked, '--out', folders[0]!);
  const text = (folder: string, name: string) => readFileSync(join(folder, name), 'utf8');
  const [, line = ''] = /^ {4}(hyperplane .*)$/m.exec(text(folders[0]!, 'report.md')) ?? [];
  expect(line).toContain("--seed 's 1' --profile current --sensitivity");
  const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, inQuotes, plain]) => {
    return inQuotes ?? plain!;
  });
  const again = await call([...words.slice(1), '--workers', '0', '--out', folders[1]!]);
  expect(again).toMatchObject({ code: 0, err: '' });
  for (const name of ['plan.json', 'report.html', 'report.md']) {
    expect(text(folders[1]!, name)).toBe(text(folders[0]!, name));
  }
  expect(JSON.parse(text(folders[0]!, 'plan.json')).traffic.summary).toMatchObject({
    seed: 's 1',
    profile: 'current',
    runs: 4,
  });
});

test('calls that fail in every run are told first, and no "Yes" stands beside them', async () => {
  for (const more of [[], ['--out', at('busy')]]) {
    const { out } = await plan('tight.yaml', 'busy.yaml', ...more);
    const flat = out.replaceAll(/\s+/g, ' ');
    expect(flat).toContain('quotas? Without traffic: yes, also while all');
    expect(flat).toContain('. No, with this traffic. With this traffic, in 4 of 4 runs');
    const throttled = 'With this traffic, in 4 of 4 runs calls are throttled (TooManyRequests';
    expect(flat).toContain(throttled);
    const [, share] = /at its limit\), ([\d.]+)% of all calls\. No quota of ENIs/.exec(flat) ?? [];
    // 2,000 calls would run at once, and 1,000 may.
    expect(Number(share)).toBeGreaterThan(40);
    expect(Number(share)).toBeLessThan(60);
  }
});

test('a traffic file that calls nobody is warned of', async () => {
  const { code, err } = await plan('tight.yaml', 'silent.yaml');
  expect(code).toBe(0);
  expect(err).toMatch(/silent\.yaml: warning: it calls no function/);
});

test('--sensitivity ranks the guesses', async () => {
  const asked = ['--sensitivity', 'mean(deploy.slowest)', '--format', 'json'];
  const { out } = await plan('tight.yaml', 'calls.yaml', ...asked);
  const { sensitivity } = JSON.parse(out).traffic;
  expect(sensitivity.measure).toBe('mean(deploy.slowest)');
  expect(sensitivity.bars.length).toBeGreaterThan(3);
});

test.each([
  [
    'a function that is not there',
    'tight.yaml',
    'wrong.yaml',
    [],
    /wrong\.yaml:3:3 .*Shopp.*did you mean `Shop`/s,
  ],
  ['a file that is not there', 'tight.yaml', 'nowhere.yaml', [], /nowhere\.yaml: cannot be read/],
  ['no function in a VPC', 'none.yaml', 'calls.yaml', [], /no function `Shop`/],
  ['a broken template', 'broken.yaml', 'calls.yaml', [], /broken\.yaml:\d/],
  ['a measure that is none', 'tight.yaml', 'calls.yaml', ['--sensitivity', 'mean(x)'], /no metric/],
])('%s is told, and nothing is written', async (name, template, calls, more, says) => {
  const folder = at(`none-${name.replaceAll(' ', '-')}`);
  const { code, err } = await plan(template, calls, '--out', folder, ...more);
  expect(code).toBe(2);
  expect(err).toMatch(says);
  expect(existsSync(folder)).toBe(false);
});

test('a scenario is run as it is written, if it has traffic of its own', async () => {
  const planned = async (name: string) => {
    const { out } = await call(['plan', `scenarios/${name}.yaml`, ...FEW, '--format', 'json']);
    return JSON.parse(out).traffic;
  };
  expect((await planned('subnet-exhausted')).summary.scenario).toBe('subnet-exhausted');
  expect(await planned('share-one-pairing')).toBeUndefined();
});

test('--runs 0 only counts, also of a scenario that has traffic', async () => {
  const argv = ['plan', 'scenarios/subnet-exhausted.yaml', '--runs', '0', '--format', 'json'];
  expect(JSON.parse((await call(argv)).out).traffic).toBeUndefined();
});

test('--format csv gives every table, a line for each cell', async () => {
  const { code, out } = await plan('tight.yaml', 'calls.yaml', '--format', 'csv');
  expect(code).toBe(0);
  const lines = out.split('\r\n');
  expect(lines[0]).toBe('table,row,column,value');
  expect(lines).toContain('What may run out,1,what,a second ENI is added');
  expect(lines).toContain('Addresses by subnet,1,usable,11');
});

test('destinations that the templates do not let functions reach fail, with the reason (NET-2)', async () => {
  const { out } = await plan('public.yaml', 'bank.yaml');
  const text = out.replaceAll(/\s+/g, ' ');
  expect(text).toContain('what they connect to (ConnectTimeout), 100% of all calls.');
  expect(text).toContain('`Shop` cannot reach `bank`, so its calls run into their timeout');
  expect(text).toContain('calls whose code got no connection 4 of 4 runs; 4 runs show only');
  const open = (await plan('tight.yaml', 'bank.yaml')).out.replaceAll(/\s+/g, ' ');
  expect(open).toContain('Shop is taken to reach bank: the way from A is not in the templates.');
  expect(open).not.toContain('time out');
});
