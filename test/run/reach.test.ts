import { expect, test } from 'vitest';
import { findingsOf } from '../../src/findings/findings.ts';
import { checkDeterminism } from '../../src/run/determinism.ts';
import type { FunctionResult } from '../../src/run/result.ts';
import { simulate } from '../../src/run/simulate.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import type { Fidelity, Scenario } from '../../src/scenario/types.ts';

/** `a` is closed, `b` has half of its answers blocked, `n` reaches the internet. */
function scenario(functions: string, rest = ''): Scenario {
  const parsed = parseScenario(
    `name: t
until: 2d
network:
  vpcs: { main: { internetGateway: true } }
  subnets:
    a: { vpc: main, cidr: 10.0.1.0/24 }
    b: { vpc: main, cidr: 10.0.2.0/24, acl: half }
    n: { vpc: main, cidr: 10.0.3.0/24, routes: [{ to: 0.0.0.0/0, via: nat }] }
    p: { vpc: main, cidr: 10.0.4.0/24, routes: [{ to: 0.0.0.0/0, via: internetGateway }] }
  natGateways: { nat: { subnet: p } }
  networkAcls:
    half: { inbound: [{ rule: 1, allow: tcp, ports: 1024-33279 }], outbound: [{ rule: 1, allow: all }] }
  securityGroups: { web: { vpc: main } }
parameters: { eniCreation: 2m, eniAllocation: 5s, detachUpdate: 1m }
functions:
${functions}${rest}`,
    { file: 't.yaml' },
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues, null, 2));
  return parsed.scenario;
}

const IN_A = 'vpc: { subnets: [a], securityGroups: [web] }';
const IN_B = 'vpc: { subnets: [b], securityGroups: [web] }';
const IN_N = 'vpc: { subnets: [n], securityGroups: [web] }';
const DB = 'db: { subnet: a, port: 5432 }';
const NET = 'net: { internet: anywhere }';

function run(of: Scenario, fidelity: Fidelity = 'auto', seed?: string): FunctionResult[] {
  return simulate(of, { fidelity, ...(seed === undefined ? {} : { seed }) }).functions;
}

test('calls that reach nothing of what they need all fail, with the reason (NET-2)', () => {
  const traffic = 'traffic: { every: 1m, from: 1h, until: 2h }';
  const [f] = run(scenario(`  f: { ${IN_A}, ${traffic}, destinations: { ${DB}, ${NET} } }\n`));
  expect(f!.invocations).toEqual({ attempted: 60, succeeded: 0, failed: { ConnectTimeout: 60 } });
  expect(f!.unreachable).toEqual([
    {
      name: 'net',
      share: 0,
      rule: 'NET-1',
      reason: 'subnet `a` has no route to the internet',
      failed: 60,
    },
  ]);
});

test('a function outside a VPC reaches the internet, and nothing in a VPC (NET-6)', () => {
  const traffic = 'traffic: { every: 1m, from: 1h, until: 2h }';
  const [f, g] = run(
    scenario(
      `  f: { ${traffic}, destinations: { ${NET} } }\n  g: { ${traffic}, destinations: { ${DB} } }\n`,
    ),
  );
  expect(f).toMatchObject({ invocations: { succeeded: 60 }, unreachable: [] });
  expect(g).toMatchObject({ invocations: { failed: { ConnectTimeout: 60 } } });
  expect(g!.unreachable).toMatchObject([{ rule: 'NET-6', share: 0 }]);
});

test.each(['exact', 'aggregate'] as const)(
  'a share of the calls fails, as often as connections are blocked (NET-4, %s)',
  (fidelity) => {
    const traffic = 'traffic: { rate: 1/s, from: 1h, until: 4h }';
    const of = scenario(`  f: { ${IN_B}, ${traffic}, destinations: { ${DB} } }\n`);
    const shares = ['1', '2', '3', '4', '5'].map((seed) => {
      const { attempted, failed, succeeded } = run(of, fidelity, seed)[0]!.invocations;
      expect(succeeded + failed['ConnectTimeout']!).toBe(attempted);
      return failed['ConnectTimeout']! / attempted;
    });
    expect(new Set(shares).size).toBeGreaterThan(1);
    // Some 54,000 calls: five standard deviations of their mean are 0.011.
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.011);
  },
);

test('a call fails at the first destination that it does not reach, and is counted there', () => {
  const traffic = 'traffic: { every: 1s, from: 1h, until: 2h }';
  const both = `destinations: { ${DB}, ${NET} }`;
  const [f] = run(scenario(`  f: { ${IN_B}, ${traffic}, ${both} }\n`));
  const failed = Object.fromEntries(f!.unreachable.map((one) => [one.name, one.failed]));
  expect(failed['db']! + failed['net']!).toBe(3_600);
  expect(Math.abs(failed['db']! - 1_800)).toBeLessThan(150);
});

