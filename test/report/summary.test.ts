import { expect, test } from 'vitest';
import { assumptionsOf, headerOf, verdictOf, wentAsExpected } from '../../src/report/run-text.ts';
import { summaryOf } from '../../src/report/summary.ts';
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

test('300 functions do not flood the screen', () => {
  const summary = summaryOf(runOf(crowd(300)).result);
  expect(summary).toContain('… 260 more rows, --format json has all');
  expect(summary).toContain('fn-40');
  expect(summary).not.toContain('fn-41');
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
      fidelity  auto: no steady traffic, so every call one by one
      run       40d in ${life.result.events} events
    "
  `);
});

test('a header keeps control characters of a scenario to itself', () => {
  const idleAfter = { kind: 'constant', value: 1 } as const;
  const result = { ...life.result, why: 'one\ntwo \u001b[2J', seed: '\u001b[31m' };
  const header = headerOf(result, { idleAfter, steadyStreams: 0, scenario: life.scenario });
  expect(header).toContain('one two �[2J');
  expect(header).not.toContain('\u001b');
});

test('assumptions give the value and how far it may be off', () => {
  expect(assumptionsOf([])).toBe('');
  expect(assumptionsOf(['eniCreation'])).toContain(
    'eniCreation  lognormal, median 3m, sigma 0.633, at most 15m; could be 1m to 8m 30s',
  );
});
