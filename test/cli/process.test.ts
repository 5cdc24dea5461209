import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { folderWith, GOOD } from './calls.ts';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const LONG = `name: long
until: 300d
network:
  vpcs: { main: {} }
  subnets: { a: { vpc: main, cidr: 10.0.1.0/24 } }
  securityGroups: { web: { vpc: main } }
functions:
  checkout:
    vpc: { subnets: [a], securityGroups: [web] }
    traffic: { rate: 50/s, from: 1h }
    connections: { perEnvironment: 2, perInvocation: 1 }
`;
const at = folderWith({ 'good.yaml': GOOD, 'bad.yaml': 'name: [', 'long.yaml': LONG });

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

test('Ctrl-C amid a million calls tells how far the run came, and leaves no file', async () => {
  const argv = ['run', at('long.yaml'), '--fidelity', 'exact'];
  argv.push('--out', at('out'), '--trace', at('trace.csv'));
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...argv]);
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.err += chunk;
  });
  const isWriting = () => existsSync(at('out')) && readdirSync(at('out')).length === 2;
  while (!isWriting()) await setTimeout(20);
  await setTimeout(300);
  const ended = new Promise((done) => child.on('close', done));
  child.kill('SIGINT');
  expect(await ended).toBe(130);
  expect(said.err).toMatch(
    /^Interrupted at .* of 300d \(.*%\), \d+ events?; no file was written\n$/,
  );
  expect(said.out).toMatch(/^long\n +0s {2}checkout {2}is created: Pending/);
  expect(readdirSync(at('out'))).toEqual([]);
  expect(existsSync(at('trace.csv'))).toBe(false);
  const names = readdirSync(at('.')).sort();
  expect(names).toEqual(['bad.yaml', 'good.yaml', 'long.yaml', 'out']);
});
