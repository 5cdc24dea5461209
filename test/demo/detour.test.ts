import { describe, expect, test } from 'vitest';
import type { Change } from '../../src/demo/change.ts';
import {
  actionOf,
  DEEDS,
  type Deed,
  type Detour,
  subjectsOf,
  valuesOf,
  withDetours,
} from '../../src/demo/detour.ts';
import { type Play, placeAt, playOf } from '../../src/demo/play.ts';
import { sceneOf } from '../../src/demo/scene.ts';
import type { RecordedFrame } from '../../src/run/record.ts';
import { simulate } from '../../src/run/simulate.ts';
import { scenarioOf } from '../scenarios/stories.ts';

const ALL = Object.keys(DEEDS) as Deed[];
const HOUR_MS = 3_600_000;

/** What is told of a step. A stream's number is only its place in the list of all traffic. */
function toldBy({ step, atMs, event, cause, rows, draws, scheduled }: RecordedFrame): string {
  return JSON.stringify([step, atMs, { ...event, stream: 0 }, cause, rows, draws, scheduled]);
}

/** The steps before a detour is taken. */
function untilTaken({ scenario, recording }: Play, detour: Detour): RecordedFrame[] {
  const action = scenario.timeline.findLastIndex(({ atMs }) => atMs === detour.atMs);
  const taken = recording.frames.findIndex(
    ({ event }) => event.kind === 'action.due' && event.action === action,
  );
  expect(taken).toBeGreaterThan(0);
  return recording.frames.slice(0, taken);
}

/** Every deed at a moment, each to the first it can be done to. */
function detoursAt(play: Play, atMs: number): Detour[] {
  const { moments, recording, scenario } = play;
  const scene = sceneOf(recording.after(moments[placeAt(play, atMs)]!.steps));
  return ALL.flatMap((deed) =>
    subjectsOf(deed, scenario, scene)
      .slice(0, 1)
      .map((subject) => {
        const to = valuesOf(deed, scenario, subject).at(-1) ?? null;
        return { atMs, deed, subject, to };
      }),
  );
}

describe.each([
  ['share-one-pairing', HOUR_MS],
  ['call-too-early', 1_000],
  ['idle-reclaim', 31 * 24 * HOUR_MS],
  ['old-versions-hold', 5 * HOUR_MS],
  ['role-removed-first', HOUR_MS],
  ['burst', 30.5 * 60_000],
])('%s', (name, atMs) => {
  test('up to a detour both ways are the same, step by step', async () => {
    const plain = playOf(await scenarioOf(`${name}.yaml`), {}, null);
    const detours = detoursAt(plain, atMs);
    expect(detours.length).toBeGreaterThan(8);
    const { recording, moments } = plain;
    // A look comes after everything of its moment, detours too.
    const shown = recording.frames
      .slice(0, moments[placeAt(plain, atMs)]!.steps)
      .filter((frame) => frame.atMs < atMs || frame.event.kind !== 'look').length;
    const changes: Change[] = detours.map((detour) => ({ detours: [detour] }));
    for (const change of [...changes, { ...changes[0]!, alone: true as const }]) {
      const [detour] = change.detours!;
      const other = playOf(await scenarioOf(`${name}.yaml`), change, null);
      const steps = untilTaken(other, detour!);
      const same = recording.frames.slice(0, steps.length);
      expect(steps.map(toldBy), detour!.deed).toEqual(same.map(toldBy));
      expect(shown).toBe(steps.length);
      expect(sceneOf(other.recording.after(shown))).toEqual(sceneOf(recording.after(shown)));
    }
  });
});

