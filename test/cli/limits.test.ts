import { expect, test } from 'vitest';
import { LIMITS } from '../../src/scenario/limits.ts';
import { readTemplates } from '../../src/templates/read.ts';
import { call, folderWith, GOOD } from './calls.ts';

const functions = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`F${at}`, { Type: 'AWS::X::Y' }]));
const templateOf = (count: number) => JSON.stringify({ Resources: functions(count) });
const crowd = (count: number) => `why: [${'a,'.repeat(count)}]\n`;

const at = folderWith({
  'resources.json': templateOf(LIMITS.givenResources + 1),
  'entries.yaml': `Resources: { F: { Type: T, Metadata: [${'a,'.repeat(LIMITS.yamlEntries)}] } }\n`,
  'crowd.yaml': `${GOOD}${crowd(LIMITS.yamlEntries)}`,
  'lines.yaml': `${GOOD}${'\n'.repeat(LIMITS.yamlEntries)}`,
  'twice.json': `{"Resources": {${'"F": {"Type": "T"},'.repeat(150_000)} "G": {"Type": "T"}}}`,
});

test.each([
  ['plan', 'resources.json', 'too many resources for one plan (expected at most 50000, got 50001)'],
  ['plan', 'entries.yaml', 'too many lines and commas (expected at most 500000 of both together)'],
  ['check', 'crowd.yaml', 'too many lines and commas'],
  ['run', 'crowd.yaml', 'too many lines and commas'],
  ['run', 'lines.yaml', 'too many lines and commas'],
  ['plan', 'crowd.yaml', 'too many lines and commas'],
])('%s %s meets a limit that is named', async (command, file, message) => {
  const { code, err } = await call([command, at(file)]);
  expect(code).toBe(2);
  expect(err).toContain(message);
  expect(err.split('\n').length).toBeLessThan(4);
});

test('as many resources as are allowed are planned', () => {
  const files = [{ file: 'a.json', text: templateOf(LIMITS.givenResources) }];
  expect(readTemplates([{ name: 'a', files }]).estate).not.toBeNull();
});

test('more slips than a call can have arguments are told like few', async () => {
  const { code, err } = await call(['plan', at('twice.json')]);
  expect(code).toBeLessThan(3);
  expect(err).toContain('written twice');
});
