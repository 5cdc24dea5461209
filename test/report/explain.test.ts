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

test('of a long past the beginning and the end are told', () => {
  const told = explanationText(why('orders', 40 * DAY), { historyMax: 4 });
  expect(told).toMatch(/… \d more lines\n +37d {2}orders {2}/);
});

test('what repeats is one line, in the chain and in the past', () => {
  const { scenario: stuck } = runOf(`
functions: { f: { role: own, vpc: { subnets: [a], securityGroups: [web] } } }
timeline: [{ at: 1h, delete: f }, { at: 1h, deleteRole: own }]
`);
  const found = explain(stuck, 'eni-1', { atMs: 3 * 3_600_000 });
  if ('unknown' in found) throw new Error();
  const told = explanationText(found).replace(/\s+/g, ' ');
  expect(told).toContain('it tries again (21 times since 1h 20m) [ENI-4]');
  expect(told).toContain(
    "may not be deleted by Lambda as own (Role 'own' is deleted): 21 tries until 3h [ENI-4]",
  );
});

test('an ENI drains because a call deleted its function', () => {
  const told = text('eni-3', 40 * DAY);
  const because = told.match(/because 37d {2}.*(?= \[)/g);
  expect(because).toEqual([
    'because 37d  eni-3 drains: nobody needs a/db any more',
    'because 37d  checkout leaves a/db',
    'because 37d  checkout is deleted',
    'because 37d  checkout delete is accepted',
  ]);
});

test('who joined the ENI of another is told whose it was', () => {
  const told = text('orders', 3_600_000);
  expect(told).toMatch(/because 0s {2}orders joins a\/web and waits for the same ENI/);
  expect(told).toMatch(/because 0s {2}eni-1 is made in a\/web for checkout/);
});

test('a chain that traffic began says what passed its limit', () => {
  const { chain, ...rest } = why('eni-1', DAY);
  const crossing = { atMs: 7_200_000, eni: 'eni-1', kind: 'crowded', share: 0.8 } as const;
  const told = explanationText({
    ...rest,
    chain: chain.slice(0, 1),
    crossing: { ...crossing, connectionsMax: 65_000 },
  });
  expect(told).toContain(
    'because 2h  the connections of eni-1 passed 80% of the 65,000 it can have',
  );
});

test('before anything happened there is nothing to explain', () => {
  expect(explanationText({ ...why('full', DAY), history: [], chain: [] })).toBe(
    'full (function) at 1d\n  Nothing has happened to it until then.\n',
  );
});

test('an idle function was last used when its last call came', () => {
  const { scenario: quiet } = runOf(`
functions: { f: { vpc: { subnets: [a], securityGroups: [web] }, traffic: { rate: 2/s, from: 1h, until: 1d } } }
`);
  const found = explain(quiet, 'f', { atMs: 32 * DAY });
  if ('unknown' in found) throw new Error();
  const told = explanationText(found);
  expect(told).toMatch(/because 1d {2}f steady traffic ends \[LOAD-1\]\n/);
  expect(found.chain.map(({ row }) => row.note).slice(0, 2)).toEqual([
    'version.state',
    'traffic.ended',
  ]);
});

test('a version that waits says for which ENI; one that is ready waits for none', () => {
  const told = text('checkout', 60_000);
  expect(told).toMatch(/Why\n {2}waits: 0s {2}eni-1 is made in a\/web for \w+ .*, ready at 2m/);
  expect(why('checkout', 60_000).waits).toHaveLength(1);
  expect(why('checkout', 5 * 60_000).waits).toEqual([]);
});
