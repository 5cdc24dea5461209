import { expect, test } from 'vitest';
import { assumptionsOf, headerOf, verdictOf, wentAsExpected } from '../../src/report/run-text.ts';
import { summaryOf } from '../../src/report/summary.ts';
import { folded } from '../../src/report/table.ts';
import { crowd, LIFE, runOf } from './runs.ts';

const life = runOf(LIFE);

test('a summary tells what came of functions, ENIs, subnets, VPCs, actions and hopes', async () => {
  await expect(summaryOf(life.result)).toMatchFileSnapshot('golden/life-summary.txt');
});

test('no table is wider than asked for', () => {
  for (const width of [60, 80, 100]) {
    const lines = summaryOf(life.result, { width }).split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width);
  }
});

test('300 functions with one fate are one row', () => {
  const summary = summaryOf(runOf(crowd(300)).result);
  expect(summary).toMatch(/^fn-1 \.\.\. fn-300 \(300 alike\) +Inactive: Idle/m);
  expect(summary).not.toContain('fn-2');
});

test('300 functions with a fate each do not flood the screen', () => {
  const { result } = runOf(crowd(300));
  const functions = result.functions.map((one, place) => {
    return { ...one, invocations: { ...one.invocations, attempted: place } };
  });
  const summary = summaryOf({ ...result, functions });
  expect(summary).toContain('… 276 more rows, --format json has all');
  expect(summary).toContain('fn-24');
  expect(summary).not.toContain('fn-25');
});

test('neighbours that differ in their name only are one row', () => {
  const rows = [
    ['a', '1'],
    ['b', '1'],
    ['c', '2'],
    ['d', '1'],
  ];
  const text = (folds: string[][]) => folds.map((row) => row.join('|').replaceAll('\u00a0', ' '));
  expect(text(folded(rows))).toEqual(['a, b|1', 'c|2', 'd|1']);
  const many = Array.from({ length: 40 }, (_, n) => [`s${n + 1}`, 'x']);
  expect(text(folded(many))).toEqual(['s1 ... s40 (40 alike)|x']);
});

test('shares are of the time that a version existed', () => {
  const summary = summaryOf(life.result);
  expect(summary).toMatch(/^checkout:1 +Deleted +100% Active 40m /m);
});

test('a moment is never broken inside its column', () => {
  for (const width of [90, 100]) {
    const summary = summaryOf(life.result, { width });
    expect(summary.split('30d 0h 54m')).toHaveLength(2);
  }
});

test('a name as long as names may be is broken, not cut off', () => {
  const name = 'n'.repeat(140);
  const { result } = runOf(`functions:\n  ? ${name}\n  : {}`);
  const summary = summaryOf(result);
  expect(summary.replace(/[^n]/g, '')).toContain(name);
  expect(Math.max(...summary.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100);
});

test('an expectation that was missed says what was seen, and where it stands', () => {
  const { result } = runOf(`functions: { f: {} }\nexpect: [{ metric: enis.peak, min: 3 }]`);
  expect(summaryOf(result)).toMatch(/NOT ok {2}in the end enis.peak >= 3; seen: 0 \(line \d+\)/);
  expect(wentAsExpected(result)).toBe(false);
  expect(verdictOf(result)).toBe('NOT ok: 1 expectation not met\n');
});

test('the header names all that the outcome depends on', () => {
  const idleAfter = { kind: 'constant', value: 30 * 86_400_000 } as const;
  const facts = { idleAfter, steadyStreams: 0, scenario: life.scenario };
  expect(headerOf(life.result, facts)).toMatchInlineSnapshot(`
    "story
      profile   seed: idle after 30d
      seed      story
      fidelity  auto: every call one by one, since no traffic is steady
      run       40d in ${life.result.events} events
    "
  `);
});

test('where nobody calls the header does not speak of how calls are counted', () => {
  const { result, scenario } = runOf('functions: { f: {} }');
  const facts = { idleAfter: { kind: 'constant', value: 1 }, steadyStreams: 0, scenario } as const;
  expect(headerOf(result, facts)).toContain('fidelity  auto: there are no calls in this run\n');
});

test('a header keeps control characters of a scenario to itself', () => {
  const idleAfter = { kind: 'constant', value: 1 } as const;
  const result = { ...life.result, why: 'one\ntwo \u001b[2J', seed: '\u001b[31m' };
  const header = headerOf(result, { idleAfter, steadyStreams: 0, scenario: life.scenario });
  expect(header).toContain('one two \\u001b[2J');
  expect(header).not.toContain('\u001b');
});

test('assumptions give the value and how far it may be off', () => {
  expect(assumptionsOf([])).toBe('');
  expect(assumptionsOf(['eniCreation'])).toContain(
    'eniCreation  lognormal, median 3m, sigma 0.633, at most 15m; could be 1m to 8m 30s',
  );
  const two = assumptionsOf(['releaseRole', 'deleteAbortsDetach']);
  expect(two).toMatch(/^2 assumptions about what AWS does not state\n/);
  expect(two).toContain('releaseRole         creator; could be last-user\n');
  expect(two).toContain('deleteAbortsDetach  on; could be off\n');
});
