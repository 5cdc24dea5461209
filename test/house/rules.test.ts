import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RULES } from '../../src/evidence/rules.ts';

const ID =
  /\b(?:(?:SHARE|STATE|ENI|CAP|IDLE|LIMIT|API|IAM|NET|LOAD|ASYNC|CONN|ADDR)-\d+|TIME-1)\b/g;

/** Rules whose behaviour is not built yet: they stand in the table and nowhere in the code. */
const NOT_BUILT = new Set<string>(['ASYNC-2', 'CONN-3']);

function cited(folders: readonly string[]): Set<string> {
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  );
  const text = files.filter((file) => !file.includes('house')).map((f) => readFileSync(f, 'utf8'));
  return new Set(text.flatMap((part) => part.match(ID) ?? []));
}

const ROOMS = [
  'access',
  'findings',
  'load',
  'model',
  'network',
  'plan',
  'run',
  'scenario',
  'templates',
];
const inCode = cited(ROOMS.map((room) => `src/${room}`));
const inTests = cited(['test']);
const built = Object.keys(RULES).filter((id) => !NOT_BUILT.has(id));

test('every rule that is built is cited by the code that carries it', () => {
  expect(built.filter((id) => !inCode.has(id))).toEqual([]);
});

test('every rule that is built is named by a test', () => {
  expect(built.filter((id) => !inTests.has(id))).toEqual([]);
});

test('no rule is cited that the table of rules does not have', () => {
  expect([...inCode, ...inTests].filter((id) => !(id in RULES))).toEqual([]);
});

const MODEL = '../shared/design/MODEL.md';
test.runIf(existsSync(MODEL))(
  'the table of rules is that of the model, where it is present',
  () => {
    const model = new Set(readFileSync(MODEL, 'utf8').match(ID));
    // Ranges such as SHARE-1..7 are written out rule by rule in the model, so sets compare.
    expect([...model].filter((id) => !(id in RULES))).toEqual([]);
    expect(Object.keys(RULES).filter((id) => !model.has(id))).toEqual([]);
  },
);
