import { fileURLToPath } from 'node:url';
import { defineScenario, parseScenarioObject, type Result, simulate } from 'hyperplane-sim';

/** A hundred stacks alike, torn down at the same moment. They share nothing. */
const STACKS = Array.from({ length: 100 }, (_, n) => `stack-${n + 1}`);

const START_MS = 3_600_000;

const forEachStack = <T>(entry: (stack: string, place: number) => T) =>
  Object.fromEntries(STACKS.map((stack, place) => [stack, entry(stack, place)]));

const scenario = defineScenario({
  name: 'destroy-budgets',
  why: 'How long a destroy takes differs from time to time, so a budget of 20 minutes fails now and then, and one of 45 hardly ever.',
  until: '5h',
  network: {
    vpcs: { main: { eniQuota: 500 } },
    subnets: forEachStack((_, place) => ({ vpc: 'main', cidr: `10.0.${place}.0/28` })),
    securityGroups: forEachStack(() => ({ vpc: 'main' })),
  },
  functions: forEachStack((stack) => ({ vpc: { subnets: [stack], securityGroups: [stack] } })),
  timeline: STACKS.flatMap((stack) => [
    { at: '1h', delete: stack },
    // Longer than any budget, so that one run tells about all of them.
    { at: '1h', deleteSubnet: stack, retryEvery: '30s', retryFor: '3h', expect: 'ok' as const },
  ]),
  // The bounds are wide enough for any seed: about 92 ENIs are left after 10 minutes, 29 after 20,
  // none or one after 45.
  expect: [
    { at: '1h', metric: 'enis.live', equals: 100 },
    { at: '1h 2m', metric: 'enis.live', equals: 100 },
    { at: '1h 10m', metric: 'enis.live', min: 75 },
    { at: '1h 20m', metric: 'enis.live', min: 8, max: 50 },
    { at: '1h 45m', metric: 'enis.live', max: 5 },
    { metric: 'enis.live', equals: 0 },
  ],
});

export default scenario;

/**
 * What tools wait, in minutes: Terraform's defaults are 10 for a group and 20 for a subnet
 * (https://github.com/hashicorp/terraform-provider-aws/issues/10329), others wait up to 45
 * (https://github.com/serverless/serverless/issues/5008).
 */
export const BUDGETS_MIN = [2.5, 10, 12, 20, 25, 45];

/** How many of the hundred subnets were gone within a budget. */
export function goneWithin(budgetMin: number, { actions }: Pick<Result, 'actions'>): number {
  const endMs = START_MS + budgetMin * 60_000;
  return actions.filter(({ action, ok, atMs }) => action === 'deleteSubnet' && ok && atMs <= endMs)
    .length;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const parsed = parseScenarioObject(scenario, { file: 'destroy-budgets.ts' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const result = simulate(parsed.scenario);
  console.log(`${result.why}\n`);
  console.log('  budget   of 100 destroys succeed');
  for (const minutes of BUDGETS_MIN) {
    const count = goneWithin(minutes, result);
    const bar = '#'.repeat(Math.round(count / 2));
    console.log(`${`${minutes} min`.padStart(8)}   ${String(count).padStart(3)} ${bar}`);
  }
}
