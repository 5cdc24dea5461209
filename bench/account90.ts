/**
 * An account for 90 days in aggregate: 10,000 functions over 200 pairings whose environments keep
 * two connections, 1e11 invocations, then the same with rates 100 times as high; and 30 days of 45
 * calls a second. Then 10,000 functions with every call an event and a connection, beside a proxy
 * of the model in C++ (reference/eni.cpp); with `long` the 30 days as well, 1.2e8 calls one by one.
 * Run: npx tsx bench/account90.ts [functions] [long]. Writes .cache/bench/account90.json.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { simulate } from '../src/run/simulate.ts';
import type { Fidelity, FunctionSpec, Scenario } from '../src/scenario/types.ts';
import { accountOf } from './account.ts';
import { CACHE, processorSeconds, reference } from './contest.ts';

const PAIRINGS = 200;
const HOUR_MS = 3_600_000;

interface Busy {
  functions: number;
  invocations: number;
  fidelity: Fidelity;
  /** How long the calls come. */
  hours: number;
  /** Connections that an environment keeps, and that an invocation opens. */
  perEnvironment?: number;
  perInvocation?: number;
}

/** Functions that share 200 security groups, called evenly, after an hour to become ready. */
function busyAccount({ functions, invocations, hours, ...opened }: Busy): Scenario {
  const { perEnvironment = 0, perInvocation = 0 } = opened;
  const quiet = accountOf(functions);
  const untilMs = (1 + hours) * HOUR_MS;
  const callsPerMs = invocations / functions / (hours * HOUR_MS);
  const busy = (spec: FunctionSpec, place: number): FunctionSpec => ({
    ...spec,
    vpc: {
      subnets: ['subnet0'],
      securityGroups: [`sg${place % Math.min(PAIRINGS, quiet.network.securityGroups.length)}`],
      ipv6AllowedForDualStack: false,
    },
    connections: { perEnvironment, perInvocation, hold: null },
    duration: { kind: 'exponential', mean: 100 },
    traffic: [{ kind: 'rate', callsPerMs, fromMs: HOUR_MS, untilMs }],
  });
  return {
    ...quiet,
    name: 'busy-account',
    why: 'A whole account for months in seconds.',
    untilMs,
    functions: quiet.functions.map(busy),
    timeline: quiet.timeline.filter(({ action }) => action === 'create'),
  };
}

interface BusyRun {
  seconds: number;
  invocations: number;
  events: number;
  hash: string;
  megabytes: number;
}

/** Runs it; only the simulation is measured. */
export function busyBench(busy: Busy): BusyRun {
  const scenario = busyAccount(busy);
  const began = processorSeconds();
  const result = simulate(scenario, { fidelity: busy.fidelity });
  const seconds = processorSeconds() - began;
  const made = result.functions.reduce((sum, fn) => sum + fn.invocations.attempted, 0);
  const megabytes = process.memoryUsage().rss / 2 ** 20;
  return { seconds, invocations: made, events: result.events, hash: result.traceHash, megabytes };
}

function print(what: string, run: BusyRun): void {
  const parts = [
    `${run.invocations.toExponential(2)} invocations`,
    `${run.seconds.toFixed(1)} s of processor time`,
    `${run.events} control events`,
    `${run.megabytes.toFixed(0)} MB`,
    `hash ${run.hash}`,
  ];
  console.log(`${what}: ${parts.join('  ')}`);
}

/** Calls a second of the proxy, over as many functions and calls; null without g++. */
function proxy(functions: number, invocations: number, hours: number): number | null {
  const program = reference('eni');
  if (program === null) return null;
  const perSecond = invocations / (hours * 3600);
  const args = [functions, perSecond, hours * 3600].map(String);
  const [seconds = ''] = execFileSync(program, args, { encoding: 'utf8' }).split(' ');
  return invocations / Number(seconds);
}

if (process.argv[1]?.endsWith('account90.ts')) {
  const functions = Number(process.argv[2] ?? 10_000);
  const kept = { functions, perEnvironment: 2 };
  const months = { ...kept, hours: 90 * 24, fidelity: 'aggregate' } as const;
  const account = busyBench({ ...months, invocations: 1e11 });
  print('90 days, aggregate', account);
  const hundredfold = busyBench({ ...months, invocations: 1e13 });
  print('100 times the rate', hundredfold);
  const month = { ...kept, hours: 30 * 24, invocations: 45 * 30 * 86_400 };
  const month30 = busyBench({ ...month, fidelity: 'aggregate' });
  print('30 days of 45 calls a second, aggregate', month30);
  const long = process.argv.includes('long') ? busyBench({ ...month, fidelity: 'exact' }) : null;
  if (long !== null) print('the same, exact', long);
  const [hours, invocations] = [24, 4e6];
  const exact = busyBench({ functions, hours, invocations, perInvocation: 1, fidelity: 'exact' });
  print('24 hours, exact', exact);
  const callsPerSecond = proxy(functions, invocations, hours);
  const ratio = callsPerSecond && exact.invocations / exact.seconds / callsPerSecond;
  if (ratio === null) console.log('There is no g++ here: no proxy beside it.');
  else console.log(`exact runs ${ratio.toFixed(2)}x the calls a second of the C++ proxy`);
  const results = { account, hundredfold, month30, long, exact, ratio };
  writeFileSync(`${CACHE}/account90.json`, `${JSON.stringify(results, null, 1)}\n`);
}
