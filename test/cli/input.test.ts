import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { call, folderWith, GOOD } from './calls.ts';

const at = folderWith({
  'good.yaml': GOOD,
  'bad.yaml': GOOD.replace('subnets: [a]', 'subnets: [b]'),
  'good.json': '{"name":"j","until":"1d","functions":{"f":{}}}',
  'good.ts': 'export default { name: "t", until: "1d", functions: { f: {} } } as const;',
  'good.mjs': 'export default Promise.resolve({ name: "m", until: "1d", functions: { f: {} } });',
  'three.ts': 'export default 3;',
  'empty.ts': 'export const scenario = 1;',
  'broken.ts': 'this is no program(',
  'throws.mjs': 'throw new Error("boom\\n    at somewhere");',
  'binary.yaml': new Uint8Array([0xff, 0xfe, 0x00]),
  'large.yaml': ' '.repeat(5_000_001),
  'notes.txt': 'hello',
  'blank.yaml': '',
  'template.yaml':
    'Resources:\n  F: { Type: AWS::Lambda::Function, Properties: { Role: !Ref R } }\n',
  'policy.json':
    '{"Version":"2012-10-17","Statement":[\n  {"Effect":"Alow","Action":"*","Resource":"*"}]}',
  'allow.json':
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
});
mkdirSync(at('folder'));

test('a template is no scenario, and the command that reads it is named', async () => {
  const { code, err } = await call(['run', at('template.yaml')]);
  expect(code).toBe(2);
  expect(err).toContain('template.yaml: a template, no scenario; `hyperplane plan ');
});

test.each(['good.yaml', 'good.json', 'good.ts', 'good.mjs'])('%s is run', async (file) => {
  const { code, err } = await call(['run', at(file)]);
  expect([code, err]).toEqual([0, '']);
});

test.each([
  ['nothing.yaml', 'cannot be read: there is no such file or directory'],
  ['god.yaml', 'did you mean'],
  ['folder', 'is a directory; name a file in it'],
  ['notes.txt', 'unknown kind of file; its name must end in one of .yaml'],
  ['binary.yaml', 'not a text in UTF-8'],
  ['large.yaml', 'too large: 5.0 MB, at most 5 MB'],
  ['bad.yaml', 'bad.yaml:9:32 functions.checkout.vpc.subnets.0: there is no subnet `b`'],
  ['blank.yaml', 'the file is empty'],
  ['three.ts', 'a scenario is a mapping'],
  ['empty.ts', 'has no default export; write `export default defineScenario'],
  ['broken.ts', 'cannot be loaded: '],
  ['throws.mjs', 'cannot be loaded: boom\n'],
])('%s is refused in words, with exit code 2 and no stack', async (file, message) => {
  for (const command of [['run'], ['explain'], ['check']]) {
    const rest = command[0] === 'explain' ? ['checkout'] : [];
    const { code, out, err } = await call([...command, at(file), ...rest]);
    expect(code).toBe(2);
    const isListed = file === 'folder' && command[0] === 'check';
    expect(err.replace('boom.', 'boom')).toContain(isListed ? 'folder: holds no .yaml' : message);
    expect(err).not.toMatch(/^ {4}at /m);
    if (command[0] !== 'check') expect(out).toBe('');
  }
});

test('HYPERPLANE_DEBUG shows where a module failed', async () => {
  const env = { HYPERPLANE_DEBUG: '1' };
  expect((await call(['run', at('throws.mjs')], { env })).err).toMatch(/^ {4}at .*throws\.mjs/m);
});

test.each([
  [
    ['check', 'slash.yaml'],
    /slash\.yaml: the traffic of a plan, no scenario; .*`--traffic \S+`\.$/,
  ],
  [['check', 'called.yaml'], /the traffic of a plan, no scenario/],
  [['run', 'slash.yaml'], /the traffic of a plan, no scenario; .*`--traffic \S+`$/],
  [['plan', 'slash.yaml'], /the traffic of a plan, no template; give it as `--traffic \S+`$/],
  [
    ['plan', 'template.yaml', '--traffic', 'good.yaml'],
    /a scenario, no traffic; without `--t.*has$/,
  ],
  [['plan', 'template.yaml', '--traffic', 'template.yaml'], /a template, no traffic; .*called$/],
])('%j: what the file is, and which option takes it, in one sentence', async (argv, says) => {
  const placed = folderWith({
    'slash.yaml': 'functions:\n  shop/Pay: { duration: 1s }\n  shop/Send: { duration: 2s }\n',
    'called.yaml': 'functions: { Pay: { traffic: { rate: 1/s } } }\n',
    'good.yaml': GOOD,
    'template.yaml': 'Resources:\n  F: { Type: AWS::Lambda::Function, Properties: {} }\n',
  });
  const { code, err } = await call(argv.map((one) => (one.endsWith('.yaml') ? placed(one) : one)));
  expect(code).toBe(2);
  expect(err.trimEnd()).toMatch(says);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
});

test('check names every file, good or bad, and exits with 2 when one is bad', async () => {
  const good = await call(['check', at('good.yaml'), at('good.ts'), at('allow.json')]);
  expect([good.code, good.err]).toEqual([0, '']);
  expect(good.out).toContain(`${at('good.yaml')}: ok, 1 function, 1 action, 1 expectation\n`);
  expect(good.out).toContain(`${at('allow.json')}: ok, a policy\n`);
  const bad = await call(['check', at('good.yaml'), at('bad.yaml'), at('policy.json')]);
  expect(bad.code).toBe(2);
  expect(bad.out).toContain(`${at('bad.yaml')}: 1 error\n`);
  expect(bad.err).toContain(`${at('policy.json')}:2:13 Statement[0].Effect: `);
});

test('check --format json holds every issue with its place', async () => {
  const { code, out, err } = await call([
    'check',
    at('bad.yaml'),
    at('x.yaml'),
    '--format',
    'json',
  ]);
  expect([code, err]).toEqual([2, '']);
  const { files } = JSON.parse(out);
  expect(files[0].issues[0]).toMatchObject({ line: 9, column: 32, severity: 'error' });
  expect(files[1]).toMatchObject({ ok: false, kind: 'unreadable' });
});

const TRACED = fileURLToPath(new URL('../../scenarios/azure-trace.yaml', import.meta.url));

test('a trace is looked for beside the scenario that names it', async () => {
  const here = await call(['check', TRACED]);
  expect(here.code).toBe(0);
  expect(here.out.split('\n')[0]).toBe(`${TRACED}: ok, 3 functions, 3 actions, 14 expectations`);
  const text = readFileSync(TRACED, 'utf8');
  const alone = folderWith({ 'alone.yaml': text });
  const { code, err } = await call(['check', alone('alone.yaml')]);
  expect(code).toBe(2);
  expect(err).toContain('the trace `traces/azure2019-invocations.csv` cannot be read');
  const readStdin = async () => new TextEncoder().encode(text);
  expect((await call(['check', '-'], { readStdin })).code).toBe(2);
});
