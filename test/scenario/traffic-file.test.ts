import { describe, expect, test } from 'vitest';
import { hours, minutes } from '../../src/engine/time.ts';
import { parseTraceTraffic, parseTraffic } from '../../src/scenario/traffic-file.ts';
import type { Traffic } from '../../src/scenario/types.ts';

const functions = ['Shop', 'module.a.aws_lambda_function.f["x"]'];
const read = (text: string) => parseTraffic(text, { file: 't.yaml', functions });

function traffic(text: string): Traffic {
  const parsed = read(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return parsed.traffic;
}

test('forms are those of scenarios; what has no beginning begins after the deployment', () => {
  const { loads, others, untilMs, factor, parameters, seed } = traffic(`
until: 2h
growth: 1.5
seed: 7
functions:
  Shop: { traffic: { rate: 2/s }, duration: 1s, connections: { perInvocation: 3 }, concurrency: 9 }
  module.a.aws_lambda_function.f["x"]: { traffic: { every: 6m, from: 1m } }
others: { traffic: { rate: 1/min } }
parameters: { eniCreation: 1m }
`);
  expect([untilMs, factor, seed]).toEqual([hours(2), 1.5, '7']);
  expect(parameters).toEqual({ eniCreation: { kind: 'constant', value: minutes(1) } });
  expect(loads.get('Shop')).toMatchObject({
    traffic: [{ kind: 'rate', fromMs: minutes(30), untilMs: hours(2), callsPerMs: 0.002 }],
    duration: { kind: 'constant', value: 1_000 },
    connections: { perEnvironment: 0, perInvocation: 3 },
    concurrency: 9,
  });
  expect(loads.get(functions[1]!)!.traffic[0]).toMatchObject({ fromMs: minutes(1) });
  expect(others!.traffic).toHaveLength(1);
});

test('a function is asked for by its stack too', () => {
  const known = { file: 't.yaml', functions: ['shop/Catalogue', 'shop/Search'] };
  const wrong = parseTraffic('functions: { Search: { traffic: { rate: 1/s } } }', known);
  expect(wrong.issues[0]!.mend).toBe('did you mean `shop/Search`?');
});

test('an empty file is a day of silence', () => {
  const { loads, others, untilMs } = traffic('{}');
  expect([loads.size, others, untilMs]).toEqual([0, null, hours(24)]);
});

describe('what is wrong is told with its place', () => {
  test.each([
    ['functions: { Shopp: {} }', 't.yaml:1:14', 'Shop'],
    ['functions:\n  Shop: { traffic: { rate: fast } }', 't.yaml:2:28', 'not a rate'],
    ['others: { traffic: { trace: a.csv } }', 't.yaml:1:11', 'trace'],
    ['functions: { Shop: { vpc: none } }', 't.yaml:1:22', 'unknown key'],
    ['until: 10m', 't.yaml:1:8', 'run is over'],
    ['growth: 0', 't.yaml:1:9', 'a number from'],
    ['functions: [', 't.yaml:1', ''],
    ['', 't.yaml:1:1', 'a mapping with `functions`'],
  ])('%s', (text, place, says) => {
    const parsed = read(text);
    const [issue] = parsed.issues;
    expect(parsed.ok).toBe(false);
    expect(`${issue!.file}:${issue!.line}:${issue!.column}`).toContain(place);
    expect(JSON.stringify(issue)).toContain(says);
  });
});

describe('a trace is traffic too', () => {
  const CSV =
    'HashOwner,HashApp,HashFunction,Trigger,1,2,3\no,a,Shop,http,0,5,1\no,a,Other,http,1,1,1\n';

  test('functions of one name get their calls', () => {
    const parsed = parseTraceTraffic(CSV, { file: 'a.csv', functions });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
    expect([...parsed.traffic.loads.keys()]).toEqual(['Shop']);
    expect(parsed.traffic.loads.get('Shop')!.traffic).toMatchObject([
      { kind: 'counts', counts: [0, 5, 1], fromMs: minutes(30) },
    ]);
    expect(parsed.traffic.untilMs).toBe(minutes(33));
  });

  test('where no name is alike, it says how to write which is which', () => {
    const parsed = parseTraceTraffic(CSV, { file: 'a.csv', functions: ['Mine'] });
    expect(parsed).toMatchObject({ ok: false, issues: [{ file: 'a.csv' }] });
    expect(parsed.issues[0]!.mend).toContain('trace: calls.csv, function: theirs');
  });
});
