import { describe, expect, test } from 'vitest';
import type { Distribution } from '../../src/engine/distribution.ts';
import { HotSamplers } from '../../src/engine/hot-samplers.ts';
import { Streams } from '../../src/engine/random.ts';
import { lognormalOf, meanOf, sample } from '../../src/engine/samplers.ts';

interface Case {
  law: Distribution;
  mean: number;
  sd: number;
  /** Points and the probability of a draw at or below each; closed forms. */
  cdf: [x: number, p: number][];
}

const erf1 = 0.8427007929497149;
const root2 = Math.SQRT2;

const cases: Case[] = [
  {
    law: { kind: 'uniform', min: 2, max: 6 },
    mean: 4,
    sd: 4 / Math.sqrt(12),
    cdf: [
      [3, 0.25],
      [5, 0.75],
    ],
  },
  {
    law: { kind: 'exponential', mean: 3 },
    mean: 3,
    sd: 3,
    cdf: [
      [0.3, 1 - Math.exp(-0.1)],
      [3, 1 - Math.exp(-1)],
      [9, 1 - Math.exp(-3)],
    ],
  },
  {
    law: { kind: 'lognormal', median: 120, sigma: 0.5 },
    mean: 120 * Math.exp(0.125),
    sd: 120 * Math.exp(0.125) * Math.sqrt(Math.exp(0.25) - 1),
    // ln x lies sqrt(2) sigma from ln median, where the normal law holds erf(1).
    cdf: [
      [120 * Math.exp(-root2 / 2), (1 - erf1) / 2],
      [120, 0.5],
      [120 * Math.exp(root2 / 2), (1 + erf1) / 2],
    ],
  },
  {
    law: { kind: 'gamma', shape: 2, mean: 10 },
    mean: 10,
    sd: 10 / root2,
    // Erlang of two stages of mean 5.
    cdf: [
      [5, 1 - 2 * Math.exp(-1)],
      [15, 1 - 4 * Math.exp(-3)],
    ],
  },
  {
    law: { kind: 'gamma', shape: 0.5, mean: 4 },
    mean: 4,
    sd: 4 * root2,
    // A chi-square law of one degree, scaled by 4.
    cdf: [
      [8, erf1],
      [4, 0.6826894921370859],
    ],
  },
  {
    law: { kind: 'weibull', shape: 2, scale: 7 },
    mean: (7 * Math.sqrt(Math.PI)) / 2,
    sd: 7 * Math.sqrt(1 - Math.PI / 4),
    cdf: [
      [3.5, 1 - Math.exp(-0.25)],
      [7, 1 - Math.exp(-1)],
      [14, 1 - Math.exp(-4)],
    ],
  },
  {
    law: { kind: 'empirical', values: [1, 2, 2, 5] },
    mean: 2.5,
    sd: 1.5,
    cdf: [
      [1, 0.25],
      [2, 0.75],
      [5, 1],
    ],
  },
];

const DRAWS = 200_000;

type Way = 'sample' | 'hot';
const WAYS: Way[] = ['sample', 'hot'];

function drawsOf(law: Distribution, entity: string, way: Way = 'sample'): number[] {
  const streams = new Streams('samplers');
  const stream = streams.of('test', entity);
  const hot = new HotSamplers(streams);
  const [at, by] = [hot.placeOf(law), streams.placeOf('test', entity)];
  const draw = way === 'hot' ? () => hot.draw(at, by) : () => sample(law, stream);
  return Array.from({ length: DRAWS }, draw);
}

const titled = cases.flatMap((c) => WAYS.map((way) => [JSON.stringify(c.law), way, c] as const));

describe.each(titled)('%s, %s', (name, way, { law, mean, sd, cdf }) => {
  const draws = drawsOf(law, name, way);

  test('has its mean within four standard errors, and its deviation within 2 %', () => {
    const seen = draws.reduce((sum, x) => sum + x, 0) / DRAWS;
    const deviation = Math.sqrt(draws.reduce((sum, x) => sum + (x - seen) ** 2, 0) / DRAWS);
    expect(Math.abs(seen - mean)).toBeLessThan((4 * sd) / Math.sqrt(DRAWS));
    expect(Math.abs(deviation / sd - 1)).toBeLessThan(0.02);
    expect(meanOf(law)).toBeCloseTo(mean, 10);
  });

  test('has its distribution function within four standard errors', () => {
    for (const [x, p] of cdf) {
      const below = draws.filter((draw) => draw <= x).length / DRAWS;
      expect(Math.abs(below - p)).toBeLessThanOrEqual(4 * Math.sqrt((p * (1 - p)) / DRAWS));
    }
  });
});

const cut: Distribution[] = [
  { kind: 'exponential', mean: 3, max: 2 },
  { kind: 'lognormal', median: 120, sigma: 0.9, max: 200 },
  { kind: 'lognormal', median: 120, sigma: 0.9, max: 60 },
  { kind: 'gamma', shape: 2.5, mean: 10, max: 12 },
  { kind: 'gamma', shape: 0.5, mean: 10, max: 3 },
  { kind: 'weibull', shape: 0.7, scale: 7, max: 9 },
];

