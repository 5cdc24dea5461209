import { expect, test } from 'vitest';
import { explanationText } from '../../src/report/explain.ts';
import { type Explanation, explain } from '../../src/run/explain.ts';
import { LIFE, runOf } from './runs.ts';

const { scenario } = runOf(LIFE);

function why(subject: string, atMs: number): Explanation {
  const found = explain(scenario, subject, { atMs });
  if ('unknown' in found) throw new Error(found.unknown.join());
  return found;
}

const text = (subject: string, atMs: number) =>
  explanationText(why(subject, atMs), { timeline: scenario.timeline });

const DAY = 86_400_000;

test('a failed function says which rule failed it, and what that rule rests on', () => {
  const told = text('full', DAY);
  expect(told).toMatch(/^full \(function\) at 1d: Failed \(SubnetOutOfIPAddresses\)\nWhy\n/);
  expect(told).toMatch(/s {2}full is Failed: SubnetOutOfIPAddresses \[STATE-4\]/);
  expect(told).toContain('STATE-4 (documented): ');
  expect(told).toContain('- aws-lambda-states: Lambda function states;');
  expect(told).toContain('because 0s  full create is accepted [');
});

test('every link of the chain is told, and each rule explained once', () => {
  const explanation = why('eni-1', 40 * DAY);
  const told = explanationText(explanation, { timeline: scenario.timeline });
  for (const { row } of explanation.chain) {
    expect(told).toContain(`[${row.rule}]`);
    expect(told.match(new RegExp(`^ +${row.rule} \\(`, 'gm'))).toHaveLength(1);
  }
});

test('a long past is cut at its beginning', () => {
  const explanation = why('orders', 40 * DAY);
  const told = explanationText(explanation, { historyMax: 3 });
  expect(told).toContain(`… ${explanation.history.length - 3} earlier rows`);
});

test('before anything happened there is nothing to explain', () => {
  expect(explanationText({ ...why('full', DAY), history: [], chain: [] })).toBe(
    'full (function) at 1d\n  Nothing has happened to it until then.\n',
  );
});
