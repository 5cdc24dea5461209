import { expect, test } from 'vitest';
import { longRun } from '../../bench/long-run.ts';
import { pageBench } from '../../bench/page.ts';
import { recordingBench } from '../../bench/recording.ts';
import { simulate } from '../../src/run/simulate.ts';

test('the bench of the page opens the lessons and drags over a run, which means the same there', async () => {
  const report = await pageBench([10], 3);
  expect(report).toMatch(/^lessons {2}\d+ KB {2}first view after \d+ ms/);
  expect(report).toMatch(/\n\d+ moments .* scrub of 3 moves: median [\d.]+ ms a frame/);
  expect(report).toContain(`hash ${simulate(longRun(10)).traceHash}\n`);
}, 120_000);

test('the bench of recordings reports what is kept, seeks and steps back', () => {
  const [keeping, looking] = recordingBench([40], 100, [10], () => 0).split('\n');
  expect(keeping).toMatch(
    /^\d+ entities {2}0 us a step recorded, 0 us in place .* hash [0-9a-f]+$/,
  );
  expect(looking).toMatch(/^\d+ steps in 30 days .* seek median 0.000 ms.* step back median/);
  expect(looking).toContain(`hash ${simulate(longRun(10)).traceHash}`);
});
