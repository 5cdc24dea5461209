import { describe, expect, test } from 'vitest';
import type { Destination } from '../../src/network/types.ts';
import { natRoutesOf, routesOf } from '../../src/run/nat-routes.ts';
import { simulate } from '../../src/run/simulate.ts';
import { parseScenarioObject } from '../../src/scenario/parse.ts';
import type { Scenario } from '../../src/scenario/types.ts';

const PARTNER = { internet: '203.0.113.7' };

/** Functions of two subnets; `b` has a gateway of its own. */
function scenario(more: { nat?: object; f?: object; timeline?: object[] } = {}): Scenario {
  const routes = (via: string) => [{ to: '0.0.0.0/0', via }];
  const subnet = (block: number, via: string) => {
    return { vpc: 'main', cidr: `10.0.${block}.0/24`, routes: routes(via) };
  };
  const parsed = parseScenarioObject(
    {
      name: 'nat',
      why: 'The gateway is counted.',
      until: '1h',
      network: {
        vpcs: { main: { internetGateway: true } },
        subnets: {
          a: subnet(0, 'nat'),
          b: subnet(1, 'other'),
          public: subnet(2, 'internetGateway'),
        },
        natGateways: { nat: { subnet: 'public', ...more.nat }, other: { subnet: 'public' } },
        securityGroups: { g: { vpc: 'main' } },
      },
      functions: {
        f: {
          vpc: { subnets: ['a'], securityGroups: ['g'] },
          duration: '2s',
          destinations: { partner: PARTNER },
          connections: { perEnvironment: 10, perInvocation: 5, to: 'partner' },
          ...more.f,
        },
      },
      timeline: more.timeline ?? [{ at: '20m', invoke: 'f', count: 10 }],
      parameters: { natPortsPerDestination: 100, keepAlive: '1m' },
    },
    { file: 'nat.yaml' },
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return parsed.scenario;
}

describe('NET-3: connections through a NAT gateway to one destination take its ports', () => {
  test('what finds none is refused, though the ENI has room; the gateway is told once', () => {
    const { connections, natRoutes, pairings, functions } = simulate(scenario());
    // 10 environments want 10 + 5 each: 6 of them have 15, the seventh 10.
    expect(natRoutes).toEqual([
      { nat: 'nat', destination: '203.0.113.7', ports: 100, peak: 100, refused: 50 },
    ]);
    expect(connections).toEqual({ attempted: 150, accepted: 100, refused: 50 });
    expect(pairings[0]!.enis[0]).toMatchObject({ peakConnections: 100, refusedConnections: 0 });
    expect(functions[0]!.invocations.succeeded).toBe(10);
    expect(functions[0]!.fidelityWhy).toBe('listed');
  });

  test('each further address has ports of its own', () => {
    const { natRoutes, connections } = simulate(scenario({ nat: { addresses: 2 } }));
    expect(natRoutes[0]).toMatchObject({ ports: 200, peak: 150, refused: 0 });
    expect(connections.refused).toBe(0);
  });

  test('ports are given back with calls and environments', () => {
    const timeline = ['20m', '25m'].map((at) => ({ at, invoke: 'f', count: 6 }));
    const { natRoutes, connections } = simulate(scenario({ timeline }));
    expect(natRoutes[0]).toMatchObject({ peak: 90, refused: 0 });
    expect(connections.accepted).toBe(180);
  });

  test('connections with a time of their own keep their ports as long', () => {
    const f = {
      connections: { perInvocation: 20, hold: '10m', to: 'partner' },
    };
    const timeline = ['20m', '25m', '35m'].map((at) => ({ at, invoke: 'f', count: 3 }));
    const { natRoutes } = simulate(scenario({ f, timeline }));
    expect(natRoutes[0]).toMatchObject({ peak: 100, refused: 20 });
  });

  test('a subnet behind another gateway takes ports of that one', () => {
    const f = { vpc: { subnets: ['a', 'b'], securityGroups: ['g'] } };
    const both = scenario({ f });
    expect(natRoutesOf(both).map(({ nat }) => nat)).toEqual(['nat', 'other']);
    expect(routesOf(both, 0, natRoutesOf(both))).toEqual({ a: 0, b: 1 });
    expect(simulate(both).natRoutes.map(({ peak, refused }) => [peak, refused])).toEqual([
      [75, 0],
      [75, 0],
    ]);
  });

  test('nothing is counted where nobody asks, and what is not one address is an issue', () => {
    expect(simulate(scenario({ f: { connections: { perEnvironment: 99 } } })).natRoutes).toEqual(
      [],
    );
    const broken = (to: string, destination: object) => () =>
      scenario({
        f: { destinations: { partner: destination }, connections: { perEnvironment: 1, to } },
      });
    expect(broken('partnr', PARTNER)).toThrow('no such destination');
    expect(broken('partner', { internet: 'anywhere' })).toThrow('not one address');
    expect(broken('partner', { subnet: 'b', port: 5432 } satisfies Partial<Destination>)).toThrow(
      'not one address',
    );
  });
});
