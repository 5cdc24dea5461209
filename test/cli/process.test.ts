import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { folderWith, GOOD } from './calls.ts';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const at = folderWith({ 'good.yaml': GOOD, 'bad.yaml': 'name: [' });

function hyperplane(argv: string[], input = '') {
  const env = { ...process.env, FORCE_COLOR: '', NO_COLOR: '1' };
  return spawnSync(process.execPath, ['--import', 'tsx', MAIN, ...argv], {
    encoding: 'utf8',
    input,
    env,
  });
}

test('a process prints, warns and exits as it should', () => {
  const good = hyperplane(['run', '-', '--format', 'json'], GOOD);
  expect([good.status, good.stderr]).toEqual([0, '']);
  expect(JSON.parse(good.stdout).scenario).toBe('good');
  const bad = hyperplane(['run', at('bad.yaml')]);
  expect([bad.status, bad.stdout]).toEqual([2, '']);
  expect(bad.stderr).toMatch(/bad\.yaml:1:\d+/);
});

test('whoever stops reading early is not an error', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, 'facts'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let err = '';
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  child.stdout.once('data', () => child.stdout.destroy());
  const code = await new Promise((done) => child.on('exit', done));
  expect([code, err]).toEqual([0, '']);
});
