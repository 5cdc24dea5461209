import fc from 'fast-check';
import { expect, test } from 'vitest';
import { explain, explainRecorded } from '../../src/run/explain.ts';
import { record } from '../../src/run/record.ts';
import { meaningsIn } from '../../src/run/subject-names.ts';
import { scenarioOf } from '../model/staging.ts';
import { anyStory } from '../model/stories.ts';
import { STEPS_MAX } from '../model/telling.ts';
import { scenarioOf as storyOf } from '../scenarios/stories.ts';

test('a recording explains whatever happened in it as a run up to the moment does', () => {
  fc.assert(
    fc.property(anyStory, fc.array(fc.nat(), { minLength: 3, maxLength: 5 }), (story, picks) => {
      const scenario = scenarioOf(story);
      const recording = record(scenario, { stepsMax: STEPS_MAX });
      const names = recording.frames.flatMap(({ atMs, rows }) =>
        rows.flatMap(({ subject, with: other = subject }) => [
          { subject, atMs },
          { subject: other, atMs },
        ]),
      );
      for (const pick of picks) {
        const { subject, atMs } = names[pick % names.length] ?? { subject: 'nobody', atMs: 0 };
        const options = { atMs, stepsMax: STEPS_MAX };
        const found = explain(scenario, subject, options);
        const recorded = explainRecorded(scenario, recording, subject, options);
        expect(recorded).toEqual('unknown' in found ? null : found);
      }
    }),
    { numRuns: 60 },
  );
});

test('what no recording knows is not explained', () => {
  const [story] = fc.sample(anyStory, { numRuns: 1, seed: 1 });
  const scenario = scenarioOf(story!);
  expect(explainRecorded(scenario, record(scenario), 'nobody', { atMs: 1 })).toBeNull();
});

test('a picture of a run shows functions, subnets and ENIs, so these are meant first', async () => {
  const scenario = await storyOf('group-for-each.yaml');
  const recording = record(scenario);
  expect(meaningsIn(scenario, recording, 'mail')).toEqual(['function:mail', 'group:mail']);
  expect(meaningsIn(scenario, recording, 'group:mail')).toEqual(['group:mail']);
  expect(meaningsIn(scenario, recording, 'nobody')).toEqual([]);
  expect(explainRecorded(scenario, recording, 'mail', { atMs: 1 })).toBeNull();
});

test('traffic that begins and ends is no reason for a state', async () => {
  const found = explain(await storyOf('idle-reclaim.yaml'), 'checkout', { atMs: 5 * 86_400_000 });
  const [first] = 'chain' in found ? found.chain : [];
  expect(first?.row).toMatchObject({ note: 'version.state', to: 'Active' });
});
