import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fragmentOf, readFragment } from '../../src/demo/address.ts';
import { type Change, wayBefore, withChange } from '../../src/demo/change.ts';
import { DEEDS, type Deed, type Detour } from '../../src/demo/detour.ts';
import { figuresOf } from '../../src/demo/figures.ts';
import { waitMsAt } from '../../src/demo/pace.ts';
import { jumpFrom, placeAt, playOf, stepFrom } from '../../src/demo/play.ts';
import { sceneOf } from '../../src/demo/scene.ts';
import { record } from '../../src/run/record.ts';
import { simulate } from '../../src/run/simulate.ts';
import { scenarioOf } from '../scenarios/stories.ts';

const NAMES = ['share-one-pairing', 'burst', 'idle-reclaim', 'old-versions-hold', 'slow-destroy'];

describe.each(NAMES)('%s', (name) => {
  test('looking at the gauges changes nothing: the hash is that of a plain run', async () => {
    const scenario = await scenarioOf(`${name}.yaml`);
    const { traceHash } = playOf(scenario, {}, 'other').recording.result;
    expect(traceHash).toBe(simulate(scenario, { seed: 'other' }).traceHash);
  });

  test('stepping on to the end and back shows the same scenes, down to the beginning', async () => {
    const play = playOf(await scenarioOf(`${name}.yaml`), {}, null);
    const sceneAt = (place: number) =>
      JSON.stringify(sceneOf(play.recording.after(play.moments[place]!.steps)));
    const beginning = sceneAt(0);
    const seen = [0];
    for (let place = 0; stepFrom(play, place, 1) !== place; ) {
      place = stepFrom(play, place, 1);
      seen.push(place);
    }
    expect(seen.length).toBeGreaterThan(5);
    const scenes = seen.map(sceneAt);
    const back = [seen.at(-1)!];
    while (back.at(-1)! > 0) back.push(stepFrom(play, back.at(-1)!, -1));
    expect(back.reverse()).toEqual(seen);
    expect(back.map(sceneAt)).toEqual(scenes);
    expect(sceneAt(0)).toBe(beginning);
  });

  test('jumps lead to steps that somebody ought to see', async () => {
    const play = playOf(await scenarioOf(`${name}.yaml`), {}, null);
    const first = jumpFrom(play, 0, 1);
    expect(play.moments[first]!.events.some(({ tone }) => tone !== 'plain')).toBe(true);
    expect(jumpFrom(play, first, -1)).toBe(0);
  });
});

test('the scene of a moment is the state of the command line’s run at that moment', async () => {
  const play = playOf(await scenarioOf('idle-reclaim.yaml'), {}, null);
  const at = placeAt(play, 32 * 86_400_000);
  const scene = sceneOf(play.recording.after(play.moments[at]!.steps));
  expect(scene.functions).toMatchObject([{ name: 'checkout', state: 'Inactive', reason: 'Idle' }]);
  expect(scene.vpcs[0]!.subnets[0]).toMatchObject({ id: 'a', free: 8, pairings: [] });
});

test('gauges fill to the limit of an ENI and no further', async () => {
  const { moments, connectionsMax } = playOf(await scenarioOf('burst.yaml'), {}, null);
  const open = moments.flatMap((moment) => Object.values(moment.open));
  expect(connectionsMax).toBe(65_000);
  expect(Math.max(...open)).toBeGreaterThan(60_000);
  expect(Math.max(...open)).toBeLessThanOrEqual(65_000);
  expect(moments.length).toBeLessThan(500);
});

test('what is told of a full ENI is to be seen on its gauge at that moment', async () => {
  const { moments } = playOf(await scenarioOf('burst.yaml'), {}, null);
  const full = moments.filter(({ events }) => events.some(({ text }) => /^is full/.test(text)));
  expect(full.map(({ open }) => open['1'])).toEqual([65_000]);
  const nearly = moments.find(({ events }) => events.some(({ rules }) => rules.includes('CAP-3')))!;
  expect(nearly.open['1']).toBeGreaterThanOrEqual(0.79 * 65_000);
});

test('moments at which only connections change pass faster', async () => {
  const play = playOf(await scenarioOf('burst.yaml'), {}, null);
  const gauge = play.moments.findIndex(({ events }, place) => place > 0 && events.length === 0);
  expect([waitMsAt(play, 0, 2), waitMsAt(play, 1, 5), waitMsAt(play, gauge, 2)]).toEqual([
    500, 200, 62.5,
  ]);
});

