import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sceneOf } from '../../src/demo/scene.ts';
import { record } from '../../src/run/record.ts';
import { scenarioOf } from '../model/staging.ts';
import { anyStory } from '../model/stories.ts';
import { STEPS_MAX } from '../model/telling.ts';

test('what is remembered of earlier states changes no scene', () => {
  fc.assert(
    fc.property(anyStory, fc.array(fc.nat(), { minLength: 2, maxLength: 8 }), (story, picks) => {
      const recording = record(scenarioOf(story), { stepsMax: STEPS_MAX });
      for (const pick of picks) {
        const state = recording.after(pick % (recording.frames.length + 1));
        expect(sceneOf(state)).toEqual(sceneOf(structuredClone(state)));
      }
    }),
    { numRuns: 60 },
  );
});