describe('what is done is answered as anybody would be', () => {
  const answers: [scenario: string, detour: Detour, answer: string | null][] = [
    [
      'idle-reclaim',
      { atMs: 2.7e9, deed: 'invoke', subject: 'checkout', to: null },
      'ResourceNotReadyException',
    ],
    ['idle-reclaim', { atMs: HOUR_MS, deed: 'invoke', subject: 'checkout', to: null }, null],
    ['share-one-pairing', { atMs: HOUR_MS, deed: 'delete', subject: 'basket', to: null }, null],
    [
      'share-one-pairing',
      { atMs: HOUR_MS, deed: 'delete', subject: 'search', to: null },
      'ResourceConflictException',
    ],
    [
      'share-one-pairing',
      { atMs: HOUR_MS, deed: 'deleteSubnet', subject: 'a', to: null },
      'DependencyViolation',
    ],
    [
      'share-one-pairing',
      { atMs: HOUR_MS, deed: 'deleteNetworkInterface', subject: 'a/db+web', to: null },
      'InvalidParameterValue',
    ],
    [
      'old-versions-hold',
      { atMs: 5 * HOUR_MS, deed: 'delete', subject: 'orders:2', to: null },
      null,
    ],
    [
      'old-versions-hold',
      { atMs: 5 * HOUR_MS, deed: 'create', subject: 'orders', to: null },
      'ResourceConflictException',
    ],
    ['group-for-each', { atMs: HOUR_MS / 4, deed: 'setGroups', subject: 'cart', to: 'mail' }, null],
  ];
  test.each(answers)('%s: %j', async (name, detour, answer) => {
    const scenario = withDetours(await scenarioOf(`${name}.yaml`), [detour], 'left');
    const told = simulate(scenario)
      .actions.filter(({ atMs }) => atMs === detour.atMs)
      .at(-1)!;
    expect(told.error?.code ?? null).toBe(answer);
  });
});

test('a call in time keeps a function from falling idle, whatever the timeline does later', async () => {
  const scenario = await scenarioOf('idle-reclaim.yaml');
  const detour = {
    atMs: 25 * 24 * HOUR_MS,
    deed: 'invoke',
    subject: 'checkout',
    to: null,
  } as const;
  const states = (play: Play) => play.tracks[0]!.spans.map(({ state }) => state);
  expect(states(playOf(scenario, {}, null))).toContain('Inactive');
  expect(states(playOf(scenario, { detours: [detour] }, null))).not.toContain('Inactive');
});

test('what the timeline has later is kept, or left out', async () => {
  const scenario = await scenarioOf('share-one-pairing.yaml');
  const detour = { atMs: 1_000, deed: 'publish', subject: 'checkout', to: null } as const;
  const before = scenario.timeline.filter(({ atMs }) => atMs <= 1_000).length;
  expect(before).toBeLessThan(scenario.timeline.length);
  const { timeline: kept } = withDetours(scenario, [detour], 'kept');
  expect(kept).toHaveLength(scenario.timeline.length + 1);
  expect(kept[before]).toMatchObject({ action: 'publish', atMs: 1_000 });
  expect(withDetours(scenario, [detour], 'left').timeline).toHaveLength(before + 1);
});

test('two detours make a story of their own', async () => {
  const scenario = await scenarioOf('group-for-each.yaml');
  const detours: Detour[] = [
    { atMs: 2.5 * HOUR_MS, deed: 'setQuota', subject: 'main', to: '12' },
    { atMs: 3.5 * HOUR_MS, deed: 'delete', subject: 'cart', to: null },
  ];
  const { functions, vpcs } = playOf(scenario, { detours }, null).recording.result;
  expect(functions.find(({ name }) => name === 'mail')!.state).toBe('Active');
  expect(vpcs[0]!.enis).toBe(9);
});

const SENSELESS: [Deed, string, string | null][] = [
  ['invoke', 'nobody', null],
  ['deleteSubnet', 'nowhere', null],
  ['deleteNetworkInterface', 'a/nothing', null],
  ['setGroups', 'checkout', 'nothing'],
  ['setGroups', 'checkout', null],
  ['setQuota', 'main', '-1'],
  ['setQuota', 'main', 'many'],
  ['setTraffic', 'checkout', '1e9'],
  ['setTraffic', 'checkout', null],
  ['publish', 'checkout:1', null],
];
test.each(SENSELESS)(
  '%s of %s to %s makes no sense and changes nothing',
  async (deed, subject, to) => {
    const scenario = await scenarioOf('share-one-pairing.yaml');
    const detour = { atMs: 1_000, deed, subject, to };
    expect(actionOf(detour, scenario)).toBeNull();
    expect(withDetours(scenario, [detour], 'left')).toBe(scenario);
  },
);

test('after the end of the run nothing can be done', async () => {
  const scenario = await scenarioOf('share-one-pairing.yaml');
  const detour = { atMs: scenario.untilMs, deed: 'invoke', subject: 'checkout', to: null } as const;
  expect(actionOf(detour, scenario)).toBeNull();
});
