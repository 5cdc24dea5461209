import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { putInPlace, removeOld, STAMP, stampIn, stampOf } from '../../.config/dist.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hyperplane-dist-'));
  mkdirSync(join(root, '.cache'));
  mkdirSync(join(root, 'src'));
  built('dist', 'old');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function built(folder: string, content: string): string {
  const path = join(root, folder);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'main.js'), content);
  writeFileSync(join(path, STAMP), `${content}\n`);
  return path;
}
const current = () => readFileSync(join(root, 'dist', 'main.js'), 'utf8');
const left = () => readdirSync(join(root, '.cache'));
const DEAD = 2 ** 30;

test('a finished build takes the place of the old one, and nothing of that is left', () => {
  putInPlace(built('.cache/build-1', 'new'), root);
  expect([current(), stampIn(join(root, 'dist')), left()]).toEqual(['new', 'new', []]);
});

test('where the new one cannot take its place, the old one stays', () => {
  expect(() => putInPlace(join(root, '.cache', 'none'), root)).toThrow(/ENOENT/);
  expect([current(), left()]).toEqual(['old', []]);
});

test('two builds at once end with one that is whole', () => {
  putInPlace(built('.cache/build-1', 'one'), root);
  putInPlace(built('.cache/build-2', 'two'), root);
  expect([current(), stampIn(join(root, 'dist'))]).toEqual(['two', 'two']);
});

test('what a stopped build left is removed, that of a running one is not', () => {
  built(`.cache/build-${DEAD}`, 'half');
  built(`.cache/build-${process.pid}`, 'running');
  built(`.cache/old-${DEAD}`, 'older');
  removeOld(root);
  expect([current(), left()]).toEqual(['old', [`build-${process.pid}`]]);
});

test('a `dist` that a stopped build had moved away comes back', () => {
  built(`.cache/old-${DEAD}`, 'moved');
  rmSync(join(root, 'dist'), { recursive: true });
  removeOld(root);
  expect([current(), left()]).toEqual(['moved', []]);
});

test('the stamp changes with each source, and a build without one is not current', () => {
  writeFileSync(join(root, 'src', 'a.ts'), '1');
  const before = stampOf(root);
  expect(stampOf(root)).toBe(before);
  writeFileSync(join(root, 'src', 'a.ts'), '2');
  expect(stampOf(root)).not.toBe(before);
  writeFileSync(join(root, 'src', 'a.ts'), '1');
  for (const name of ['src/b.ts', 'package-lock.json', 'tsconfig.json']) {
    writeFileSync(join(root, name), '');
    expect(stampOf(root)).not.toBe(before);
    rmSync(join(root, name));
  }
  expect(stampIn(join(root, 'none'))).toBeNull();
});

test('a build that fails leaves `dist` as it was', () => {
  const repository = process.cwd();
  const before = existsSync('dist') ? readdirSync('dist') : [];
  const config = join(repository, '.config', 'build.ts');
  // There is nothing to compile in this folder.
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', config], {
    cwd: repository,
    env: { ...process.env, PATH: '' },
    encoding: 'utf8',
  });
  if (stampIn('dist') !== stampOf()) expect(status).not.toBe(0);
  expect(existsSync('dist') ? readdirSync('dist') : []).toEqual(before);
});
