import { describe, expect, test } from 'vitest';
import { simulate } from '../../src/run/simulate.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import type { Fidelity } from '../../src/scenario/types.ts';

function run(text: string, fidelity: Fidelity = 'auto', seed = 'field') {
  const parsed = parseScenario(`name: field\n${text}`, { file: 'field.yaml' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return simulate(parsed.scenario, { fidelity, seed });
}

const subnets = (count: number) =>
  Array.from({ length: count }, (_, i) => `s${i}: { vpc: main, cidr: 10.1.${i}.0/24 }`).join(', ');
const names = (count: number) => Array.from({ length: count }, (_, i) => `s${i}`).join(', ');

describe('LIMIT-3: subnets of one configuration', () => {
  test.each([
    [10, 10, null],
    [16, 16, null],
    [17, 0, 'ValidationException'],
  ])('%i subnets make %i ENIs, or are refused', (count, enis, code) => {
    const { pairings, actions } = run(`
until: 1h
network:
  vpcs: { main: {} }
  subnets: { ${subnets(count)} }
  securityGroups: { g: { vpc: main } }
functions: { f: { vpc: { subnets: [${names(count)}], securityGroups: [g] } } }
`);
    expect(pairings.flatMap((pairing) => pairing.enis)).toHaveLength(enis);
    expect(actions.filter(({ ok }) => !ok).map(({ error }) => error!.code)).toEqual(
      code === null ? [] : [code],
    );
  });
});

/** One connection a call to one address outside, held for two minutes. */
const behindNat = (rate: number, parameters: string) => `
until: 1h
network:
  vpcs: { main: { internetGateway: true } }
  subnets:
    a: { vpc: main, cidr: 10.0.0.0/24, routes: [{ to: 0.0.0.0/0, via: nat }] }
    pub: { vpc: main, cidr: 10.0.9.0/28, routes: [{ to: 0.0.0.0/0, via: internetGateway }] }
  natGateways: { nat: { subnet: pub } }
  securityGroups: { g: { vpc: main } }
functions:
  f:
    vpc: { subnets: [a], securityGroups: [g] }
    duration: 200ms
    traffic: { rate: ${rate}/s, from: 30m, until: 40m }
    destinations: { out: { internet: 203.0.113.7 } }
    connections: { perInvocation: 1, hold: 2m, to: out }
parameters: { ${parameters} }
`;
const SMALL = 'natPortsPerDestination: 550, connectionsPerEni: 650, eniCreation: 3m';

test('NET-3: the gateway is full before the ENI, which refuses none', () => {
  const { natRoutes, pairings, connections } = run(behindNat(8, SMALL));
  expect(natRoutes[0]).toMatchObject({ ports: 550, peak: 550, refused: connections.refused });
  expect(connections.refused).toBeGreaterThan(0);
  for (const { enis } of pairings) {
    for (const eni of enis) expect(eni.refusedConnections).toBe(0);
  }
});

test('NET-3, CAP-4: whose connection a full gateway refuses waits for it', () => {
  const peak = (rate: number) => run(behindNat(rate, SMALL)).functions[0]!.environments!.peak;
  // 480 of 550 ports on average are enough; of 960 wanted nearly half of the calls wait 10 s.
  const [fits, full] = [peak(3.5), peak(8)];
  expect(fits).toBeLessThan(12);
  expect(full).toBeGreaterThan(30);
  const limited = run(behindNat(8, `${SMALL}, accountConcurrency: 20`)).functions[0]!;
  expect(limited.invocations.failed['TooManyRequestsException']).toBeGreaterThan(100);
});

const bridge = (connections: string) => `
until: 1d
network:
  vpcs: { main: {} }
  subnets: { a: { vpc: main, cidr: 10.0.1.0/24 } }
  securityGroups: { g: { vpc: main } }
functions:
  f:
    vpc: { subnets: [a], securityGroups: [g] }
    traffic: { daily: { "00:00": 1/s, "07:00": 6/s, "20:00": 2/s } }
    duration: { lognormal: { median: 300ms, p99: 3s } }
    connections: { ${connections} }
`;

test.each(['exact', 'aggregate'] as const)(
  'CAP-6: a connection a call or one an environment, in a day: %s',
  (fidelity) => {
    const calls = run(bridge('perInvocation: 1'), fidelity).connections;
    const environments = run(bridge('perEnvironment: 1'), fidelity).connections;
    // (7 x 1 + 13 x 6 + 4 x 2) x 3,600 calls, less some minutes of creation at 1/s.
    expect(Math.abs(calls.attempted / 334_500 - 1)).toBeLessThan(0.01);
    expect(environments.attempted).toBeGreaterThan(60);
    expect(environments.attempted).toBeLessThan(160);
    expect(calls.refused + environments.refused).toBe(0);
  },
);
