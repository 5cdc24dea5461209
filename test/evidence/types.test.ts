import { expect, test } from 'vitest';
import { constant } from '../../src/evidence/laws.ts';
import type { Rule } from '../../src/evidence/rules-types.ts';
import type { Answer, Parameter } from '../../src/evidence/types.ts';

// The compiler is the test: a line that stops being an error makes `tsc` fail.
const about = 'An entry of this test.';
const limit = { value: 7, unit: 'count', about } as const;

const accepted = [
  { ...limit, confidence: 'documented', sources: ['botocore'] },
  { ...limit, confidence: 'assumed', range: [1, 9], why: 'Nobody says.' },
  {
    byProfile: { seed: 7, current: 8 },
    unit: 'count',
    about,
    confidence: 'observed',
    sources: ['botocore'],
  },
  { value: constant(7), unit: 'ms', about, confidence: 'documented', sources: ['botocore'] },
  {
    value: 'a',
    choices: ['a', 'b'],
    unit: 'choice',
    about,
    confidence: 'documented',
    sources: ['botocore'],
  },
] satisfies Parameter[];

const refused: Parameter[] = [
  // @ts-expect-error a documented entry names a source
  { ...limit, confidence: 'documented' },
  // @ts-expect-error an empty list of sources names none
  { ...limit, confidence: 'observed', sources: [] },
  // @ts-expect-error a source must be in the table of sources
  { ...limit, confidence: 'documented', sources: ['hearsay'] },
  // @ts-expect-error an assumed entry has a range
  { ...limit, confidence: 'assumed', why: 'Nobody says.' },
  // @ts-expect-error an assumed entry has a reason
  { ...limit, confidence: 'assumed', range: [1, 9] },
  // @ts-expect-error what is known has no range to vary over
  { ...limit, confidence: 'documented', sources: ['botocore'], range: [1, 9] },
  // @ts-expect-error a range has two ends
  { ...limit, confidence: 'assumed', range: [1], why: 'Nobody says.' },
  // @ts-expect-error a duration is a law, not a bare number
  { value: 7, unit: 'ms', about, confidence: 'documented', sources: ['botocore'] },
  // @ts-expect-error a choice lists its choices
  { value: 'a', unit: 'choice', about, confidence: 'documented', sources: ['botocore'] },
  // @ts-expect-error a value by profile names both profiles
  { byProfile: { seed: 7 }, unit: 'count', about, confidence: 'observed', sources: ['botocore'] },
  {
    ...limit,
    confidence: 'assumed',
    range: [1, 9],
    why: 'Nobody says.',
    // @ts-expect-error an alternative says where it comes from
    alternatives: [{ name: 'more', value: 8 }],
  },
];

// @ts-expect-error an observed text names a source
const answer: Answer = { code: 'A', httpStatus: 400, message: 'm', confidence: 'observed' };
// @ts-expect-error an assumed rule has a reason
const rule: Rule = { says: 'Something happens.', confidence: 'assumed' };

test('an entry with a source, or with a range and a reason, compiles, and no other does', () => {
  expect(accepted).toHaveLength(5);
  expect(refused.every((entry) => entry.about === about)).toBe(true);
  expect([answer.code, rule.confidence]).toEqual(['A', 'assumed']);
});
