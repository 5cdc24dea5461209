import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { call, folderWith, GOOD } from './calls.ts';

const at = folderWith({
  'good.yaml': GOOD,
  'missed.yaml': GOOD.replace('Inactive', 'Active'),
  'surprise.yaml': `${GOOD}timeline: [{ at: 1d, deleteSubnet: a }]\n`,
  "it's odd.yaml": GOOD,
  'warned.yaml': `${GOOD}`,
});

test('a run tells its story, its sums, what it rests on, and how to have it again', async () => {
  const { code, out, err } = await call(['run', at('good.yaml')]);
  expect([code, err]).toEqual([0, '']);
  const story = ['A function falls idle.', 'is Inactive (Idle), not used for 30d [IDLE-1]'];
  const sums = ['Functions\n', 'Subnets (IPv4 addresses)\n', 'ok      at 32d checkout is Inactive'];
  const rests = [
    '5 assumptions about ',
    'eniCreation',
    'Fingerprint  ',
    'ok: the expectation was met\n',
  ];
  for (const text of [...story, ...sums, ...rests]) expect(out).toContain(text);
  expect(out).not.toContain('\u001b');
});

test('the command it prints gives the same run, whatever the file asks for', async () => {
  const first = await call(['run', at('good.yaml'), '--seed', "o'clock", '--profile', 'current']);
  const command = /Run again {4}(.*)\n/.exec(first.out)![1]!;
  expect(command).toBe(
    `hyperplane run ${at('good.yaml')} --seed 'o'\\''clock' --profile current --fidelity auto`,
  );
  const words = ['run', at('good.yaml'), '--seed', "o'clock", '--profile', 'current'];
  const again = await call([...words, '--fidelity', 'auto']);
  expect(again.out).toBe(first.out);
});

test('the profile decides when a function is idle', async () => {
  const { out } = await call(['run', at('good.yaml'), '--profile', 'current']);
  expect(out).toContain('current: idle after 14d');
  expect(out).toContain('not used for 14d');
});

test('JSON is all that is printed, with the promised fields first', async () => {
  const { code, out, err } = await call(['run', at('good.yaml'), '--format', 'json']);
  expect([code, err]).toEqual([0, '']);
  const result = JSON.parse(out);
  for (const field of FIELDS) expect(result).toHaveProperty(field);
  expect(result.functions[0]).toMatchObject({ name: 'checkout', version: '$LATEST' });
  expect(result.assumed).toContain('eniCreation');
});

const FIELDS = [
  ...['scenario', 'seed', 'profile', 'fidelity', 'untilMs', 'events', 'traceHash', 'functions'],
  ...['pairings', 'subnets', 'vpcs', 'connections', 'actions', 'expectations'],
];

test.each([
  ['missed.yaml', 'NOT ok: 1 expectation not met'],
  ['surprise.yaml', 'NOT ok: 1 action went unexpectedly'],
])('the exit code of %s is 1', async (file, verdict) => {
  const { code, out } = await call(['run', at(file)]);
  expect(code).toBe(1);
  expect(out.trimEnd().split('\n').at(-1)).toBe(verdict);
  expect((await call(['run', at(file), '--format', 'json'])).code).toBe(1);
});

test('--out writes four files, and nothing half-written', async () => {
  const { code, out } = await call(['run', at('good.yaml'), '--out', at('deep/out')]);
  expect(code).toBe(0);
  const files = ['result.json', 'story.txt', 'trace.json', 'trace.ndjson'];
  expect(readdirSync(at('deep/out')).sort()).toEqual(files);
  const read = (name: string) => readFileSync(at(`deep/out/${name}`), 'utf8');
  expect(JSON.parse(read('result.json')).scenario).toBe('good');
  expect(JSON.parse(read('trace.json')).traceEvents.length).toBeGreaterThan(5);
  expect(out.startsWith(read('story.txt').slice(0, 2_000))).toBe(true);
  expect(JSON.parse(read('trace.ndjson').split('\n')[0]!)).toMatchObject({ step: 0, atMs: 0 });
});

test.each(['t.ndjson', 't.csv', 't.json'])('--trace writes %s', async (name) => {
  const { code } = await call(['run', at('good.yaml'), '--trace', at(name)]);
  expect(code).toBe(0);
  expect(readFileSync(at(name), 'utf8').length).toBeGreaterThan(500);
});

