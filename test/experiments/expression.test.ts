import { describe, expect, test } from 'vitest';
import { parseMeasure, parseTarget } from '../../src/experiments/expression.ts';
import { estimateOf, verdictOn } from '../../src/experiments/measure.ts';
import type { MetricName, Outcome } from '../../src/experiments/types.ts';

const NAMES: MetricName[] = [
  { name: 'enis.peak', unit: 'count', about: '' },
  { name: 'subnet.a-1.full', unit: 'flag', about: '' },
  { name: 'deploy.slowest', unit: 'ms', about: '' },
];

const target = (text: string) => {
  const read = parseTarget(text, NAMES);
  if (!read.ok) throw new Error(read.message);
  return read.value;
};

const outcomes = (name: string, values: (number | null)[]): Outcome[] =>
  values.map((value, run) => {
    const kept = { series: {}, cutOff: false, lost: null };
    return { seed: `s/${run}`, traceHash: 'h', values: { [name]: value }, ...kept };
  });

describe('expressions', () => {
  test.each([
    ['P(enis.peak >= 3) < 0.01', 'P(enis.peak >= 3) < 0.01', 0.01],
    ['  P( enis.peak>2 )<5% ', 'P(enis.peak > 2) < 5%', 0.05],
    ['P(subnet.a-1.full) <= 0', 'P(subnet.a-1.full) <= 0', 0],
    ['mean(enis.peak) < 2.5', 'mean(enis.peak) < 2.5', 2.5],
    ['p99(deploy.slowest) < 10m', 'p99(deploy.slowest) < 10m', 600_000],
    ['p99.9(deploy.slowest) > 1d 6h', 'p99.9(deploy.slowest) > 1d 6h', 108_000_000],
    ['P(deploy.slowest > 90s) < 1e-3', 'P(deploy.slowest > 90s) < 1e-3', 0.001],
  ])('%s is read', (text, told, bound) => {
    expect(target(text)).toMatchObject({ text: told, bound });
  });

  test.each([
    ['', 'not a measure'],
    ['enis.peak < 3', 'not a measure'],
    ['P(enis.peek > 1) < 1%', 'there is no metric `enis.peek`; did you mean `enis.peak`?'],
    ['P(enis.peak = 1) < 1%', 'is not a metric, nor a comparison'],
    ['P() < 1%', 'is not a metric'],
    ['P(enis.peak > many) < 1%', '`many` is not a number'],
    ['P(deploy.slowest > 10) < 1%', '`10` is not a duration'],
    ['P(enis.peak > 1) < 2', '`2` is not a probability'],
    ['P(enis.peak > 1%) < 1%', '`1%` is not a number'],
    ['P(enis.peak > 1)', 'a comparison such as `< 0.01` is missing'],
    ['mean(enis.peak > 1) < 2', 'only P(...) takes a comparison'],
    ['median(enis.peak) < 2', '`median` is not a measure'],
    ['p100(enis.peak) < 2', '`p100` is not a measure'],
  ])('%s is refused', (text, message) => {
    expect(parseTarget(text, NAMES)).toEqual({
      ok: false,
      message: expect.stringContaining(message),
    });
  });

  test('a measure ends where it ends', () => {
    expect(parseMeasure('mean(enis.peak)', NAMES)).toMatchObject({ ok: true });
    expect(parseMeasure('mean(enis.peak) < 3', NAMES)).toMatchObject({ ok: false });
  });
});

describe('measures', () => {
  const of = (text: string, name: string, values: (number | null)[]) => {
    const read = parseMeasure(text, NAMES);
    if (!read.ok) throw new Error(read.message);
    return estimateOf(read.value, outcomes(name, values)).value;
  };

  test.each([
    ['P(enis.peak)', 'enis.peak', [0, 1, 2, 3], 0.75],
    ['P(enis.peak > 1)', 'enis.peak', [0, 1, 2, 3], 0.5],
    ['P(enis.peak <= 1)', 'enis.peak', [0, 1, 2, 3], 0.5],
    ['mean(enis.peak)', 'enis.peak', [0, 1, 2, 3], 1.5],
    ['p50(enis.peak)', 'enis.peak', [3, 1, 0, 2], 1],
    ['P(deploy.slowest)', 'deploy.slowest', [0, 5, null, null], 0.5],
    // What never happened is later than any time.
    ['P(deploy.slowest > 1s)', 'deploy.slowest', [0, 5_000, null, null], 0.75],
    ['P(deploy.slowest < 1s)', 'deploy.slowest', [0, 5_000, null, null], 0.25],
    ['mean(deploy.slowest)', 'deploy.slowest', [1, null], Number.POSITIVE_INFINITY],
    ['p50(deploy.slowest)', 'deploy.slowest', [null, 1, 2, null], 2],
    ['p90(deploy.slowest)', 'deploy.slowest', [null, 1, 2, null], Number.POSITIVE_INFINITY],
  ])('%s of %s', (text, name, values, value) => {
    expect(of(text, name, values)).toBe(value);
  });

  test('a lost run counts neither way', () => {
    const all = outcomes('enis.peak', [1, 1]);
    all.push({ ...all[0]!, values: {}, lost: 'died' });
    expect(estimateOf(target('P(enis.peak > 0) < 1%').measure, all).value).toBe(1);
  });

  test.each([
    [{ low: 0, high: 0.009 }, 'met'],
    [{ low: 0, high: 0.01 }, 'open'],
    [{ low: 0.01, high: 0.2 }, 'missed'],
    [{ low: null, high: 0.001 }, 'met'],
    [{ low: 0.5, high: null }, 'missed'],
    [{ low: null, high: null }, 'open'],
  ] as const)('%j of a probability that must be under 1 %% is %s', (ends, verdict) => {
    expect(verdictOn(target('P(enis.peak > 1) < 1%'), { value: 0, ...ends })).toBe(verdict);
  });
});