test.each(cut.flatMap((law) => WAYS.map((way) => [JSON.stringify(law), way, law] as const)))(
  '%s never passes its max, %s',
  (name, way, law) => {
    const draws = drawsOf(law, name, way);
    const max = 'max' in law ? law.max! : Infinity;
    const seen = draws.reduce((sum, x) => sum + x, 0) / DRAWS;
    const variance = draws.reduce((sum, x) => sum + (x - seen) ** 2, 0) / DRAWS;
    expect(draws.every((x) => x >= 0 && x <= max)).toBe(true);
    // No draws gather at the bound: those near it are as many as just before it (TIME-2).
    const within = (from: number, until: number) =>
      draws.filter((x) => x > from * max && x <= until * max).length;
    expect(new Set(draws).size).toBe(DRAWS);
    expect(within(0.98, 1)).toBeLessThan(1.5 * within(0.96, 0.98));
    expect(Math.abs(seen - meanOf(law))).toBeLessThan(4 * Math.sqrt(variance / DRAWS));
  },
);

test('a cut mean agrees with the closed form of the exponential law', () => {
  for (const max of [0.1, 2, 3, 50]) {
    const mean = meanOf({ kind: 'exponential', mean: 3, max });
    expect(mean).toBeCloseTo(3 - max / Math.expm1(max / 3), 11);
    expect(meanOf({ kind: 'gamma', shape: 1, mean: 3, max })).toBeCloseTo(mean, 11);
    expect(meanOf({ kind: 'weibull', shape: 1, scale: 3, max })).toBeCloseTo(mean, 11);
  }
  expect(meanOf({ kind: 'exponential', mean: 3, max: 0 })).toBe(0);
  expect(meanOf({ kind: 'lognormal', median: 5, sigma: 0, max: 3 })).toBe(3);
  expect(meanOf({ kind: 'lognormal', median: 5, sigma: 0, max: 7 })).toBe(5);
});

test.each(WAYS)('a law that lies nearly all above its max still ends, %s', (way) => {
  // Below a thousandth of its mean the exponential law is even.
  const even: Distribution = { kind: 'exponential', mean: 1_000, max: 1 };
  const draws = drawsOf(even, 'even', way).slice(0, 20_000);
  const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
  expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / draws.length));
  expect(Math.max(...draws)).toBeLessThanOrEqual(1);
  const far: Distribution = { kind: 'lognormal', median: 1e6, sigma: 0.1, max: 1 };
  const streams = new Streams('far');
  const hot = new HotSamplers(streams);
  const by = streams.placeOf('test', 'far');
  const drawn = way === 'hot' ? hot.draw(hot.placeOf(far), by) : sample(far, streams.at(by));
  expect(drawn).toBe(1);
});

test('a constant draws nothing from its stream', () => {
  const streams = new Streams('s');
  const stream = streams.of('p', 'e');
  const before = streams.save();
  expect(sample({ kind: 'constant', value: 42 }, stream)).toBe(42);
  expect(meanOf({ kind: 'constant', value: 42 })).toBe(42);
  expect(streams.save()).toEqual(before);
  const hot = new HotSamplers(streams);
  expect(hot.draw(hot.placeOf({ kind: 'constant', value: 42 }), 0)).toBe(42);
  expect(streams.save()).toEqual(before);
});

test('of many laws each is drawn from, by the stream that is named', () => {
  const streams = new Streams('s');
  const hot = new HotSamplers(streams);
  const means = Array.from({ length: 200 }, (_, i) => i + 1);
  const places = means.map((mean) => hot.placeOf({ kind: 'exponential', mean }));
  expect(hot.placeOf({ kind: 'exponential', mean: 3 })).toBe(places[2]);
  for (const [i, mean] of means.entries()) {
    const unit = 1 - new Streams('s').of('p', `${mean}`).double();
    expect(hot.draw(places[i]!, streams.placeOf('p', `${mean}`))).toBe(-mean * Math.log(unit));
  }
});

test('a draw depends on the state of its stream alone, and on no draw before', () => {
  for (const { law } of cases) {
    const streams = new Streams('s');
    for (let i = 0; i < 7; i++) sample(law, streams.of('p', 'e'));
    const restored = Streams.restore(streams.save());
    for (let i = 0; i < 20; i++) {
      const expected = sample(law, streams.of('p', 'e'));
      expect(sample(law, restored.of('p', 'e'))).toBe(expected);
    }
  }
});

test('a lognormal law made from its median and 99th percentile has both', () => {
  const { sigma } = lognormalOf(120, 900);
  const draws = drawsOf({ kind: 'lognormal', median: 120, sigma }, 'p99').sort((x, y) => x - y);
  expect(draws.filter((x) => x <= 900).length / DRAWS).toBeCloseTo(0.99, 2.8);
  expect(Math.abs(draws[DRAWS / 2]! / 120 - 1)).toBeLessThan(0.015);
});

test('an empirical law without values throws', () => {
  const stream = new Streams('s').of('p', 'e');
  expect(() => sample({ kind: 'empirical', values: [] }, stream)).toThrow('at least one value');
});