describe('a change leads to the run that the changed scenario has on the command line', () => {
  const cases: [string, Change, (figures: ReturnType<typeof figuresOf>) => void][] = [
    ['idle-reclaim', { idleDays: 60 }, ({ inactive }) => expect(inactive).toBe(0)],
    ['idle-reclaim', { profile: 'current' }, ({ inactive }) => expect(inactive).toBe(1)],
    [
      'idle-reclaim',
      { creationMinutes: 1 },
      ({ slowestPending }) => expect(slowestPending).toBe(60_000),
    ],
    ['group-for-each', { groups: 'shared' }, ({ enisPeak }) => expect(enisPeak).toBe(3)],
    ['group-for-each', { quota: 3 }, ({ failedFunctions }) => expect(failedFunctions).toBe(3)],
    ['group-for-each', { free: 2 }, ({ failedFunctions }) => expect(failedFunctions).toBe(2)],
    ['share-one-pairing', { groups: 'each' }, ({ enisPeak }) => expect(enisPeak).toBe(6)],
    [
      'burst',
      { perEnvironment: 2 },
      ({ refused, enisPeak }) => expect([refused, enisPeak]).toEqual([0, 2]),
    ],
    ['burst', { traffic: 0.1 }, ({ refused }) => expect(refused).toBe(0)],
    ['burst', { scaleOutAt: 0.02 }, ({ enisPeak }) => expect(enisPeak).toBeGreaterThan(3)],
  ];
  test.each(cases)('%s with %j', async (name, change, says) => {
    const scenario = await scenarioOf(`${name}.yaml`);
    const figures = figuresOf(playOf(scenario, change, null));
    const plain = simulate(withChange(scenario, change), {
      ...(change.profile === undefined ? {} : { profile: change.profile }),
    });
    expect(figures.traceHash).toBe(plain.traceHash);
    expect(figures.traceHash).not.toBe(simulate(scenario).traceHash);
    says(figures);
  });

  test('no change is no change', async () => {
    const scenario = await scenarioOf('burst.yaml');
    expect(withChange(scenario, {})).toEqual(scenario);
  });
});

test('a detour is compared with the way without it, any other change with no change', () => {
  const detours: Detour[] = [{ atMs: 1, deed: 'delete', subject: 'f', to: null }];
  expect(wayBefore({ quota: 3 })).toEqual({});
  expect(wayBefore({ quota: 3, detours, alone: true })).toEqual({ quota: 3 });
});

test('a recording without looks keeps none', async () => {
  expect(record(await scenarioOf('burst.yaml')).gauges).toEqual([]);
});

test('a link says of a view all that it was made from', () => {
  const number = (least: number, most: number) => fc.integer({ min: least, max: most });
  const name = fc.stringMatching(/^[A-Za-z0-9_.:/+-]{1,20}$/);
  const detour = fc.record<Detour>({
    atMs: number(0, 1e10),
    deed: fc.constantFrom(...(Object.keys(DEEDS) as Deed[])),
    subject: name,
    to: fc.option(name),
  });
  const change = fc.record<Change>(
    {
      profile: fc.constantFrom('seed', 'current'),
      idleDays: number(1, 400),
      creationMinutes: number(1, 60),
      quota: number(1, 5_000),
      scaleOutAt: fc.constantFrom(0.5, 0.8, 1),
      traffic: fc.constantFrom(0.1, 2, 10),
      groups: fc.constantFrom('shared', 'each'),
      perEnvironment: number(0, 100),
      free: number(0, 4_000),
      detours: fc.array(detour, { minLength: 1, maxLength: 8 }),
    },
    { requiredKeys: [] },
  );
  const view = fc.record({
    step: number(0, 20),
    guess: fc.option(number(1, 5)),
    seed: fc.option(fc.string({ minLength: 1 })),
    change,
    atMs: fc.option(number(0, 1e10)),
    look: fc.option(fc.string({ minLength: 1 })),
    side: fc.constantFrom('before' as const, 'after' as const),
    language: fc.constantFrom('en' as const, 'pt' as const),
  });
  fc.assert(
    fc.property(view, (seen) => {
      const address = { ...seen, lesson: 'share', scenario: null };
      expect(readFragment(fragmentOf(address))).toEqual(address);
    }),
  );
});

test.each([
  'traffic=0',
  'traffic=1e9',
  'quota=x',
  'idleDays=-1',
  'groups=none',
  'free=',
  'scaleOutAt=2',
  'go=noon+delete+checkout',
  'go=1000+explode+checkout',
  'go=1000+delete',
  'go=1000+setQuota+main+3+4',
  'go=1000+toString+x',
  'alone=yes',
])('a link that asks for %s asks for nothing', (words) => {
  expect(readFragment(`#scenario=burst&${words}`).change).toEqual({});
});
