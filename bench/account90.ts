/**
 * An account for 90 days in aggregate: 10,000 functions over 200 pairings, 1e11 invocations; then
 * the same with rates 100 times as high.
 * Run: npx tsx bench/account90.ts [functions] [invocations] [connections an invocation]
 */
import { simulate } from '../src/run/simulate.ts';
import type { FunctionSpec, Scenario } from '../src/scenario/types.ts';
import { accountOf } from './account.ts';

const PAIRINGS = 200;

/** Functions that share 200 security groups, called evenly until the run ends. */
function busyAccount(functions: number, invocations: number, perInvocation: number): Scenario {
  const quiet = accountOf(functions);
  const { untilMs } = quiet;
  const beginMs = 3_600_000;
  const callsPerMs = invocations / functions / (untilMs - beginMs);
  const busy = (spec: FunctionSpec, place: number): FunctionSpec => ({
    ...spec,
    vpc: {
      subnets: ['subnet0'],
      securityGroups: [`sg${place % PAIRINGS}`],
      ipv6AllowedForDualStack: false,
    },
    connections: { perEnvironment: 0, perInvocation, hold: null },
    traffic: [{ kind: 'rate', callsPerMs, fromMs: beginMs, untilMs }],
  });
  return {
    ...quiet,
    name: 'account-90-days',
    why: 'A whole account for months in seconds.',
    functions: quiet.functions.map(busy),
    timeline: quiet.timeline.filter(({ action }) => action === 'create'),
  };
}

interface Account90 {
  seconds: number;
  invocations: number;
  events: number;
  hash: string;
  megabytes: number;
}

export function account90Bench(
  functions: number,
  invocations: number,
  perInvocation: number,
): Account90 {
  const scenario = busyAccount(functions, invocations, perInvocation);
  const began = performance.now();
  const result = simulate(scenario, { fidelity: 'aggregate' });
  const seconds = (performance.now() - began) / 1000;
  const made = result.functions.reduce((sum, fn) => sum + fn.invocations.attempted, 0);
  const megabytes = process.memoryUsage().rss / 2 ** 20;
  return { seconds, invocations: made, events: result.events, hash: result.traceHash, megabytes };
}

if (process.argv[1]?.endsWith('account90.ts')) {
  const functions = Number(process.argv[2] ?? 10_000);
  const invocations = Number(process.argv[3] ?? 1e11);
  const perInvocation = Number(process.argv[4] ?? 0);
  for (const factor of [1, 100]) {
    const run = account90Bench(functions, factor * invocations, perInvocation);
    const parts = [
      `${run.invocations.toExponential(3)} invocations`,
      `${run.seconds.toFixed(1)} s`,
      `${run.events} control events`,
      `${run.megabytes.toFixed(0)} MB`,
      `hash ${run.hash}`,
    ];
    console.log(parts.join('  '));
  }
}
