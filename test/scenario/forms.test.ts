import { expect, test } from 'vitest';
import { MANAGED_POLICIES } from '../../src/evidence/managed-policies.ts';
import { PARAMETERS } from '../../src/evidence/parameters.ts';
import { formatIssue } from '../../src/scenario/issues.ts';
import { parseScenarioObject } from '../../src/scenario/parse.ts';
import type { ScenarioFile } from '../../src/scenario/schema.ts';
import type { Scenario } from '../../src/scenario/types.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const NETWORK: ScenarioFile['network'] = {
  vpcs: { v: null },
  subnets: { a: { vpc: 'v', cidr: '10.0.0.0/24' } },
  securityGroups: { w: { vpc: 'v' } },
};

function read(file: Partial<ScenarioFile>): Scenario {
  const whole = { name: 's', until: '10d', network: NETWORK, functions: { f: null }, ...file };
  const parsed = parseScenarioObject(whole, { file: 's.ts' });
  if (!parsed.ok) throw new Error(parsed.issues.map(formatIssue).join('\n'));
  return parsed.scenario;
}

type Spec = NonNullable<ScenarioFile['functions'][string]>;

const functionOf = (spec: Spec) => read({ functions: { f: spec } }).functions[0]!;
const actionOf = (action: NonNullable<ScenarioFile['timeline']>[number]) =>
  read({ timeline: [action], roles: { r: { policies: [] } } }).timeline.at(-1)!;

test('every law may be written', () => {
  const law = (duration: NonNullable<Spec['duration']>) => functionOf({ duration }).duration;
  expect(law('3m')).toEqual({ kind: 'constant', value: 180_000 });
  expect(law({ constant: '3m' })).toEqual({ kind: 'constant', value: 180_000 });
  expect(law({ uniform: { min: '1s', max: '2s' } })).toEqual({
    kind: 'uniform',
    min: 1_000,
    max: 2_000,
  });
  expect(law({ exponential: { mean: '1s', max: '5s' } })).toEqual({
    kind: 'exponential',
    mean: 1_000,
    max: 5_000,
  });
  expect(law({ lognormal: { median: '1s', sigma: 0.5 } })).toEqual({
    kind: 'lognormal',
    median: 1_000,
    sigma: 0.5,
  });
  expect(law({ gamma: { shape: 2, mean: '1s' } })).toEqual({
    kind: 'gamma',
    shape: 2,
    mean: 1_000,
  });
  expect(law({ weibull: { shape: 2, scale: '1s' } })).toEqual({
    kind: 'weibull',
    shape: 2,
    scale: 1_000,
  });
  expect(law({ empirical: ['1s', '2s'] })).toEqual({ kind: 'empirical', values: [1_000, 2_000] });
});

test('traffic is one phase, a list of phases, or steps of a rate', () => {
  const traffic = (given: NonNullable<Spec['traffic']>) => functionOf({ traffic: given }).traffic;
  const whole = { fromMs: 0, untilMs: 10 * DAY };
  expect(traffic({ rate: '1/s' })).toEqual([{ kind: 'rate', callsPerMs: 0.001, ...whole }]);
  expect(traffic({ every: '6h', until: '1d' })).toEqual([
    { kind: 'every', everyMs: 6 * HOUR, fromMs: 0, untilMs: DAY },
  ]);
  expect(traffic([{ rate: '0/s' }, { at: ['2d', '1h'] }])).toEqual([
    { kind: 'times', atMs: [HOUR, 2 * DAY], ...whole },
  ]);
  const steps = traffic([
    ['0d', '2/s'],
    ['1d', '0/s'],
    ['2d', '1/s'],
  ]);
  expect(steps).toEqual([
    { kind: 'rate', callsPerMs: 0.002, fromMs: 0, untilMs: DAY },
    { kind: 'rate', callsPerMs: 0.001, fromMs: 2 * DAY, untilMs: 10 * DAY },
  ]);
  expect(traffic([])).toEqual([]);
});

