import fc from 'fast-check';
import type { TrafficPhase } from '../../src/scenario/types.ts';

export const FROM = 1_000;

const rate = fc.oneof(
  fc.constantFrom(0, 1e-6, 50),
  fc.double({ min: 0, max: 2, noNaN: true }).map((value) => (value < 1e-9 ? 0 : value)),
);
const ends = fc.integer({ min: 1, max: 20_000 }).map((lengthMs) => {
  return { fromMs: FROM, untilMs: FROM + lengthMs };
});
const instants = fc
  .array(fc.integer({ min: 0, max: 22_000 }), { maxLength: 30 })
  .map((atMs) => atMs.toSorted((a, b) => a - b));

const profile = fc
  .record({
    ends,
    steps: fc.uniqueArray(fc.record({ atMs: fc.nat(999), callsPerMs: rate }), {
      selector: ({ atMs }) => atMs,
      minLength: 1,
      maxLength: 5,
    }),
    startMs: fc.integer({ min: -2_000, max: 3_000 }),
  })
  .map(({ ends: span, steps, startMs }): TrafficPhase => {
    const inOrder = steps.toSorted((a, b) => a.atMs - b.atMs);
    return { kind: 'profile', periodMs: 1_000, startMs, steps: inOrder, ...span };
  });
const constant = fc
  .tuple(ends, rate)
  .map(([span, callsPerMs]): TrafficPhase => ({ kind: 'rate', callsPerMs, ...span }));
const ramp = fc.tuple(ends, rate, rate).map(([span, fromPerMs, toPerMs]): TrafficPhase => {
  return { kind: 'ramp', fromPerMs, toPerMs, ...span };
});
const counts = fc
  .tuple(
    ends,
    fc.array(fc.nat(4), { minLength: 1, maxLength: 30 }),
    fc.integer({ min: 1, max: 900 }),
  )
  .map(([span, list, stepMs]): TrafficPhase => ({ kind: 'counts', stepMs, counts: list, ...span }));
const listed = fc.oneof(
  fc.tuple(ends, fc.integer({ min: 1, max: 5_000 })).map(([span, everyMs]): TrafficPhase => {
    return { kind: 'every', everyMs, ...span };
  }),
  fc.tuple(ends, instants).map(([span, atMs]): TrafficPhase => ({ kind: 'times', atMs, ...span })),
  fc.tuple(ends, instants, fc.integer({ min: 1, max: 9 })).map(([span, atMs, calls]) => {
    return { kind: 'burst', calls, atMs, ...span } satisfies TrafficPhase;
  }),
);
export const curve = fc.oneof(constant, ramp, profile);
export const anyPhase = fc.oneof(curve, counts, listed);
export const moment = fc.double({ min: 0, max: 23_000, noNaN: true });
export const unit = fc.double({ min: 1e-9, max: 40, noNaN: true });
