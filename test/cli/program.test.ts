import { expect, test } from 'vitest';
import { commandOf, wantsColour } from '../../src/cli/terminal.ts';
import { call, folderWith, GOOD } from './calls.ts';

const at = folderWith({ 'good.yaml': GOOD });

const EXPERIMENTS = ['compare', 'sweep', 'find', 'sensitivity'];

test.each(['run', 'explain', ...EXPERIMENTS, 'check', 'facts', 'schema'])(
  '%s --help has an example',
  async (name) => {
    const { code, out, err } = await call([name, '--help']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(new RegExp(`Examples?:\n  \\$ npx hyperplane ${name}`));
    expect(out).toContain('--format');
  },
);

test('without a command the help is shown', async () => {
  const { code, out } = await call([]);
  expect(code).toBe(0);
  expect(out).toContain('Usage: hyperplane');
  expect(out).toBe((await call(['--help'])).out);
});

test('help prints what --help of a command prints', async () => {
  const { code, out, err } = await call(['help', 'run']);
  expect([code, err]).toEqual([0, '']);
  expect(out).toBe((await call(['run', '--help'])).out);
  expect((await call(['help'])).out).toBe((await call([])).out);
});

test('the commands there are are offered, and no other', async () => {
  const { out } = await call(['--help']);
  expect(out.match(/^ {2}\w+(?= \[options\])/gm)).toEqual([
    ...['  run', '  plan', '  explain', ...EXPERIMENTS.map((name) => `  ${name}`)],
    ...['  demo', '  check', '  facts', '  schema'],
  ]);
});

test.each([
  [['rnu'], '(Did you mean run?)'],
  [['run'], "missing required argument 'scenario'"],
  [['run', 'x.yaml', '--sed', '1'], '(Did you mean --seed?)'],
  [['run', 'x.yaml', 'y.yaml'], 'too many arguments'],
  [['run', 'x.yaml', '--profile', 'new'], 'Allowed choices are seed, current'],
  [['run', 'x.yaml', '--format', 'xml'], 'Allowed choices are text, json'],
  [['explain', 'x.yaml'], "missing required argument 'subject'"],
  [['check'], "missing required argument 'file or folder'"],
  [['check', 'x.yaml', '--fail-on', 'info'], 'Allowed choices are error, warning, unknown'],
  [['schema', '--of', 'plan'], 'Allowed choices are scenario, config'],
  [['facts', 'eniCreaton'], 'did you mean `eniCreation`?'],
])('%j is a mistake of usage: exit code 2', async (argv, message) => {
  const { code, out, err } = await call(argv);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(message);
});

test('the version is that of the package', async () => {
  expect((await call(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('explain tells the chain, or what there is to explain', async () => {
  const good = await call(['explain', at('good.yaml'), 'checkout', '--at', '32d']);
  expect(good.code).toBe(0);
  expect(good.out).toContain('checkout (function) at 32d: Inactive (Idle)\nWhy\n');
  const json = await call(['explain', at('good.yaml'), 'eni-1', '--format', 'json']);
  expect(JSON.parse(json.out)).toMatchObject({ subject: 'eni-1', kind: 'ENI' });
  const unknown = await call(['explain', at('good.yaml'), 'chekout']);
  expect([unknown.code, unknown.out]).toEqual([2, '']);
  expect(unknown.err).toContain('nothing in this run is called chekout; did you mean `checkout`?');
});

test.each([
  ['soon', 'not a time since the start'],
  ['-1d', 'not a time since the start'],
  ['41d', 'the run ends at 40d already'],
])('explain --at %s is refused', async (time, message) => {
  const { code, err } = await call(['explain', at('good.yaml'), 'checkout', `--at=${time}`]);
  expect(code).toBe(2);
  expect(err).toContain(message);
});

test('facts prints the table, one entry, or the diagrams', async () => {
  expect((await call(['facts'])).out).toContain('Parameters: ');
  expect((await call(['facts', 'IDLE-3'])).out).toContain('IDLE-3 (rule)');
  expect((await call(['facts', 'diagram'])).out).toContain('stateDiagram-v2');
  const { facts } = JSON.parse((await call(['facts', '--format', 'json'])).out);
  expect(facts.length).toBeGreaterThan(100);
  const { mermaid } = JSON.parse((await call(['facts', 'diagram', '--format', 'json'])).out);
  expect(mermaid).toContain('Pending --> Active');
});

test('schema prints the JSON Schema', async () => {
  const schema = JSON.parse((await call(['schema'])).out);
  expect(schema.$schema).toContain('2020-12');
  expect(schema.required).toContain('functions');
});

test('a mistake of our own asks for a report and keeps its stack to itself', async () => {
  const readStdin = async () => {
    throw new Error('the model broke\nbadly');
  };
  const { code, out, err } = await call(['run', '-'], { readStdin });
  expect([code, out]).toEqual([70, '']);
  expect(err).toContain('hyperplane: the model broke\n');
  expect(err).toContain('Please report it');
  expect(err).not.toMatch(/^ {4}at /m);
  const debug = await call(['run', '-'], { readStdin, env: { HYPERPLANE_DEBUG: '1' } });
  expect(debug.err).toMatch(/^ {4}at /m);
});

test.each([
  [{}, true, 'yes'],
  [{}, false, 'no'],
  [{}, undefined, 'no'],
  [{ TERM: 'dumb' }, true, 'no'],
  [{ NO_COLOR: '1' }, true, 'no'],
  [{ NO_COLOR: '' }, true, 'yes'],
  [{ FORCE_COLOR: '1' }, false, 'yes'],
  [{ FORCE_COLOR: '0' }, true, 'no'],
  [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false, 'no'],
] as const)('with %j on a terminal (%j) there is colour: %s', (env, isTerminal, colour) => {
  expect(wantsColour(env, isTerminal)).toBe(colour);
});

test('the command that is shown is the one that was typed', () => {
  expect(commandOf('/usr/bin/hyperplane', {})).toBe('hyperplane');
  expect(commandOf('/x/dist/cli/main.js', { npm_command: 'exec' })).toBe('npx hyperplane');
  expect(commandOf(`${process.cwd()}/dist/cli/main.js`, {})).toBe('node dist/cli/main.js');
  expect(commandOf(`${process.cwd()}/src/cli/main.ts`, {})).toBe('npx tsx src/cli/main.ts');
});