test('a trace that cannot be put into place leaves nothing behind', async () => {
  mkdirSync(at('taken.ndjson'));
  const before = readdirSync(at('.')).sort();
  const { code, err } = await call(['run', at('good.yaml'), '--trace', at('taken.ndjson')]);
  expect([code, err]).toEqual([2, `${at('taken.ndjson')}: cannot be written: it is a directory\n`]);
  expect(readdirSync(at('.')).sort()).toEqual(before);
});

test.each([
  [['--trace', 'trace.txt'], 'its name must end in .ndjson, .csv or .json'],
  [['--trace', '/no/such/folder/t.csv'], 'there is no such file or directory'],
  [['--out', '/dev/null/out'], 'a part of its path is not a directory'],
])('run %j is refused before it starts', async (options, message) => {
  const { code, out, err } = await call(['run', at('good.yaml'), ...options]);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(message);
});

test('a trace never overwrites the scenario', async () => {
  const { code, err } = await call(['run', at('good.yaml'), '--trace', at('good.yaml')]);
  expect([code, err]).toEqual([2, `--trace would overwrite the scenario ${at('good.yaml')}\n`]);
  expect(existsSync(at('good.yaml'))).toBe(true);
});

test('--check-determinism compares runs draw by draw', async () => {
  const { code, out } = await call(['run', at('good.yaml'), '--check-determinism']);
  expect(code).toBe(0);
  expect(out).toMatch(/Determinism {2}ok\n {2}A second run agrees/);
  const json = await call(['run', at('good.yaml'), '--check-determinism', '--format', 'json']);
  expect(JSON.parse(json.out).determinism.ok).toBe(true);
});

test('a scenario may come from standard input', async () => {
  const readStdin = async () => new TextEncoder().encode(GOOD);
  const { code, out } = await call(['run', '-'], { readStdin });
  expect(code).toBe(0);
  expect(out).toContain('--fidelity auto < SCENARIO');
});

test('progress is shown on a terminal, wiped away, and nowhere else', async () => {
  const functions = Array.from({ length: 1_200 }, (_, i) => `  f${i}: {}\n`).join('');
  const many = folderWith({ 'many.yaml': `name: many\nuntil: 1d\nfunctions:\n${functions}` });
  let clockMs = 0;
  const nowMs = () => {
    clockMs += 400;
    return clockMs;
  };
  const watched = await call(['run', many('many.yaml')], { errIsTerminal: true, nowMs });
  expect(watched.err).toContain('events/s');
  expect(watched.err.endsWith('\r\u001b[K')).toBe(true);
  const piped = await call(['run', many('many.yaml')], { nowMs });
  expect(piped.err).toBe('');
});

test('a run that is stopped keeps the story so far, and prints no half JSON', async () => {
  const onInterrupt = (listener: () => void) => {
    listener();
    return () => undefined;
  };
  let clockMs = 0;
  const nowMs = () => {
    clockMs += 60;
    return clockMs;
  };
  const many = Array.from({ length: 300 }, (_, i) => `  f${i}: {}\n`).join('');
  const file = folderWith({ 'many.yaml': `name: many\nuntil: 1d\nfunctions:\n${many}` });
  const stopped = await call(['run', file('many.yaml')], { onInterrupt, nowMs });
  expect(stopped).toMatchObject({ code: 130, err: 'Interrupted at 0s of 1d (0%), 256 events\n' });
  expect(stopped.out).toContain('f0 and 127 more  are created: Pending (Creating)');
  const json = await call(['run', file('many.yaml'), '--format', 'json'], { onInterrupt, nowMs });
  expect([json.code, json.out]).toEqual([130, '']);
});

test('what a run has no use for is not loaded for it', () => {
  const reached = new Set<string>();
  const visit = (file: URL) => {
    if (reached.has(file.href)) return;
    reached.add(file.href);
    const text = readFileSync(file, 'utf8');
    for (const [, typeOnly, name = ''] of text.matchAll(IMPORT)) {
      if (typeOnly !== undefined) continue;
      if (name.startsWith('.')) visit(new URL(name, file));
      else reached.add(name);
    }
  };
  for (const file of ['main.ts', 'run.ts'])
    visit(new URL(`../../src/cli/${file}`, import.meta.url));
  expect([...reached].some((name) => name.endsWith('/run/engine.ts'))).toBe(true);
  for (const name of ['immer', 'tsx/esm/api']) expect(reached).not.toContain(name);
  for (const file of ['explain', 'determinism', 'record']) {
    expect([...reached].filter((name) => name.endsWith(`/run/${file}.ts`))).toEqual([]);
  }
});

const IMPORT = /^(?:import|export)(?: (type))?[^;]*? from '([^']+)'/gm;