test('traffic without a beginning begins when its function is first created', () => {
  const timeline: ScenarioFile['timeline'] = [
    { at: '3h', create: 'f' },
    { at: '4h', delete: 'f' },
    { at: '5h', create: 'f' },
    { at: '6h', setTraffic: 'f:2', traffic: { rate: '1/s' } },
  ];
  const scenario = read({ functions: { f: { traffic: { rate: '1/s' } } }, timeline });
  expect(scenario.functions[0]!.traffic[0]!.fromMs).toBe(3 * HOUR);
  expect(scenario.timeline[3]).toMatchObject({
    target: { function: 'f', version: 2 },
    traffic: [{ fromMs: 6 * HOUR, untilMs: 10 * DAY }],
  });
});

test('each action becomes what the model reads', () => {
  const vpc = { subnets: ['a'], securityGroups: ['w'] };
  expect(actionOf({ at: '1h', update: 'f', vpc })).toMatchObject({
    vpc: { ...vpc, ipv6AllowedForDualStack: false },
    code: false,
    publish: false,
  });
  expect(actionOf({ at: '1h', update: 'f', vpc: { securityGroups: ['w'] } })).toMatchObject({
    vpc: { securityGroups: ['w'] },
  });
  expect(actionOf({ at: '1h', update: 'f', vpc: { subnets: ['a'] } })).not.toHaveProperty(
    'vpc.securityGroups',
  );
  expect(actionOf({ at: '1h', update: 'f', vpc: 'none' })).toMatchObject({ vpc: null });
  const coded = actionOf({ at: '1h', update: 'f', code: true, publish: true });
  expect(coded).toMatchObject({ vpc: 'keep', code: true, publish: true });
  expect(actionOf({ at: '1h', publish: 'f' })).toMatchObject({ action: 'publish', function: 'f' });
  expect(actionOf({ at: '1h', delete: 'f' })).toMatchObject({ version: null });
  expect(actionOf({ at: '1h', delete: 'f:3' })).toMatchObject({ function: 'f', version: 3 });
  expect(actionOf({ at: '1h', invoke: 'f:$LATEST', async: true, count: 7 })).toMatchObject({
    target: { function: 'f', version: 0 },
    async: true,
    count: 7,
  });
  expect(actionOf({ at: '1h', deleteVpc: 'v' })).toMatchObject({ vpc: 'v', retry: null });
  expect(actionOf({ at: '1h', deleteSubnet: 'a', retryFor: '45m' })).toMatchObject({
    retry: { everyMs: 10_000, forMs: 2_700_000 },
  });
  expect(
    actionOf({ at: '1h', deleteNetworkInterface: { subnet: 'a', securityGroups: ['w'] } }),
  ).toMatchObject({ action: 'deleteNetworkInterface', subnet: 'a', securityGroups: ['w'] });
  const byHand = { at: '1h', deleteNetworkInterface: { subnet: 'a', securityGroups: ['w'] } };
  expect(actionOf({ ...byHand, retryEvery: '30s', retryFor: '45m' })).toMatchObject({
    retry: { everyMs: 30_000, forMs: 2_700_000 },
  });
  expect(actionOf({ at: '1h', setQuota: { vpc: 'v', enis: 0 } })).toMatchObject({ enis: 0 });
  expect(actionOf({ at: '1h', deleteRolePolicy: 'r' })).toMatchObject({ role: 'r', name: null });
  const answer = { error: 'X', status: 409, text: 'y' };
  expect(actionOf({ at: '1h', deleteRole: 'r', expect: answer })).toMatchObject({ expect: answer });
});

