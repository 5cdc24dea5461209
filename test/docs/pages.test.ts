import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FAIL_ON } from '../../src/cli/exit-code.ts';
import { EXIT } from '../../src/cli/failure.ts';
import { DESCRIPTIONS } from '../../src/findings/descriptions.ts';
import { findingPage } from '../../src/report/facts.ts';
import { FOLDER, findingPages, IDS } from './finding-pages.ts';

const pages = await findingPages();

test.each([...pages.keys()])('%s is as its example is: else run `npm run docs`', (name) => {
  expect(readFileSync(join(FOLDER, name), 'utf8')).toBe(pages.get(name));
});

test('there is one page for each finding, one example, and nothing else', () => {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.md'));
  expect(names.sort()).toEqual([...pages.keys()].sort());
  const examples = readdirSync(join(FOLDER, 'examples')).map((name) => name.replace(/\.\w+$/, ''));
  expect(examples.sort()).toEqual([...IDS].sort());
  for (const id of IDS) expect(existsSync(findingPage(id)), id).toBe(true);
});

test('each says in a sentence of its own what it is about', () => {
  const texts = Object.values(DESCRIPTIONS);
  for (const text of texts) expect(text).toMatch(/^[A-Z].{20,100}\.$/);
  expect(new Set(texts).size).toBe(texts.length);
});

test('the table of exit codes has every code and every level', () => {
  const page = readFileSync('docs/exit-codes.md', 'utf8');
  const codes = [...page.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
  expect(codes).toEqual(Object.values(EXIT).toSorted((a, b) => a - b));
  const levels = [...page.matchAll(/^\| `(\w+)`/gm)].map(([, level]) => level);
  expect(levels).toEqual([...FAIL_ON]);
});
