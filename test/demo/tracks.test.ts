import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergedSpans, type Span } from '../../src/demo/tracks.ts';

const LENGTH_MS = 1_000;
const shareOf = (ms: number) => ms / LENGTH_MS;
const anySpans = fc
  .uniqueArray(fc.integer({ min: 0, max: LENGTH_MS }), { minLength: 2, maxLength: 300 })
  .chain((moments) => {
    const knots = moments.sort((a, b) => a - b);
    const state = fc.constantFrom('Active', 'Pending', 'Inactive', 'Failed');
    return fc
      .array(state, { minLength: knots.length - 1, maxLength: knots.length - 1 })
      .map((states): Span[] =>
        states.map((one, place) => {
          return { fromMs: knots[place]!, toMs: knots[place + 1]!, state: one };
        }),
      );
  });

describe('spans too narrow to be seen', () => {
  test('become no more than a picture has room for', () => {
    const least = fc.double({ min: 0.002, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(anySpans, least, (spans, share) => {
        expect(mergedSpans(spans, shareOf, share).length).toBeLessThanOrEqual(2 / share + 1);
      }),
    );
  });

  test('cover the same time, and no failure is lost among them', () => {
    fc.assert(
      fc.property(anySpans, fc.double({ min: 0, max: 0.5, noNaN: true }), (spans, share) => {
        const merged = mergedSpans(spans, shareOf, share);
        expect(merged[0]!.fromMs).toBe(spans[0]!.fromMs);
        expect(merged.at(-1)!.toMs).toBe(spans.at(-1)!.toMs);
        for (const [place, { toMs }] of merged.slice(0, -1).entries()) {
          expect(merged[place + 1]!.fromMs).toBe(toMs);
        }
        for (const { fromMs, state } of spans.filter((span) => span.state === 'Failed')) {
          expect(merged.findLast((span) => span.fromMs <= fromMs)!.state).toBe(state);
        }
      }),
    );
  });

  test('stay as they are where there is room', () => {
    fc.assert(
      fc.property(anySpans, (spans) => {
        expect(mergedSpans(spans, shareOf, 1 / LENGTH_MS)).toEqual(spans);
      }),
    );
  });
});
