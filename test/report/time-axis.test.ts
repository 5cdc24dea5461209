import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { days, hours, minutes } from '../../src/engine/time.ts';
import { timeAxis } from '../../src/report/time-axis.ts';

const labelsOf = (untilMs: number) => {
  const { ticks, tickFormat } = timeAxis(untilMs).x;
  return (ticks as number[]).map((at) => (tickFormat as (at: number) => string)(at));
};

describe('the axis of time', () => {
  test.each([
    [minutes(5), ['0', '1m', '2m', '3m', '4m', '5m']],
    [minutes(90), ['0', '20m', '40m', '1h', '1h 20m']],
    [hours(4), ['0', '10m', '20m', '30m', '1h', '2h', '3h', '4h']],
    [days(1), ['0', '10m', '20m', '30m', '6h', '12h', '18h', '1d']],
    [days(40), ['0', '10m', '20m', '30m', '14d', '28d']],
  ])('of %d ms has round moments', (untilMs, labels) => {
    expect(labelsOf(untilMs)).toEqual(labels);
  });

  test('keeps the order of moments, and ends where the run ends', () => {
    const until = fc.integer({ min: 1_000, max: days(400) });
    fc.assert(
      fc.property(until, fc.double({ min: 0, max: 1, noNaN: true }), (untilMs, share) => {
        const { place, x } = timeAxis(untilMs);
        expect([place(0), place(untilMs)]).toEqual([0, 1]);
        expect(place(share * untilMs)).toBeLessThanOrEqual(place(untilMs));
        expect(place(share * untilMs)).toBeGreaterThanOrEqual(place(0.5 * share * untilMs));
        const ticks = x.ticks as number[];
        expect(ticks).toEqual(ticks.toSorted((a, b) => a - b));
        expect(ticks.length).toBeLessThanOrEqual(8);
        expect(ticks.at(-1)!).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('gives a deployment of ten minutes room beside 40 days', () => {
    const { place, note } = timeAxis(days(40));
    expect(place(minutes(10))).toBeGreaterThan(0.1);
    expect(note).toBe('The first 30m are drawn larger.');
    expect(timeAxis(minutes(90)).note).toBe('');
  });
});
