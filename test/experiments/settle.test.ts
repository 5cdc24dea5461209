import { expect, test } from 'vitest';
import { Streams } from '../../src/engine/random.ts';
import type { Target } from '../../src/experiments/measure.ts';
import { confidenceOf, settling } from '../../src/experiments/settle.ts';
import type { Job, Outcome } from '../../src/experiments/types.ts';
import { scenarioOf } from '../builders.ts';

const metric = { name: 'x', unit: 'flag' as const, about: '' };
const scenario = scenarioOf({ functions: [], timeline: [] });
const job = (run: number): Job => ({ scenario, seed: `s/${run}`, points: 0 });

/** Looks at runs in which a thing happens with this chance, until it is clear or runs are used up. */
function settled(chance: number, bound: number, double: () => number) {
  const measure = { text: 'P(x)', metric, kind: 'share', condition: null } as const;
  const target: Target = { text: `P(x) < ${bound}`, measure, comparison: '<', bound };
  const outcomes: Outcome[] = [];
  const looks = settling(target, job, { runs: 100, runsMax: 1_600 }, outcomes);
  let step = looks.next();
  while (!step.done) {
    const made = step.value.map(({ seed }): Outcome => {
      const x = double() < chance ? 1 : 0;
      return { seed, traceHash: '', values: { x }, series: {}, cutOff: false, lost: null };
    });
    step = looks.next(made);
  }
  return { ...step.value, runs: outcomes.length };
}

test.each([
  // Where every look is in doubt there are five of them.
  [0.05, 0.05],
  [0.055, 0.05],
  [0.2, 0.2],
])(
  'an interval that was looked at until it was clear holds %d at the bound %d',
  (chance, bound) => {
    const stream = new Streams('looks').of('draw', `${chance}`);
    const searches = 1_500;
    let [held, wrong, looked] = [0, 0, 0];
    for (let i = 0; i < searches; i++) {
      const { estimate, sure, met, runs } = settled(chance, bound, () => stream.double());
      if (estimate.low! <= chance && chance <= estimate.high!) held += 1;
      if (sure && met !== chance < bound) wrong += 1;
      if (runs > 100) looked += 1;
    }
    expect(held / searches).toBeGreaterThan(0.95);
    expect(wrong / searches).toBeLessThan(0.05);
    expect(looked / searches).toBeGreaterThan(0.5);
  },
  240_000,
);

test('each look takes its part of the 5 %, as many as there may be', () => {
  expect(confidenceOf(100, 100)).toBeCloseTo(0.95, 12);
  expect(confidenceOf(100, 101)).toBeCloseTo(0.975, 12);
  expect(confidenceOf(100, 200)).toBeCloseTo(0.975, 12);
  expect(confidenceOf(100, 201)).toBeCloseTo(1 - 0.05 / 3, 12);
  expect(confidenceOf(100, 1_600)).toBeCloseTo(0.99, 12);
});
