import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FINDINGS } from '../../src/findings/catalogue.ts';
import { findingsOf } from '../../src/findings/findings.ts';
import type { Finding } from '../../src/findings/types.ts';
import { reach } from '../../src/network/reach.ts';
import { simulate } from '../../src/run/simulate.ts';
import { parseScenarioObject } from '../../src/scenario/parse.ts';
import type { ScenarioFile } from '../../src/scenario/schema.ts';
import type { Scenario } from '../../src/scenario/types.ts';
import { anyFile } from '../scenario/arbitrary.ts';

const DESTINATIONS = [
  { internet: 'anywhere' },
  { internet: '2001:db8::7' },
  { subnet: 'b', port: 5432 },
  { service: 's3', ipv6: true },
] as const;
const EXPECTS = [undefined, 'unreachable', 'partly'] as const;

const destination = fc
  .tuple(fc.constantFrom(...DESTINATIONS), fc.constantFrom(...EXPECTS))
  .map(([one, expected]) => (expected === undefined ? one : { ...one, expect: expected }));
const route = fc.constantFrom(
  ...['internetGateway', 'nat'].map((via) => [{ to: '0.0.0.0/0', via }]),
  [],
);

/** Scenario files whose functions connect to something, in a network with ways and walls. */
const anyNetworked = fc
  .tuple(anyFile, fc.array(fc.option(destination), { minLength: 3, maxLength: 3 }), route, route)
  .map(([file, destinations, ofA, ofB]): ScenarioFile => {
    const { vpcs, subnets, securityGroups } = file.network!;
    const functions = Object.entries(file.functions).map(([id, spec], place) => {
      const it = destinations[place];
      return [id, it == null ? spec : { ...spec, destinations: { it } }];
    });
    return {
      ...file,
      functions: Object.fromEntries(functions),
      network: {
        vpcs: { v: { ...vpcs!['v'], internetGateway: true } },
        subnets: { a: { ...subnets!['a']!, routes: ofA }, b: { ...subnets!['b']!, routes: ofB } },
        natGateways: { nat: { subnet: 'a' } },
        securityGroups: securityGroups!,
      },
    } as ScenarioFile;
  });

function scenarioOf(file: ScenarioFile): Scenario | null {
  const parsed = parseScenarioObject(file, { file: 'any' });
  return parsed.ok ? parsed.scenario : null;
}

const kinds = (findings: Finding[]) =>
  findings.map(({ id, severity }) => `${severity} ${id}`).sort();

test('findings are found in every sound scenario, each whole and in the order of their weight', () => {
  let looked = 0;
  fc.assert(
    fc.property(anyNetworked, (file) => {
      const scenario = scenarioOf(file);
      if (scenario === null) return;
      looked += 1;
      const findings = findingsOf(scenario);
      const order = ['error', 'warning', 'info'];
      const places = findings.map(({ severity }) => order.indexOf(severity));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      for (const { id, message, mend, subject } of findings) {
        expect(Object.keys(FINDINGS)).toContain(id);
        expect(subject).not.toBe('');
        for (const text of [message, mend]) expect(text).toMatch(/^\S.*\.$/);
        expect(`${message}${mend}`).not.toMatch(/undefined|null|NaN|\[object/);
      }
      expect(JSON.parse(JSON.stringify(findings))).toEqual(findings);
    }),
    { numRuns: 300 },
  );
  expect(looked).toBeGreaterThan(100);
});

test('the order of the functions changes no kind of finding', () => {
  fc.assert(
    fc.property(anyNetworked, (file) => {
      const scenario = scenarioOf(file);
      if (scenario === null) return;
      const turned = { ...scenario, functions: scenario.functions.toReversed() };
      expect(kinds(findingsOf(turned))).toEqual(kinds(findingsOf(scenario)));
    }),
    { numRuns: 100 },
  );
});

test('what is found out of reach fails in the run with the same reason, and nothing else does (NET-2)', () => {
  fc.assert(
    fc.property(anyNetworked, (file) => {
      const scenario = scenarioOf(file);
      if (scenario === null) return;
      // Only the calls of the timeline: dense traffic would take its time and show no more.
      const calm: Scenario = {
        ...scenario,
        functions: scenario.functions.map((fn) => ({ ...fn, traffic: [] })),
        timeline: scenario.timeline.filter(({ action }) => action !== 'setTraffic'),
      };
      const { functions } = simulate(calm, { stepsMax: 3_000 });
      const found = findingsOf(scenario).filter(({ id }) => id === 'unreachable');
      for (const { name, unreachable, invocations } of functions) {
        const timeouts = invocations.failed['ConnectTimeout'] ?? 0;
        expect(timeouts).toBe(unreachable.reduce((sum, one) => sum + one.failed, 0));
        for (const { reason } of unreachable) {
          const same = found.filter((one) => one.subject === name && one.message.includes(reason!));
          expect(same.length, reason!).toBeGreaterThan(0);
        }
      }
      for (const fn of scenario.functions) {
        const lost = (fn.destinations ?? []).filter((to) => {
          return reach(scenario.network, fn.vpc, to).share < 1;
        });
        const told = found.filter(({ subject }) => subject === fn.id);
        expect(told.length).toBeGreaterThanOrEqual(lost.length);
      }
    }),
    { numRuns: 100 },
  );
});
