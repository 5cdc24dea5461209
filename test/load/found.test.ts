import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Streams } from '../../src/engine/random.ts';
import { callKind, drawFound, partsLaw } from '../../src/load/steady-law.ts';

const KEEP_ALIVE_MS = 600_000;

test('environments found after calls became few have a time left that is a time (LOAD-2)', () => {
  const duration = { kind: 'lognormal', median: 700, sigma: 0.8 } as const;
  const kind = callKind({ duration, hold: null, coldStart: null });
  const anyMean = fc.double({ min: 0, max: 5_000, noNaN: true });
  fc.assert(
    fc.property(anyMean, anyMean, fc.integer(), (before, now, seed) => {
      const half = KEEP_ALIVE_MS / 2;
      const alive = partsLaw(kind, [
        { ms: half, mean: before },
        { ms: half, mean: now },
      ]);
      const stream = new Streams(`${seed}`).of('found', 'f');
      const { idleMs } = drawFound(kind, alive, 0, KEEP_ALIVE_MS, stream);
      expect(idleMs.every((ms) => ms >= 1 && ms <= KEEP_ALIVE_MS)).toBe(true);
    }),
    { numRuns: 60 },
  );
});
