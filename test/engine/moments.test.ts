import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Moments } from '../../src/engine/moments.ts';

/** Spread evenly, in clumps far apart, and few times for many. */
const anyMs = fc.oneof(
  fc.double({ min: 0, max: 1e6, noNaN: true }),
  fc.tuple(fc.nat(3), fc.nat(999)).map(([clump, ms]) => clump * 2.6e9 + ms / 7),
  fc.nat(5),
);
const anyTimes = fc.array(anyMs, { maxLength: 600, size: 'max' });

function read({ atMs, subjects, count }: Moments): [number, number][] {
  return Array.from({ length: count }, (_, i) => [atMs[i]!, subjects[i]!]);
}

test('moments are sorted by time, and those of one time stay as they were added', () => {
  fc.assert(
    fc.property(fc.array(anyTimes, { minLength: 1, maxLength: 3 }), (batches) => {
      const moments = new Moments();
      for (const times of batches) {
        moments.clear();
        for (const [i, ms] of times.entries()) moments.add(ms, i);
        moments.sort();
        const expected = [...times.entries()].sort(([, x], [, y]) => x - y);
        expect(read(moments)).toEqual(expected.map(([i, ms]) => [ms, i]));
      }
    }),
    { numRuns: 200 },
  );
});

test('moments of a subject are taken out, and the others stay in order', () => {
  const moments = new Moments();
  for (const [atMs, subject] of [
    [1, 7],
    [2, 5],
    [3, 7],
    [4, 6],
    [5, 7],
  ] as const) {
    moments.add(atMs, subject);
  }
  expect(moments.drop(7, 3)).toBe(2);
  expect(read(moments)).toEqual([
    [2, 5],
    [4, 6],
  ]);
  expect(moments.drop(7, 2)).toBe(0);
});
