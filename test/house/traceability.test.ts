import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { RULES } from '../../src/evidence/rules.ts';
import { TRACED } from './traceability.ts';
import { FILE, traceabilityText } from './traceability-text.ts';

const rows = TRACED.flatMap(({ rows: own }) => own);

test.each(rows)('$says', ({ rules, code, tests, scenarios, not }) => {
  for (const rule of rules ?? []) expect(Object.keys(RULES)).toContain(rule);
  for (const file of code ?? []) expect(existsSync(file), file).toBe(true);
  for (const file of scenarios ?? []) expect(existsSync(`scenarios/${file}`), file).toBe(true);
  for (const [file, text] of tests ?? []) {
    expect(existsSync(file), file).toBe(true);
    expect(readFileSync(file, 'utf8'), `${file} says nothing of "${text}"`).toContain(text);
  }
  // What no test shows must say why.
  if (tests === undefined) expect(not ?? '').toMatch(/^[A-Z].{10,}\.$/);
  else expect(rules ?? []).not.toEqual([]);
});

test('each statement stands there once, as a sentence', () => {
  const says = rows.map((row) => row.says);
  expect(new Set(says).size).toBe(says.length);
  for (const text of says) expect(text).toMatch(/^[A-Z].{20,}\.$/);
  expect(rows.length).toBeGreaterThan(55);
});

test('the file is that of the table: else run `npm run traceability`', () => {
  expect(readFileSync(FILE, 'utf8')).toBe(traceabilityText(TRACED));
});

test('the README leads to it', () => {
  expect(readFileSync('README.md', 'utf8')).toContain(`(${FILE})`);
});
