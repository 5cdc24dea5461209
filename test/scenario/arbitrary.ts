import fc from 'fast-check';
import type { ScenarioFile } from '../../src/scenario/schema.ts';

type Action = NonNullable<ScenarioFile['timeline']>[number];
type Expectation = NonNullable<ScenarioFile['expect']>[number];
type Spec = NonNullable<ScenarioFile['functions'][string]>;
type Law = NonNullable<Spec['coldStart']>;
type Traffic = NonNullable<Spec['traffic']>;

const FUNCTIONS = ['f', 'g-2', 'h.x_y'] as const;

const time = fc
  .tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 23 }))
  .map(([days, hours]) => (days > 0 ? `${days}d ${hours}h` : `${hours}h`));
const span = fc
  .tuple(fc.integer({ min: 1, max: 99 }), fc.constantFrom('ms', 's', 'm', 'h'))
  .map(([amount, unit]) => `${amount}${unit}`);
const rate = fc
  .tuple(fc.integer({ min: 0, max: 99 }), fc.constantFrom('s', 'min', 'h', 'd'))
  .map(([amount, unit]) => `${amount}/${unit}`);

const law: fc.Arbitrary<Law> = fc.oneof(
  span,
  fc.record({ constant: span }),
  fc.record({ exponential: fc.record({ mean: span }) }),
  span.map((median) => ({ lognormal: { median, sigma: 0.5, max: '30h' } })),
  span.map((min) => ({ uniform: { min, max: '100h' } })),
  fc.record({ gamma: fc.record({ shape: fc.constantFrom(0.5, 3), mean: span }) }),
  fc.record({ weibull: fc.record({ shape: fc.constantFrom(0.5, 3), scale: span }) }),
  fc.record({ empirical: fc.array(span, { minLength: 1, maxLength: 5 }) }),
);

const NOT_EMPTY = { minKeys: 1, noNullPrototype: true };

const phase = fc.oneof(
  fc.record({ rate }),
  rate.map((r) => ({ rate: r, from: '1h', until: '9d' })),
  fc.record({ every: span }),
  fc.record({ at: fc.array(time, { maxLength: 5 }) }),
  fc.record({ burst: fc.integer({ min: 1, max: 9 }), at: fc.array(time, { maxLength: 3 }) }),
  fc.record({ ramp: fc.record({ from: rate, to: rate }) }),
  fc.record({ perMinute: fc.array(fc.nat(9), { maxLength: 5 }), from: time }),
  fc.record({ daily: fc.dictionary(fc.constantFrom('00:00', '08:30', '23:59'), rate, NOT_EMPTY) }),
  fc.record({ weekly: fc.dictionary(fc.constantFrom('Mon 00:00', 'Sun 12:00'), rate, NOT_EMPTY) }),
);

const traffic: fc.Arbitrary<Traffic> = fc.oneof(
  phase,
  fc.array(phase, { maxLength: 3 }),
  rate.map(
    (r): Traffic => [
      ['0d', r],
      ['1d', '0/s'],
    ],
  ),
);

const vpc = fc.oneof(
  fc.constant('none' as const),
  fc.record({
    subnets: fc.array(fc.constantFrom('a', 'b'), { maxLength: 4 }),
    securityGroups: fc.array(fc.constantFrom('w', 'x'), { maxLength: 4 }),
  }),
);

const vpcChange = fc.oneof(
  vpc,
  fc.record({ subnets: fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 }) }),
  fc.record({ securityGroups: fc.array(fc.constantFrom('w', 'x'), { maxLength: 2 }) }),
);

const count = fc.integer({ min: 0, max: 5 });

const spec: fc.Arbitrary<Spec | null> = fc.option(
  fc.record(
    {
      vpc,
      role: fc.constant('r'),
      traffic,
      duration: law,
      connections: fc.record(
        { perEnvironment: count, perInvocation: count, hold: law },
        { requiredKeys: [] },
      ),
      concurrency: count,
    },
    { requiredKeys: [] },
  ),
);

const target = fc
  .tuple(fc.constantFrom(...FUNCTIONS), fc.constantFrom('', ':1', ':7', ':$LATEST'))
  .map(([name, version]) => `${name}${version}`);
