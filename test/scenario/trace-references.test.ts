import { expect, test } from 'vitest';
import { formatIssue } from '../../src/scenario/issues.ts';
import { parseScenario, parseScenarioObject } from '../../src/scenario/parse.ts';
import {
  functionOf,
  issuesOf,
  OWN,
  readFrom,
  scenarioOf,
  textOf,
  these,
  timesIn,
} from './trace-files.ts';

const own = readFrom(OWN);
const CALLS = 'app,func,end_timestamp,duration\n';
const traffic = (rest: string) => `{ traffic: { trace: ${rest} } }`;

test('without a way to read files a trace is an issue that says so', () => {
  const [issue, ...more] = issuesOf(traffic('x.csv'));
  expect(more).toEqual([]);
  expect(issue).toContain('dir/a.yaml:4:');
  expect(issue).toContain('traces need files, and none can be read here');
  expect(issue).toContain('`readFile`');
});

test.each([
  ['/etc/passwd', 'must lie in the folder of the scenario'],
  ['../x.csv', 'must lie in the folder of the scenario'],
  ['a/../../x.csv', 'must lie in the folder of the scenario'],
  ['C:/x.csv', 'must lie in the folder of the scenario'],
  ["'a\\b.csv'", 'write `a/b.csv`'],
  ['"a\\0b"', 'not a path'],
  ["''", 'a text that is not empty'],
  ['[x.csv]', 'a text'],
])('the path %s is refused and no file is read', (path, message) => {
  const asked: string[] = [];
  const issues = issuesOf(traffic(path), (name) => {
    asked.push(name);
    return CALLS;
  });
  expect(issues).toHaveLength(1);
  expect(issues[0]).toContain(message);
  expect(asked).toEqual([]);
});

test('a file is asked for by its path from the folder of the scenario, and only once', () => {
  const asked: string[] = [];
  const readFile = (path: string) => {
    asked.push(path);
    return `${CALLS}a,f,2,1\nb,g,3,1\n`;
  };
  const spec = (name: string) => `{ traffic: { trace: ./t/x.csv, function: ${name} } }`;
  const scenario = scenarioOf(textOf(`  f: ${spec('f')}\n  g: ${spec('b/g')}`), readFile);
  expect(asked).toEqual(['./t/x.csv']);
  expect(scenario.functions.map((fn) => timesIn(fn).atMs)).toEqual([[1_000], [2_000]]);
});

test.each([
  [traffic('gone.csv'), 'the trace `gone.csv` cannot be read', 'folder of the scenario'],
  [
    traffic('azure2021-calls.csv, function: resise'),
    'no function `resise`',
    'did you mean `resize`?',
  ],
  [traffic('azure2021-calls.csv'), 'the trace has 4 functions', '1c9e77aa02f4d613/import'],
  [traffic('azure2021-calls.csv, function: import'), '2 applications of the trace', '/import'],
  [traffic('azure2019-durations.csv, function: c05a18e97d3b2f64'), 'tells no calls', 'duration'],
  [
    '{ duration: { trace: azure2019-invocations.csv, function: c05a18e97d3b2f64 } }',
    'no durations',
  ],
  [traffic('opendc-minutes.csv, repeat: 0'), 'from 1'],
  [traffic('opendc-minutes.csv, scale: 0'), 'from 0.000001'],
  [traffic('opendc-minutes.csv, repat: 2'), 'did you mean `repeat`?'],
  ['{ duration: { trace: opendc-minutes.csv, scale: 2 } }', 'unknown key `scale`'],
  [
    traffic('azure2021-calls.csv, function: resize, repeat: 1000, scale: 1000'),
    'too many single calls',
  ],
  [traffic('opendc-minutes.csv, from: 70d'), 'begins after the run has ended'],
])('%s is told with its place and what to do', (spec, ...parts) => {
  const issues = issuesOf(spec, own);
  expect(issues).toHaveLength(1);
  expect(issues[0]).toContain('dir/a.yaml:4:');
  for (const part of parts) expect(issues[0]).toContain(part);
});

test('a trace of more than 50 MB is refused by its name', () => {
  const large = CALLS + ' '.repeat(50_000_000);
  const [issue] = issuesOf(traffic('large.csv'), these({ 'large.csv': large }));
  expect(issue).toContain(
    'the trace `large.csv` is too large (expected at most 50 MB, got 50.0 MB)',
  );
});

test('the size is that of the file, of whose characters some have several bytes', () => {
  const large = `${CALLS}\u00e9${' '.repeat(49_999_999 - CALLS.length)}`;
  const [issue] = issuesOf(traffic('large.csv'), these({ 'large.csv': large }));
  expect(large).toHaveLength(50_000_000);
  expect(issue).toContain('is too large');
});

test('issues of a scenario and of its traces are told together, the scenario first', () => {
  const text = textOf(`  f: ${traffic('x.csv, function: f')}\n  g: { rate: 2 }`);
  const readFile = these({ 'x.csv': `${CALLS}a,f,x,1\n` });
  const { issues } = parseScenario(text, { file: 'a.yaml', readFile });
  expect(issues.map(({ file, line }) => [file, line])).toEqual([
    ['a.yaml', 5],
    ['x.csv', 2],
  ]);
});

test('setTraffic plays a trace from its moment on, and a scenario in TypeScript may too', () => {
  const file = {
    name: 's',
    until: '2d',
    functions: { f: null },
    timeline: [
      { at: '1h', setTraffic: 'f', traffic: [{ trace: 'opendc-minutes.csv' }, { rate: '1/s' }] },
    ],
  };
  const parsed = parseScenarioObject(file, { file: 'a.ts', readFile: own });
  if (!parsed.ok) throw new Error(parsed.issues.map(formatIssue).join('\n'));
  const [, action] = parsed.scenario.timeline;
  expect(action).toMatchObject({
    traffic: [{ kind: 'counts', fromMs: 3_600_000 }, { kind: 'rate' }],
  });
  const broken = { ...file, timeline: [{ ...file.timeline[0]!, traffic: { trace: 'gone.csv' } }] };
  const { issues } = parseScenarioObject(broken, { file: 'a.ts', readFile: own });
  expect(issues.map(({ path }) => path)).toEqual(['timeline.0.traffic.0.trace']);
});

test('a trace begins with its function, or at `from`', () => {
  const timeline = 'timeline: [{ at: 3h, create: f }]';
  const spec = textOf(`  f: ${traffic('opendc-minutes.csv')}`);
  const { functions } = scenarioOf(`${spec}${timeline}`, own);
  expect(functions[0]!.traffic[0]!.fromMs).toBe(3 * 3_600_000);
  const later = functionOf(traffic('opendc-minutes.csv, from: 5h'), own);
  expect(later.traffic[0]!.fromMs).toBe(5 * 3_600_000);
});
