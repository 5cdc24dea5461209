import { describe, expect, test } from 'vitest';
import { storyOf } from '../../src/report/story.ts';
import { trafficWordsOf } from '../../src/report/traffic-words.ts';
import { runOf, VPC } from './runs.ts';

/** The words for the traffic of `f` at a moment. */
function wordsAt(traffic: string, atMs: number): string {
  const { scenario } = runOf(`functions: { f: { ${VPC}, traffic: ${traffic} } }`);
  return trafficWordsOf(scenario)('f', atMs).words;
}

const HOUR = 3_600_000;

describe('what the traffic is that begins', () => {
  test.each([
    ['{ rate: 2/s, from: 1h }', '2/s'],
    ['{ rate: 90/min, from: 1h }', '1.5/s'],
    ['{ rate: 6/h, from: 1h }', '6/h'],
    ['{ rate: 1500/s, from: 1h }', '1,500/s'],
    ['{ ramp: { from: 4/s, to: 64/s }, from: 1h, until: 3h }', 'from 4/s to 64/s'],
    ['{ daily: { "00:00": 2/s, "08:00": 10/s } }', '2/s to 10/s, the same every 1d'],
    ['{ every: 5s, from: 1h }', 'one call every 5s'],
    ['{ burst: 200, at: [2h] }', '200 calls'],
  ])('%s is %s', (traffic, words) => {
    expect(wordsAt(traffic, 2 * HOUR)).toBe(words);
  });

  test('nothing is said before it begins, of other versions, or of two streams at once', () => {
    expect(wordsAt('{ rate: 2/s, from: 1h }', HOUR - 1)).toBe('');
    expect(wordsAt('[{ rate: 2/s }, { rate: 3/s }]', HOUR)).toBe('');
    const { scenario } = runOf(`functions: { f: { ${VPC}, traffic: { rate: 2/s } } }`);
    expect(trafficWordsOf(scenario)('f:1', HOUR).words).toBe('');
  });
});

test('the story tells it, and what setTraffic changes it to', () => {
  const { frames, result, scenario } = runOf(`
functions: { f: { ${VPC}, traffic: { rate: 2/s, from: 1h } } }
timeline: [{ at: 2h, setTraffic: f, traffic: { rate: 9/s } }]
`);
  const story = storyOf(result, frames, { traffic: trafficWordsOf(scenario) });
  expect(story.match(/begins: \S+/g)).toEqual(['begins: 2/s', 'begins: 9/s']);
});

test.each([
  ['burst: 200, at: [1h, 2h]', ['gets a burst of 200 calls', 'the burst is over']],
  ['rate: 9/s, from: 1h', ['steady traffic begins: 9/s', 'steady traffic ends']],
])('traffic { %s } is told as what it is', (traffic, [begins, ends]) => {
  const { frames, result, scenario } = runOf(
    `functions: { f: { ${VPC}, traffic: { ${traffic}${traffic.startsWith('rate') ? ', until: 2h' : ''} } } }`,
  );
  const story = storyOf(result, frames, { traffic: trafficWordsOf(scenario) });
  expect(story).toContain(begins);
  expect(story).toContain(ends);
  expect(story.includes('steady')).toBe(traffic.startsWith('rate'));
});
