import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const span = (family: string, last: number) =>
  Array.from({ length: last }, (_, i) => `${family}-${i + 1}`);

/** What these folders answer for; the other rules have tests in other rooms. */
const RULES = [
  ...span('SHARE', 7),
  ...span('STATE', 11),
  ...span('ENI', 8),
  ...span('IDLE', 6),
  ...span('LIMIT', 4),
  'API-1',
  'API-2',
  'API-5',
  'IAM-1',
  'IAM-4',
  'LOAD-1',
  'LOAD-3',
  'LOAD-4',
];

/** Rules in the titles of tests: the text before the first colon or `, ` chain of a title. */
const named = new Set(
  ['model', 'run', 'load'].flatMap((folder) => {
    const place = new URL(`../${folder}/`, import.meta.url);
    return readdirSync(place)
      .filter((file) => file.endsWith('.test.ts') && file !== 'rules.test.ts')
      .flatMap((file) => readFileSync(new URL(file, place), 'utf8').match(/['`][A-Z]+-\d[^:\n]*:/g))
      .flatMap((title) => title?.match(/[A-Z]+-\d+/g) ?? []);
  }),
);

test.each(RULES)('%s: a test of the model, the run or the load names it', (rule) => {
  expect([...named]).toContain(rule);
});
