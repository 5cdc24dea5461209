import { expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { formatIssue } from '../../src/scenario/issues.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { scenarioJsonSchema } from '../../src/scenario/schema.ts';
import type { TrafficPhase } from '../../src/scenario/types.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WHOLE = { fromMs: 0, untilMs: 10 * DAY };

const textOf = (traffic: string, until = '10d') =>
  `name: s\nuntil: ${until}\nfunctions:\n  f: { traffic: ${traffic} }\n`;

function read(traffic: string): TrafficPhase[] {
  const parsed = parseScenario(textOf(traffic), { file: 'a.yaml' });
  if (!parsed.ok) throw new Error(parsed.issues.map(formatIssue).join('\n'));
  return parsed.scenario.functions[0]!.traffic;
}

function issueOf(traffic: string): { path: string; text: string } {
  const { issues } = parseScenario(textOf(traffic), { file: 'a.yaml' });
  expect(issues.map(formatIssue)).toHaveLength(1);
  return { path: issues[0]!.path, text: formatIssue(issues[0]!) };
}

test('LOAD-1: a ramp goes from one rate to another over its phase', () => {
  expect(read('{ ramp: { from: 1/s, to: 50/s }, from: 1h, until: 2h }')).toEqual([
    { kind: 'ramp', fromPerMs: 0.001, toPerMs: 0.05, fromMs: HOUR, untilMs: 2 * HOUR },
  ]);
  expect(read('{ ramp: { from: 0/s, to: 0/s } }')).toEqual([]);
});

test('LOAD-1: a day of rates repeats from the start of the run, whatever the order of its times', () => {
  const steps = [
    { atMs: 0, callsPerMs: 0.001 },
    { atMs: 8 * HOUR, callsPerMs: 0.02 },
    { atMs: 18.5 * HOUR, callsPerMs: 0.005 },
  ];
  const profile = { kind: 'profile', periodMs: DAY, startMs: 0, steps, ...WHOLE };
  expect(read('{ daily: { 00:00: 1/s, 08:00: 20/s, "18:30": 5/s } }')).toEqual([profile]);
  expect(read('{ daily: { 18:30: 5/s, 08:00: 20/s, 00:00: 1/s }, from: 1d 3h }')).toEqual([
    { ...profile, fromMs: DAY + 3 * HOUR },
  ]);
  expect(read('{ daily: { 08:00: 0/s } }')).toEqual([]);
});

test('LOAD-1: a week of rates begins on Monday, which is day 1 of the run', () => {
  const [phase] = read('{ weekly: { Sat 00:00: 0/s, Mon 00:00: 1/s, Sun 23:59: 2/s } }');
  expect(phase).toEqual({
    kind: 'profile',
    periodMs: 7 * DAY,
    startMs: 0,
    steps: [
      { atMs: 0, callsPerMs: 0.001 },
      { atMs: 5 * DAY, callsPerMs: 0 },
      { atMs: 7 * DAY - MINUTE, callsPerMs: 0.002 },
    ],
    ...WHOLE,
  });
});

test('LOAD-1: a burst, calls at moments, a period and calls per minute', () => {
  expect(read('{ burst: 500, at: [2h, 1h] }')).toEqual([
    { kind: 'burst', calls: 500, atMs: [HOUR, 2 * HOUR], ...WHOLE },
  ]);
  expect(read('{ at: [2h, 1h] }')).toEqual([{ kind: 'times', atMs: [HOUR, 2 * HOUR], ...WHOLE }]);
  expect(read('{ every: 6h }')).toEqual([{ kind: 'every', everyMs: 6 * HOUR, ...WHOLE }]);
  expect(read('{ perMinute: [0, 3, 12], from: 1h }')).toEqual([
    {
      kind: 'counts',
      stepMs: MINUTE,
      counts: [0, 3, 12],
      fromMs: HOUR,
      untilMs: HOUR + 3 * MINUTE,
    },
  ]);
  expect(read('{ perMinute: [0, 0] }')).toEqual([]);
  expect(read('{ burst: 3, at: [] }')).toEqual([]);
});

test('phases of all kinds may stand in one list', () => {
  const all =
    '[{ rate: 1/s }, { ramp: { from: 0/s, to: 1/s } }, { daily: { 00:00: 1/s } }, ' +
    '{ weekly: { Tue 12:00: 1/h } }, { burst: 2, at: [1d] }, { every: 1h }, { at: [1h] }, ' +
    '{ perMinute: [1] }]';
  expect(read(all).map(({ kind }) => kind)).toEqual([
    'rate',
    'ramp',
    'profile',
    'profile',
    'burst',
    'every',
    'times',
    'counts',
  ]);
});

test('setTraffic takes every form too, and begins with the action', () => {
  const timeline = 'timeline: [{ at: 2h, setTraffic: f, traffic: { daily: { 12:00: 1/s } } }]';
  const parsed = parseScenario(`${textOf('[]')}${timeline}`, { file: 'a.yaml' });
  expect(parsed.ok && parsed.scenario.timeline.at(-1)).toMatchObject({
    traffic: [{ kind: 'profile', startMs: 0, fromMs: 2 * HOUR, untilMs: 10 * DAY }],
  });
});

test.each([
  ['{ dayly: { 08:00: 1/s } }', 'traffic.dayly', 'did you mean `daily`?'],
  ['{ bursts: 5, at: [1h] }', 'traffic.bursts', 'did you mean `burst`?'],
  [
    '{ daily: { 8:00: 1/s } }',
    'traffic.daily.8:00',
    'not a time of day',
    'did you mean `"08:00"`?',
  ],
  ['{ daily: { "24:00": 1/s } }', 'traffic.daily.24:00', 'did you mean `"00:00"`?'],
  ['{ daily: { noon: 1/s } }', 'traffic.daily.noon', 'such as `"08:00"`'],
  ['{ daily: { 08:00: 3 } }', 'traffic.daily.08:00', 'a rate without a unit'],
  ['{ daily: {} }', 'traffic.daily', 'no rate at all'],
  ['{ daily: [1/s] }', 'traffic.daily', 'a mapping from times to rates'],
  ['{ weekly: { 08:00: 1/s } }', 'traffic.weekly.08:00', 'not a day and time of the week'],
  ['{ weekly: { Monday 8: 1/s } }', 'traffic.weekly.Monday 8', 'did you mean `"Mon 08:00"`?'],
  ['{ weekly: { fri: 1/s } }', 'traffic.weekly.fri', 'did you mean `"Fri 00:00"`?'],
  ['{ ramp: 1/s }', 'traffic.ramp', 'a ramp: `from` and `to`'],
  ['{ ramp: { from: 1/s } }', 'traffic.ramp.to', 'missing'],
  ['{ ramp: { from: 1/s, too: 2/s } }', 'traffic.ramp.too', 'did you mean `to`?'],
  ['{ burst: 0, at: [1h] }', 'traffic.burst', 'from 1'],
  ['{ burst: 5 }', 'traffic.at', 'missing'],
  ['{ perMinute: [1, -2] }', 'traffic.perMinute.1', 'from 0'],
  ['{ perMinute: [1.5] }', 'traffic.perMinute.0', 'a whole number'],
  ['{ rate: 1/s, ramp: { from: 1/s, to: 2/s } }', 'traffic.ramp', 'two things in one'],
  ['{ burst: 1, at: [11d] }', 'traffic.0', 'come after the run has ended'],
  ['{ perMinute: [1], from: 11d }', 'traffic.0', 'begins after the run has ended'],
])('%s is told with its place and what was meant', (traffic, path, ...parts) => {
  const issue = issueOf(traffic);
  expect(issue.path).toBe(`functions.f.${path}`);
  for (const part of parts) expect(issue.text).toContain(part);
});

interface Node {
  required?: string[];
  properties?: Record<string, Node>;
  propertyNames?: { pattern: string };
  description?: string;
  anyOf?: Node[];
}

test('the JSON Schema has every form, with patterns for times and a word on Mondays', () => {
  const { $defs } = JSON.parse(JSON.stringify(scenarioJsonSchema())) as {
    $defs: Record<string, Node>;
  };
  const forms = $defs['phase']!.anyOf!;
  const keys = forms.map(({ required }) => required!.join());
  expect(keys).toEqual([
    'rate',
    'ramp',
    'daily',
    'weekly',
    'burst,at',
    'every',
    'at',
    'perMinute',
    'trace',
  ]);
  const [, , daily, weekly] = forms.map(({ properties }) => properties!);
  expect('08:00').toMatch(new RegExp(daily!['daily']!.propertyNames!.pattern));
  expect('8:00').not.toMatch(new RegExp(daily!['daily']!.propertyNames!.pattern));
  expect('Mon 08:00').toMatch(new RegExp(weekly!['weekly']!.propertyNames!.pattern));
  expect(weekly!['weekly']!.description).toContain('day 1 of the run is a Monday');
});

test('times of day need no quotes: YAML 1.2 reads them as text', () => {
  expect(parseYaml('{ 08:00: 1/s }')).toEqual({ '08:00': '1/s' });
});
