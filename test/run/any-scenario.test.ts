import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { simulate } from '../../src/run/simulate.ts';
import { parseScenarioObject } from '../../src/scenario/parse.ts';
import type { Scenario } from '../../src/scenario/types.ts';
import { fuzzRuns } from '../fuzz-runs.ts';
import { anyFile } from '../scenario/arbitrary.ts';

vi.setConfig({ testTimeout: 3_600_000 });

/** The control plane alone: how traffic runs is another matter, and takes another time. */
function withoutTraffic(scenario: Scenario): Scenario {
  return {
    ...scenario,
    functions: scenario.functions.map((spec) => ({ ...spec, traffic: [] })),
    timeline: scenario.timeline.filter(({ action }) => action !== 'setTraffic'),
  };
}

test('API-1: any scenario that is read can be run, and each of its calls is answered in full', () => {
  const answers = new Set<string>();
  fc.assert(
    fc.property(anyFile, (file) => {
      const parsed = parseScenarioObject(file, { file: 'a.ts' });
      if (!parsed.ok) return;
      const scenario = withoutTraffic(parsed.scenario);
      // A retry every millisecond would take millions of steps, rightly.
      const result = simulate(scenario, { stepsMax: 20_000 });
      for (const { error } of result.actions) {
        if (error !== null) expect(error.message).not.toMatch(/[{}]/);
        answers.add(error?.code ?? 'ok');
      }
    }),
    { numRuns: fuzzRuns(200) },
  );
  expect(answers.size).toBeGreaterThan(3);
});
