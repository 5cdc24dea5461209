import { expect, test } from 'vitest';
import type { Change } from '../../src/demo/change.ts';
import { differencesTo } from '../../src/demo/differences.ts';
import { placeAt, playOf } from '../../src/demo/play.ts';
import { type Scene, sceneOf } from '../../src/demo/scene.ts';
import { scenarioOf } from '../scenarios/stories.ts';

async function sceneAt(name: string, change: Change, atMs: number): Promise<Scene> {
  const play = playOf(await scenarioOf(`${name}.yaml`), change, null);
  return sceneOf(play.recording.after(play.moments[placeAt(play, atMs)]!.steps));
}

const HOUR_MS = 3_600_000;

test('a scene does not differ from itself', async () => {
  const scene = await sceneAt('group-for-each', {}, 4 * HOUR_MS);
  expect(differencesTo(scene, scene)).toEqual(new Map());
});

test('shared groups: fewer ENIs, and functions that hold other pairings', async () => {
  const each = await sceneAt('group-for-each', {}, 4 * HOUR_MS);
  const shared = await sceneAt('group-for-each', { groups: 'shared' }, 4 * HOUR_MS);
  const there = differencesTo(shared, each);
  expect([...there].filter(([, one]) => one === 'onlyHere')).toHaveLength(6);
  expect(there.get('mail')).toBe('otherwise');
  expect(there.has('cart')).toBe(false);
  expect([...differencesTo(each, shared).values()]).not.toContain('onlyHere');
});

test('what is on both sides differs on both', async () => {
  const [one, other] = [
    await sceneAt('idle-reclaim', {}, 32 * 24 * HOUR_MS),
    await sceneAt('idle-reclaim', { idleDays: 60 }, 32 * 24 * HOUR_MS),
  ];
  const there = ['checkout', 'enis of main', 'free of a'];
  expect([...differencesTo(other, one)]).toEqual(there.map((name) => [name, 'otherwise']));
  const here = differencesTo(one, other);
  expect(here.get('checkout')).toBe('otherwise');
  expect(here.get('eni-1')).toBe('onlyHere');
});

test('an ENI of the same number in another pairing is another ENI', async () => {
  const [plain, renamed] = [
    await sceneAt('group-for-each', {}, 4 * HOUR_MS),
    await sceneAt('group-for-each', { groups: 'each' }, 4 * HOUR_MS),
  ];
  expect(differencesTo(renamed, plain).get('eni-1')).toBe('onlyHere');
  expect(differencesTo(plain, renamed).get('eni-1')).toBe('onlyHere');
});
