import { expect, test } from 'vitest';
import { POLICY_LIMITS } from '../../src/access/policy.ts';
import { looksLikePolicy, readPolicyText } from '../../src/access/text.ts';

const STATEMENT = '{ "Effect": "Deny", "Action": ["a:b", "c:d"], "Resource": "*" }';
const WHOLE = `{\n "Version": "2012-10-17",\n "Statement": [\n  ${STATEMENT}\n ]\n}`;

type Row = [what: string, text: string, problems: string[]];

/** Slips of the pen that can be mended without a guess; places are line:column. */
const MENDED: Row[] = [
  ['a comma behind the last', WHOLE.replace('"c:d"]', '"c:d",]'), ['4:46 A comma with nothing']],
  ['two commas', WHOLE.replace('"a:b",', '"a:b",,'), ['4:40 A comma too many']],
  ['a comma missing in a list', WHOLE.replace('"a:b",', '"a:b"'), ['4:40 A comma is missing']],
  ['a comma missing in an object', WHOLE.replace('"Deny",', '"Deny"'), ['4:22 A comma is missing']],
  ['a colon missing', WHOLE.replace('"Effect":', '"Effect"'), ['4:14 A colon is missing']],
  ['the end missing', WHOLE.slice(0, -4), ['4:66 The `[` of line 3', '4:66 The `{` of line 1']],
  ['brackets too many', `${STATEMENT} ] }`, ['1:65 `]` closes nothing', '1:67 `}` closes nothing']],
  ['no policy around', STATEMENT, ['1:1 A statement stands alone']],
  ['a comment', WHOLE.replace('[\n', '[ // all of them\n'), ['3:17 JSON has no comments']],
];

test.each(MENDED)('IAM-7: %s is named at its place, and mended', (_what, text, problems) => {
  const reading = readPolicyText(text);
  if (reading.ok) throw new Error('it is broken');
  const told = reading.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
  expect(told.map((line, i) => line.slice(0, problems[i]?.length))).toEqual(problems);
  expect(reading.problems.every(({ mend }) => mend !== '')).toBe(true);
  const mended = reading.mended!;
  expect(JSON.parse(mended)).toEqual(JSON.parse(WHOLE));
  expect(readPolicyText(mended).ok).toBe(true);
});

/** Where mending would be a guess, or the result would be no policy. */
const GUESSES: Row[] = [
  ['single quotes', WHOLE.replaceAll('"', "'"), ['2:2 "\'Version\'" is not JSON']],
  ['a text without an end', WHOLE.replace('"*"', '"*'), ['4:61 The text']],
  ['a key twice', WHOLE.replace('"Resource"', '"Action"'), ['4:49 "Action" is written twice']],
  ['a value missing', WHOLE.replace('"Deny",', ','), ['4:15 A comma too many']],
  ['no key', WHOLE.replace('"Effect":', ''), ['4:12 A comma']],
  ['two documents', WHOLE + WHOLE, ['6:2 Something follows the end']],
  ['nothing', ' \n', ['1:1 There is no JSON']],
  ['a list left open', WHOLE.replace('"c:d"]', '"c:d"'), ['4:58 A colon']],
  ['a comma too many and an unknown operator', '{ "Statement": [ {}, ] }', ['1:20 A comma']],
];

test.each(GUESSES)('IAM-7: %s is named, and nothing is guessed', (_what, text, problems) => {
  const reading = readPolicyText(text);
  if (reading.ok) throw new Error('it is broken');
  const [first] = reading.problems;
  const told = `${first!.line}:${first!.column} ${first!.message}`;
  expect(told.slice(0, problems[0]!.length)).toBe(problems[0]);
  expect(reading.mended).toBeNull();
});

test('IAM-7: sound JSON that is no sound policy is told where it stands', () => {
  const text = WHOLE.replace(
    '"Resource"',
    '"Condition": { "StringEqual": { "a:b": "c" } }, "Resource"',
  );
  const reading = readPolicyText(text);
  expect(reading).toMatchObject({
    ok: false,
    problems: [{ line: 4, column: 79, mend: 'Did you mean "StringEquals"?' }],
    mended: null,
  });
});

test('IAM-7: a sound text is read into its document and a parsed policy', () => {
  const reading = readPolicyText(WHOLE);
  expect(reading).toMatchObject({ ok: true, document: JSON.parse(WHOLE) });
});

test.each([
  ['nestingMax', '['.repeat(100_000)],
  ['charactersMax', `{"Statement": "${'x'.repeat(POLICY_LIMITS.charactersMax)}"}`],
  ['statementsMax', `{"Statement": [${'{},'.repeat(1_000)}{}]}`],
  [
    'valuesMax',
    `{"Statement": [{"Effect":"Deny","Resource":"*","Action":[${'"a:b",'.repeat(10_000)}"a:b"]}]}`,
  ],
])('IAM-7: what passes the limit %s is refused by its name', (limit, text) => {
  const reading = readPolicyText(text);
  if (reading.ok) throw new Error('it is too large');
  expect(reading.problems.map(({ message }) => message).join()).toContain(limit);
});

test('a policy is told from a scenario and a template, broken or not', () => {
  expect(looksLikePolicy(WHOLE.slice(0, -3))).toBe(true);
  expect(looksLikePolicy(`${STATEMENT} ] }`)).toBe(true);
  expect(looksLikePolicy('{ "functions": {}, "Statement": [')).toBe(false);
  expect(looksLikePolicy('{ "Resources": { "r": { "Statement": [] } } }')).toBe(false);
  expect(looksLikePolicy('Statement: []')).toBe(false);
});
