import { expectedCalls } from '../load/curves.ts';
import { streamPlans } from '../load/plans.ts';
import { targetOf } from '../load/traffic.ts';
import type { Fidelity, Profile, Scenario } from '../scenario/types.ts';
import { choicesOf, lanesOf } from './lanes.ts';
import { lowestOf, resolveParameters } from './parameters.ts';

/**
 * How many steady calls of a run will be simulated one by one, from the first to the last of their
 * versions: what such a run costs. Calls that become events for a while only are not among them.
 */
export function singleCallsOf(
  scenario: Scenario,
  { profile = scenario.profile, fidelity = 'auto' }: { profile?: Profile; fidelity?: Fidelity },
): number {
  const { limits, laws } = resolveParameters(scenario, profile);
  const plans = streamPlans(scenario, lowestOf(laws['idleAfter']!) ?? undefined);
  const lanes = lanesOf(scenario);
  const choices = choicesOf(scenario, lanes, plans, { limits, fidelity });
  const single = new Set(
    lanes.filter((_, place) => choices[place]!.fidelity === 'exact').map(targetOf),
  );
  return plans
    .filter((plan) => single.has(targetOf(plan)))
    .reduce((sum, { phase }) => sum + expectedCalls(phase, 0, scenario.untilMs), 0);
}