test('policies are documents or managed names, and all get names', () => {
  const document = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
  };
  const list = read({
    roles: { r: { policies: [document, 'AWSLambdaVPCAccessExecutionRole:v2'] } },
  });
  const versions = MANAGED_POLICIES.AWSLambdaVPCAccessExecutionRole;
  expect(list.roles[0]!.policies).toEqual([
    { name: 'policy-1', document },
    { name: 'AWSLambdaVPCAccessExecutionRole', document: versions[1]!.document },
  ]);
  const map = read({ roles: { r: { policies: { own: 'AWSLambdaVPCAccessExecutionRole' } } } });
  expect(map.roles[0]!.policies).toEqual([{ name: 'own', document: versions.at(-1)!.document }]);
  expect(actionOf({ at: '1h', putRolePolicy: 'r', policy: document })).toMatchObject({
    name: 'inline',
    document,
  });
});

test('parameters take their own unit, an alternative, a choice, or off', () => {
  const { parameters } = read({
    parameters: {
      idleAfter: '1h',
      eniCreation: 'documented',
      connectionsPerEni: 'ports',
      scaleOutAt: 0.5,
      inactiveInvokeError: 'observed',
      releaseRole: 'last-user',
      deleteAbortsDetach: false,
      eniRecreation: 'off',
      ec2CallsPerSecond: null,
      reap: { uniform: { min: '1m', max: '2m' } },
    },
  });
  expect(parameters).toEqual({
    idleAfter: { kind: 'constant', value: HOUR },
    eniCreation: { kind: 'constant', value: 180_000 },
    connectionsPerEni: 64_512,
    scaleOutAt: 0.5,
    inactiveInvokeError: 'CodeArtifactUserPendingException',
    releaseRole: 'last-user',
    deleteAbortsDetach: false,
    eniRecreation: null,
    ec2CallsPerSecond: null,
    reap: { kind: 'uniform', min: 60_000, max: 120_000 },
  });
});

test('every alternative and choice of the evidence table can be chosen by its name', () => {
  for (const [name, entry] of Object.entries(PARAMETERS)) {
    const words = [...(entry.alternatives ?? []).map((a) => a.name), ...(entry.choices ?? [])];
    for (const word of words) {
      expect(read({ parameters: { [name]: word } }).parameters[name]).toBeDefined();
    }
  }
});

const exactly = (equals: number) => ({ min: null, max: null, equals });

test.each([0, 0.1, 1])('the jitter of operations may be %s', (operationJitter) => {
  expect(read({ parameters: { operationJitter } }).parameters).toEqual({ operationJitter });
});

test('expectations keep what they look at; `subnet` narrows `enis`', () => {
  const { expectations } = read({
    expect: [
      { at: '1d', enis: 1, subnet: 'a', securityGroups: ['w'], phase: 'ready' },
      { subnet: 'a', free: 250 },
      { enis: { min: 1, max: 2 } },
      { subnet: 'a', free: { min: 8 } },
      { subnet: 'a', free: { equals: 9 } },
      { function: 'f:2', state: 'absent' },
      { metric: 'subnet.a.peak', min: 1, max: 2 },
      { metric: 'vpc.v.peak', equals: 0 },
    ],
  });
  expect(expectations).toMatchObject([
    {
      kind: 'enis',
      atMs: DAY,
      count: exactly(1),
      subnet: 'a',
      securityGroups: ['w'],
      phase: 'ready',
    },
    { kind: 'subnet', atMs: null, subnet: 'a', free: exactly(250) },
    { kind: 'enis', count: { min: 1, max: 2, equals: null } },
    { kind: 'subnet', free: { min: 8, max: null, equals: null } },
    { kind: 'subnet', free: exactly(9) },
    { kind: 'function', target: { function: 'f', version: 2 }, state: 'absent' },
    { kind: 'metric', metric: 'subnet.a.peak', min: 1, max: 2, equals: null },
    { kind: 'metric', metric: 'vpc.v.peak', equals: 0 },
  ]);
});

test('what the simulated API answers is no issue: too many subnets, half a configuration', () => {
  const many = { subnets: Array(20).fill('a'), securityGroups: Array(6).fill('w') };
  expect(functionOf({ vpc: many }).vpc!.subnets).toHaveLength(20);
  expect(functionOf({ vpc: { subnets: ['a'], securityGroups: [] } }).vpc).not.toBeNull();
});
