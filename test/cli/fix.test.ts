import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { call, folderWith, GOOD } from './calls.ts';

const SOUND =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"a:b","Resource":"*"}]}';

const at = folderWith({
  'comma.json': SOUND.replace('"*"}', '"*",}'),
  'there.json': SOUND.slice(0, -2),
  'there.fixed.json': 'mine',
  'guess.json': SOUND.replaceAll('"', "'"),
  'sound.json': SOUND,
  'scenario.yaml': GOOD,
});

test('check --fix writes a mended copy beside the broken policy, which stays as it is', async () => {
  const { code, out, err } = await call(['check', '--fix', at('comma.json')]);
  expect(code).toBe(2);
  expect(err).toContain(`${at('comma.json')}:1:84: A comma with nothing behind it. Remove it.\n`);
  expect(out).toContain(`${at('comma.fixed.json')}: written, a sound policy\n`);
  expect(JSON.parse(readFileSync(at('comma.fixed.json'), 'utf8'))).toEqual(JSON.parse(SOUND));
  expect(readFileSync(at('comma.json'), 'utf8')).toContain('"*",}');
  expect((await call(['check', at('comma.fixed.json')])).code).toBe(0);
});

test('check --fix overwrites nothing, and says so', async () => {
  const { code, out } = await call(['check', '--fix', at('there.json')]);
  expect(code).toBe(2);
  expect(out).toContain(`${at('there.fixed.json')} is there already; remove it first`);
  expect(readFileSync(at('there.fixed.json'), 'utf8')).toBe('mine');
});

test.each([
  ['guess.json', 'would be a guess', 2],
  ['sound.json', 'nothing to mend', 0],
  ['scenario.yaml', 'only policies are', 0],
])('check --fix leaves %s alone: %s', async (file, why, exit) => {
  const { code, out } = await call(['check', '--fix', at(file)]);
  expect([code, out]).toEqual([exit, expect.stringContaining(why)]);
  expect(existsSync(at(file.replace(/\.\w+$/, '.fixed.json')))).toBe(false);
});

test('a broken policy on standard input is mended nowhere', async () => {
  const readStdin = async () => new TextEncoder().encode(SOUND.slice(0, -1));
  const { code, out } = await call(['check', '--fix', '-'], { readStdin });
  expect([code, out]).toEqual([2, expect.stringContaining('give the name of a file')]);
});

test('without --fix nothing is written', async () => {
  const { code, out } = await call(['check', at('guess.json')]);
  expect([code, out]).toEqual([2, expect.not.stringContaining('mended')]);
});
