import { expect, test } from 'vitest';
import { scoreOf } from './score.ts';

const killed = (statusReason: string) => ({ status: 'Killed', statusReason });
const CAUGHT = killed("expected 'yes' to be 'no' // Object.is equality");

test.each([
  ['an assertion', [CAUGHT], '1/1  0  0  100.0 %'],
  ['a crash', [killed("Cannot read properties of null (reading 'id')")], '0/1  0  1  0.0 %'],
  ['a syntax error', [killed('Unexpected token }')], '0/1  0  1  0.0 %'],
  ['a time-out', [{ status: 'Timeout' }], '0/1  0  1  0.0 %'],
  ['no failure', [{ status: 'Survived' }, CAUGHT], '1/2  1  0  50.0 %'],
  ['no test at all', [{ status: 'NoCoverage' }, CAUGHT], '1/2  1  0  50.0 %'],
  ['what is no mutant', [{ status: 'Ignored' }, { status: 'CompileError' }], '0/0  0  0  -'],
])('a mutant met by %s', (_, mutants, says) => {
  const lines = scoreOf([{ files: { 'a.ts': { mutants } } }]).split('\n');
  expect(lines.slice(1)).toEqual([`a.ts  ${says}`, `1 files  ${says}`]);
});

test('several reports make one table, the files in order', () => {
  const report = (name: string) => ({ files: { [name]: { mutants: [CAUGHT] } } });
  const lines = scoreOf([report('b.ts'), report('a.ts')]).split('\n');
  expect(lines.map((line) => line.split('  ')[0])).toEqual(['file', 'a.ts', 'b.ts', '2 files']);
});