const plain = fc.constantFrom(...FUNCTIONS);
const roled = fc.constant('worker');
const caller = fc.constantFrom('dev', 'ops');
const api = fc.constantFrom('ec2:CreateNetworkInterface', 's3:GetObject');
const answer = fc.constantFrom('ok' as const, { error: 'X' }, { error: 'X', status: 409 });

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ at: time, update: plain, vpc: vpcChange, expect: answer }),
  fc.record({ at: time, update: plain, code: fc.constant(true), publish: fc.boolean() }),
  fc.record({ at: time, update: plain, settings: fc.constant(true), revisionIdAt: time, caller }),
  fc.record({ at: time, callFromCode: roled, action: api, expect: answer }),
  fc.record({ at: time, publish: plain, caller }),
  fc.record({ at: time, delete: plain }),
  fc.record({ at: time, invoke: target, async: fc.boolean(), expect: answer }),
  time.map((at) => ({ at, setTraffic: 'f', traffic: { rate: '1/s' } })),
  fc.record({ at: time, deleteSubnet: fc.constantFrom('a', 'b'), retryFor: span }),
  fc.record({ at: time, deleteSecurityGroup: fc.constant('w'), expect: answer }),
  fc.record({ at: time, deleteVpc: fc.constant('v'), retryEvery: span, retryFor: span }),
  fc.record({ at: time, retryFor: span }).map((when) => ({
    ...when,
    deleteNetworkInterface: { subnet: 'a', securityGroups: ['x', 'w'] },
  })),
  time.map((at) => ({
    at,
    putRolePolicy: 'r',
    policy: { Statement: [{ Effect: 'Allow', Action: 'ec2:*', Resource: '*' }] },
    name: 'own',
  })),
  fc.record({ at: time, deleteRolePolicy: fc.constant('r') }),
  fc.record({ at: time, deleteRole: fc.constant('r') }),
  time.map((at) => ({ at, setQuota: { vpc: 'v', enis: 3 } })),
);

const expectation: fc.Arbitrary<Expectation> = fc.oneof(
  fc.record({ at: time, function: target, state: fc.constantFrom('Active' as const, 'absent') }),
  fc.record({ enis: fc.record({ max: count }), at: time }),
  fc.record({ enis: count, phase: fc.constantFrom('ready' as const, 'stuck') }),
  fc.record({ at: time, subnet: fc.constantFrom('a', 'b'), free: count }),
  fc.record({ metric: fc.constantFrom('enis.peak', 'subnet.b.peak', 'vpc.v.peak'), max: count }),
);

const document = { Statement: [{ Effect: 'Allow', Action: 'ec2:*', Resource: '*' }] };

/** Scenario files that are right by construction. */
export const anyFile: fc.Arbitrary<ScenarioFile> = fc.record(
  {
    name: fc.stringMatching(/^[A-Za-z0-9_.-]{1,20}$/).filter((name) => !(name in {})),
    why: fc.constant('Because: it should, be read.'),
    profile: fc.constantFrom('seed' as const, 'current'),
    until: fc.constant('10d'),
    seed: fc.oneof(fc.integer(), fc.stringMatching(/^[a-z0-9:# -]{1,9}$/)),
    network: fc.constant({
      vpcs: { v: { cidr: '10.0.0.0/16', tenancy: 'default' as const } },
      subnets: {
        a: { vpc: 'v', cidr: '10.0.0.0/24', ipv6Cidr: '2001:db8::/64' },
        b: { vpc: 'v', cidr: '10.0.1.0/28', taken: 11 },
      },
      securityGroups: { w: { vpc: 'v' }, x: { vpc: 'v' } },
    }),
    roles: fc.constant({ r: { policies: ['AWSLambdaVPCAccessExecutionRole'] } }),
    callers: fc.constant({
      dev: { policies: [document], boundary: document },
      ops: { policies: { own: document, more: 'AWSLambdaENIManagementAccess:v2' } },
    }),
    scps: fc.constantFrom([document], { limit: document }),
    account: fc.constantFrom({ id: '123456789012' }, { region: 'eu-central-1' }),
    functions: fc.record({
      f: spec,
      'g-2': spec,
      'h.x_y': spec,
      worker: fc.constant({ role: 'r' }),
    }),
    timeline: fc.array(action, { maxLength: 8 }),
    expect: fc.array(expectation, { maxLength: 5 }),
    parameters: fc.record({ reap: law, scaleOutAt: fc.constant(0.7) }, { requiredKeys: [] }),
  },
  { requiredKeys: ['name', 'until', 'network', 'roles', 'callers', 'functions'] },
);
