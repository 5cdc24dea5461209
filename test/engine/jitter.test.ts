import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Distribution } from '../../src/engine/distribution.ts';
import { sampleNear } from '../../src/engine/jitter.ts';
import { Streams } from '../../src/engine/random.ts';
import { meanOf, sample } from '../../src/engine/samplers.ts';

const LAWS: [name: string, law: Distribution][] = [
  ['constant', { kind: 'constant', value: 240 }],
  ['uniform', { kind: 'uniform', min: 30, max: 120 }],
  ['exponential', { kind: 'exponential', mean: 90 }],
  ['lognormal', { kind: 'lognormal', median: 180, sigma: 0.6 }],
  ['cut lognormal', { kind: 'lognormal', median: 180, sigma: 0.6, max: 400 }],
  ['gamma', { kind: 'gamma', shape: 2, mean: 100 }],
  ['weibull', { kind: 'weibull', shape: 1.5, scale: 100 }],
  ['empirical', { kind: 'empirical', values: [10, 20, 20, 400] }],
];

const streams = () => new Streams('jitter');

/** Pairs of an operation's draw and one of its ENIs'. */
function pairs(law: Distribution, share: number, count: number): [near: number, own: number][] {
  const all = streams();
  return Array.from({ length: count }, () => {
    const near = sample(law, all.of('near', ''));
    return [near, sampleNear(law, near, share, all.of('own', ''))];
  });
}

const meanIn = (values: number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;

/** Of the logarithms. */
function correlation(both: [number, number][]): number {
  const logs = both.map(([a, b]) => [Math.log(a), Math.log(b)] as const);
  const [a, b] = [meanIn(logs.map(([one]) => one)), meanIn(logs.map(([, one]) => one))];
  const of = (x: 0 | 1, y: 0 | 1) =>
    meanIn(logs.map((pair) => (pair[x] - [a, b][x]!) * (pair[y] - [a, b][y]!)));
  return of(0, 1) / Math.sqrt(of(0, 0) * of(1, 1));
}

test.each(LAWS)(
  'TIME-1: without a share of its own a %s draw is that of the operation',
  (_, law) => {
    for (const [near, own] of pairs(law, 0, 50)) expect(own).toBe(near);
  },
);

test.each(LAWS)('TIME-1: with all of it its own a %s draw ignores the operation', (_, law) => {
  const plain = streams();
  for (const [, own] of pairs(law, 1, 50)) expect(own).toBe(sample(law, plain.of('own', '')));
});

test.each(LAWS)('a %s draw near another stays within its law', (_, law) => {
  const low = law.kind === 'uniform' ? law.min : 0;
  const high = law.kind === 'uniform' ? law.max : 'max' in law ? law.max! : Number.MAX_VALUE;
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
      for (const [near, own] of pairs(law, share, 20)) {
        expect(own).toBeGreaterThanOrEqual(low);
        expect(own).toBeLessThanOrEqual(high);
        if (law.kind === 'constant') expect(own).toBe(near);
      }
    }),
    { numRuns: 30 },
  );
});

test.each([0.05, 0.1, 0.5, 0.9])(
  'a lognormal law keeps its median, mean and spread: %s',
  (share) => {
    const law: Distribution = { kind: 'lognormal', median: 180, sigma: 0.6 };
    const both = pairs(law, share, 40_000);
    const owns = both.map(([, own]) => own).sort((a, b) => a - b);
    expect(owns[20_000]! / 180).toBeCloseTo(1, 1);
    expect(meanIn(owns) / meanOf(law)).toBeCloseTo(1, 1);
    expect(correlation(both)).toBeCloseTo(Math.sqrt(1 - share ** 2), 1);
  },
);

test('nothing gathers at the bound of a cut law', () => {
  const law: Distribution = { kind: 'lognormal', median: 180, sigma: 0.6, max: 400 };
  const owns = pairs(law, 0.1, 5_000).map(([, own]) => own);
  expect(owns.filter((own) => own === 400)).toEqual([]);
});