test('what is reached changes when the update is Successful, and not before (STATE-5)', () => {
  const of = scenario(
    `  f: { ${IN_A}, traffic: { every: 1s, from: 1h, until: 3h }, destinations: { ${NET} } }\n`,
    `timeline:
  - { at: 2h, update: f, vpc: { subnets: [n], securityGroups: [web] } }
`,
  );
  const [f] = run(of);
  // From 1h to 2h 2m, when the ENI in \`n\` is ready.
  expect(f!.invocations.failed).toEqual({ ConnectTimeout: 3_600 + 120 });
  expect(f!.unreachable).toMatchObject([{ name: 'net', share: 1, rule: 'NET-1', failed: 3_720 }]);
});

test('a published version keeps what it reaches', () => {
  const of = scenario(
    `  f: { ${IN_N}, destinations: { ${NET} } }\n`,
    `timeline:
  - { at: 1h, publish: f }
  - { at: 2h, update: f, vpc: { subnets: [a], securityGroups: [web] } }
  - { at: 3h, invoke: f, count: 7 }
  - { at: 3h, invoke: "f:1", count: 9 }
`,
  );
  expect(run(of).map(({ version, invocations }) => [version, invocations.succeeded])).toEqual([
    ['$LATEST', 0],
    ['1', 9],
  ]);
});

test('the metric and the story know of it, and the row names rule and reason', () => {
  const of = scenario(
    `  f: { ${IN_A}, destinations: { ${NET} } }\n`,
    'timeline: [{ at: 1h, invoke: f }]\nexpect: [{ metric: invocations.failed, equals: 1 }]\n',
  );
  const rows: object[] = [];
  const result = simulate(of, { onFrame: (frame) => rows.push(...frame.rows) });
  expect(result.actions.at(-1)).toMatchObject({ action: 'invoke', ok: true });
  expect(result.expectations).toMatchObject([{ ok: true, seen: '1' }]);
  expect(rows.filter((row) => 'note' in row && row.note === 'destination.lost')).toEqual([
    {
      rule: 'NET-1',
      note: 'destination.lost',
      subject: 'f',
      with: 'net',
      args: { reason: 'subnet `a` has no route to the internet', share: '0' },
    },
  ]);
});

test.each(['exact', 'aggregate'] as const)('runs agree draw by draw (%s)', (fidelity) => {
  const of = scenario(
    `  f: { ${IN_B}, traffic: { rate: 1/s, from: 1h, until: 5h }, destinations: { ${DB} } }\n`,
    `timeline:
  - { at: 2h, update: f, vpc: { subnets: [n], securityGroups: [web] } }
  - { at: 3h, update: f, vpc: { subnets: [b], securityGroups: [web] } }
expect: [{ at: 4h, function: f, state: Active }]
`,
  );
  const { ok, lines } = checkDeterminism(of, { fidelity });
  expect(ok, lines.join('\n')).toBe(true);
});

test('Lambda makes no interface in an IPv6-only subnet, with the flag or without (API-4, NET-5)', () => {
  const parsed = parseScenario(
    `name: t
until: 1d
network:
  vpcs: { main: }
  subnets: { six: { vpc: main, ipv6Cidr: 2001:db8::/64 } }
  securityGroups: { web: { vpc: main } }
functions:
  plain: { vpc: { subnets: [six], securityGroups: [web] } }
  flag: { vpc: { subnets: [six], securityGroups: [web], ipv6AllowedForDualStack: true } }
timeline:
  - { at: 1m, create: flag, expect: { error: InvalidParameterValueException } }
  - { at: 1m, create: plain, expect: { error: InvalidParameterValueException } }
expect: [{ function: plain, state: absent }]
`,
    { file: 't.yaml' },
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues, null, 2));
  const { expectations, actions } = simulate(parsed.scenario);
  expect(expectations).toMatchObject([{ ok: true }]);
  expect(actions.map(({ asExpected }) => asExpected)).toEqual([true, true]);
  const found = findingsOf(parsed.scenario).filter(({ id }) => id === 'not-dual-stack');
  expect(found.map(({ severity }) => severity)).toEqual(['info', 'info']);
});

test('functions that name no destination are counted as before', () => {
  const [f] = run(scenario(`  f: { ${IN_A}, traffic: { every: 1m, from: 1h, until: 2h } }\n`));
  expect(f!.invocations).toEqual({ attempted: 60, succeeded: 60, failed: {} });
  expect(f!.unreachable).toEqual([]);
});
