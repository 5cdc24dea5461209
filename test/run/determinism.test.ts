import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkDeterminism } from '../../src/run/determinism.ts';
import { type Checkpoint, Engine } from '../../src/run/engine.ts';
import { inPlace } from '../../src/run/simulate.ts';
import type { Fidelity, Scenario } from '../../src/scenario/types.ts';
import { create, fn, remove, scenarioOf as scenarioFrom, vpc } from '../builders.ts';
import { scenarioOf } from '../model/staging.ts';
import { anyStory, type Story } from '../model/stories.ts';
import { STEPS_MAX, tell } from '../model/telling.ts';

/** The laws of AWS as we know them instead of constants, so that there is something to draw. */
function drawn(story: Story): Scenario {
  const scenario = scenarioOf(story);
  for (const name of ['eniCreation', 'eniAllocation', 'detach', 'reap', 'idleAfter']) {
    const mean = scenario.parameters[name] as number;
    scenario.parameters[name] = { kind: 'gamma', shape: 2, mean };
  }
  return scenario;
}

const fidelity = fc.constantFrom<Fidelity>('exact', 'aggregate');

test('two runs of one seed agree draw by draw, and so does one resumed in its middle', () => {
  fc.assert(
    fc.property(anyStory, fidelity, fc.boolean(), (story, how, varies) => {
      const scenario = varies ? drawn(story) : scenarioOf(story);
      expect(checkDeterminism(scenario, { fidelity: how, stepsMax: STEPS_MAX })).toMatchObject({
        ok: true,
      });
    }),
    { numRuns: 60 },
  );
});

test('a run goes on from a checkpoint after any step, through JSON, to the same end', () => {
  fc.assert(
    fc.property(anyStory, fc.nat(), fidelity, (story, pick, how) => {
      const scenario = drawn(story);
      const whole = new Engine(scenario, { fidelity: how, stepsMax: STEPS_MAX });
      let steps = 0;
      while (whole.step(inPlace) !== null) steps += 1;
      const half = new Engine(scenario, { fidelity: how, stepsMax: STEPS_MAX });
      for (let step = 0; step < pick % (steps + 1); step++) half.step(inPlace);
      const checkpoint = JSON.parse(JSON.stringify(half.checkpoint())) as Checkpoint;
      const resumed = new Engine(scenario, { fidelity: how, stepsMax: STEPS_MAX }, checkpoint);
      while (resumed.step(inPlace) !== null);
      whole.close();
      resumed.close();
      expect(resumed.traceHash()).toBe(whole.traceHash());
      expect(JSON.stringify(resumed.checkpoint())).toBe(JSON.stringify(whole.checkpoint()));
    }),
    { numRuns: 60 },
  );
});

const uneven = scenarioFrom({
  functions: [fn('f', vpc('a,b', 'web'))],
  timeline: [create(0, 'f'), remove(500, 'f')],
  parameters: { eniCreation: { kind: 'lognormal', median: 70, sigma: 0.6 } },
});

test('another seed gives other draws, and the hash tells two runs apart', () => {
  const [first, again, other] = ['a', 'a', 'b'].map((seed) => tell(uneven, { seed }));
  expect(again!.result.traceHash).toBe(first!.result.traceHash);
  expect(other!.result.traceHash).not.toBe(first!.result.traceHash);
  expect(other!.life('f')[1]).not.toBe(first!.life('f')[1]);
  expect(first!.result.traceHash).toMatch(/^[0-9a-f]{16}$/);
});

test('a run that is cut off at its step limit says so and keeps its books complete', () => {
  const { result } = tell(uneven, { stepsMax: 3 });
  expect(result).toMatchObject({ stopped: 'steps', events: 3 });
  const spent = Object.values(result.functions[0]!.timeInStateMs).reduce((sum, ms) => sum + ms, 0);
  expect(spent).toBeLessThan(500);
  expect(tell(uneven).result).toMatchObject({ stopped: 'events' });
});

test('a check that finds a difference says where', () => {
  const { ok, lines } = checkDeterminism(uneven);
  expect(ok).toBe(true);
  expect(lines.join('\n')).toMatch(/agrees with the first: \d+ steps, \d+ draws, fingerprint/);
});
