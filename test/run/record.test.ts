import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Engine } from '../../src/run/engine.ts';
import { type RecordedFrame, record } from '../../src/run/record.ts';
import { inPlace, simulate } from '../../src/run/simulate.ts';
import type { Scenario } from '../../src/scenario/types.ts';
import { scenarioOf } from '../model/staging.ts';
import { anyStory } from '../model/stories.ts';
import { STEPS_MAX, tell } from '../model/telling.ts';

/** The state after each step of a run in place, as JSON. */
function statesOf(scenario: Scenario): string[] {
  const engine = new Engine(scenario, { stepsMax: STEPS_MAX });
  const states = [JSON.stringify(engine.state)];
  while (engine.step(inPlace) !== null) states.push(JSON.stringify(engine.state));
  return states;
}

function withoutPatches({ patches: _, inverse: __, ...frame }: RecordedFrame): unknown {
  return frame;
}

/** Keys come in the order in which they were set, which patches need not keep. */
const parsed = (json: string): unknown => JSON.parse(json);

test('a recording has the frames, the result, the hash and the last state of a simulation', () => {
  fc.assert(
    fc.property(anyStory, (story) => {
      const scenario = scenarioOf(story);
      const told = tell(scenario);
      const recording = record(scenario, { stepsMax: STEPS_MAX });
      expect(recording.result).toEqual(told.result);
      expect(recording.result).toEqual(simulate(scenario, { stepsMax: STEPS_MAX }));
      expect(recording.frames.map(withoutPatches)).toEqual(told.frames);
      const last = statesOf(scenario).at(-1)!;
      expect(recording.after(recording.frames.length)).toEqual(parsed(last));
    }),
    { numRuns: 50 },
  );
});

test('patches lead from each state to the next, forwards, and back by their inverses', () => {
  fc.assert(
    fc.property(anyStory, fc.array(fc.nat(), { minLength: 3, maxLength: 6 }), (story, picks) => {
      const scenario = scenarioOf(story);
      const states = statesOf(scenario);
      const recording = record(scenario, { stepsMax: STEPS_MAX });
      const steps = picks.map((pick) => pick % states.length);
      // 127 and 129 stand on either side of a kept state, 63 and 65 of the turn between two.
      const around = [0, 63, 64, 65, 127, 128, 129].filter((step) => step < states.length);
      for (const step of [...steps, ...around]) {
        expect(recording.after(step)).toEqual(parsed(states[step]!));
      }
    }),
    { numRuns: 60 },
  );
});

test('looking at a recording changes nothing in it: what was seen stays as it was', () => {
  fc.assert(
    fc.property(anyStory, fc.array(fc.nat(), { minLength: 2, maxLength: 5 }), (story, picks) => {
      const scenario = scenarioOf(story);
      const before = JSON.stringify(scenario);
      const recording = record(scenario, { stepsMax: STEPS_MAX });
      const seen = picks.map((pick) => {
        const state = recording.after(pick % (recording.frames.length + 1));
        return { state, json: JSON.stringify(state) };
      });
      const frames = JSON.stringify(recording.frames);
      for (const pick of picks) recording.at(pick % scenario.untilMs);
      for (const { state, json } of seen) expect(JSON.stringify(state)).toBe(json);
      expect(JSON.stringify(recording.frames)).toBe(frames);
      expect(JSON.stringify(scenario)).toBe(before);
    }),
    { numRuns: 60 },
  );
});

test('a look at a moment sees all that happened in its millisecond, and nothing later', () => {
  fc.assert(
    fc.property(anyStory, fc.nat(), (story, pick) => {
      const scenario = scenarioOf(story);
      const states = statesOf(scenario);
      const recording = record(scenario, { stepsMax: STEPS_MAX });
      const { atMs } = recording.frames[pick % Math.max(1, recording.frames.length)] ?? { atMs: 0 };
      for (const ms of [atMs - 1, atMs, atMs + 0.5]) {
        const steps = recording.frames.filter((frame) => frame.atMs <= ms).length;
        expect(recording.at(ms)).toEqual(parsed(states[steps]!));
      }
    }),
    { numRuns: 40 },
  );
});

test('a recording is asked only for the steps it has', () => {
  const [story] = fc.sample(anyStory, { numRuns: 1, seed: 1 });
  const recording = record(scenarioOf(story!));
  expect(() => recording.after(-1)).toThrow(RangeError);
  expect(() => recording.after(recording.frames.length + 1)).toThrow(RangeError);
});

test.each([
  ['at', Number.NaN],
  ['at', '31d'],
  ['at', undefined],
  ['at', null],
  ['after', 1.5],
  ['after', -1],
  ['after', '1'],
  ['after', undefined],
  ['after', 1_000_000],
] as const)('%s(%o) is a mistake of whoever asks', (look, wrong) => {
  const [story] = fc.sample(anyStory, { seed: 1, numRuns: 1 });
  const recording = record(scenarioOf(story!), { stepsMax: STEPS_MAX });
  expect(() => recording[look](wrong as unknown as number)).toThrow(RangeError);
  expect(() => recording[look](0)).not.toThrow();
});
