import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Scenario, VpcConfigChange } from '../../src/scenario/types.ts';
import { scenarioOf } from './staging.ts';
import { anyStory, roomyStory } from './stories.ts';
import { rowsIn, watch } from './telling.ts';

/** A function with a network of its own that nobody else touches. */
function withStranger(scenario: Scenario, first: boolean): Scenario {
  const copy = structuredClone(scenario);
  const vpc = { subnets: ['far'], securityGroups: ['farGroup'], ipv6AllowedForDualStack: false };
  const stranger = { ...copy.functions[0]!, id: 'stranger', vpc, role: null };
  const add = first ? 'unshift' : 'push';
  copy.network.vpcs[add]({ ...copy.network.vpcs[0]!, id: 'elsewhere', eniQuota: 9 });
  const subnet = { ...copy.network.subnets[0]!, id: 'far', cidr: '10.9.0.0/24', taken: 0 };
  copy.network.subnets[add]({ ...subnet, vpc: 'elsewhere' });
  copy.network.securityGroups[add]({ id: 'farGroup', vpc: 'elsewhere' });
  copy.functions[add](stranger);
  const base = { expect: null, line: null };
  const create = { action: 'create', function: 'stranger', publish: true, implied: false } as const;
  const remove = { action: 'delete', function: 'stranger', version: null } as const;
  copy.timeline.unshift({ ...base, ...create, atMs: 0 }, { ...base, ...remove, atMs: 900 });
  copy.timeline.sort((a, b) => a.atMs - b.atMs);
  return copy;
}

/** Laws with a spread, so that a draw from another place of a stream shows. */
function spread(scenario: Scenario): Scenario {
  const laws = Object.entries(scenario.parameters).map(([key, value]) => {
    const drawn = typeof value === 'number' && !/For$|stuck|ec2/.test(key);
    return [key, drawn ? { kind: 'uniform', min: value / 2, max: 2 * value } : value];
  });
  return { ...scenario, parameters: Object.fromEntries(laws) };
}

test('a function with a network of its own moves no draw of the others', () => {
  fc.assert(
    fc.property(anyStory, fc.boolean(), (story, first) => {
      const { ec2CallsPerSecond: _, ...parameters } = story.parameters;
      const alone = spread(scenarioOf({ ...story, parameters }));
      const draws = (scenario: Scenario) =>
        watch(scenario).flatMap(({ atMs, draws: made }) =>
          made
            .map((draw) => ({ ...draw, atMs }))
            .filter(({ entity }) => !/strang|far/.test(entity)),
        );
      const byEntity = (all: ReturnType<typeof draws>) =>
        all.map((draw) => JSON.stringify(draw)).sort();
      expect(byEntity(draws(withStranger(alone, first)))).toEqual(byEntity(draws(alone)));
    }),
    { numRuns: 80 },
  );
});

test('SHARE-1: the order of subnets and groups in a configuration never matters', () => {
  const reversed = (scenario: Scenario): Scenario => {
    const copy = structuredClone(scenario);
    const turn = (vpc: VpcConfigChange | null) => {
      vpc?.securityGroups?.reverse();
      vpc?.securityGroups?.push(...vpc.securityGroups.slice(0, 1));
    };
    for (const { vpc } of copy.functions) turn(vpc);
    for (const action of copy.timeline) {
      if (action.action === 'update' && action.vpc !== 'keep') turn(action.vpc);
    }
    return copy;
  };
  fc.assert(
    fc.property(anyStory, (story) => {
      const scenario = scenarioOf(story);
      // Of two groups that are gone the answer names the first one written.
      const rowsOf = (other: Scenario) => rowsIn(watch(other)).map(({ args: _, ...row }) => row);
      expect(rowsOf(reversed(scenario))).toEqual(rowsOf(scenario));
    }),
    { numRuns: 80 },
  );
});

test('SHARE-2: the order of subnets matters only to which ENI has which number', () => {
  const reversed = (scenario: Scenario): Scenario => {
    const copy = structuredClone(scenario);
    for (const { vpc } of copy.functions) vpc?.subnets.reverse();
    for (const action of copy.timeline) {
      if (action.action === 'update' && action.vpc !== 'keep') action.vpc?.subnets?.reverse();
    }
    return copy;
  };
  const versionsIn = (scenario: Scenario) =>
    rowsIn(watch(scenario))
      .filter(({ note }) => note.startsWith('version.'))
      .map((row) => JSON.stringify([row.atMs, row]))
      .sort();
  fc.assert(
    fc.property(roomyStory, (story) => {
      const scenario = scenarioOf(story);
      expect(versionsIn(reversed(scenario))).toEqual(versionsIn(scenario));
    }),
    { numRuns: 60 },
  );
});
