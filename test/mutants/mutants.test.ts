import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { RULES } from '../../src/evidence/rules.ts';
import { MUTANTS } from './mutants.ts';

const text = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

test.each(MUTANTS)('$file can still be broken so: $name', ({ file, search, replacement, rule }) => {
  expect(text(file).split(search)).toHaveLength(2);
  expect(replacement).not.toBe(search);
  expect(Object.keys(RULES)).toContain(rule);
});

test('each mutant has a name of its own', () => {
  expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
});
