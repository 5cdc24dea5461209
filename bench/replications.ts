/**
 * 1,000 replications of a small account by one worker thread and by two: shows that the time halves
 * and that the result does not change. Rounds alternate and the best counts, because others use the
 * machine as well; CPU time tells what the second thread costs even where it must wait for a core.
 * Run: npx tsx bench/replications.ts [runs] [rounds]
 */
import { Pool, runWith } from '../src/experiments/pool.ts';
import { replication } from '../src/experiments/replicate.ts';
import type { Scenario } from '../src/scenario/types.ts';
import { accountOf } from './account.ts';

const FUNCTIONS = 40;
const DAYS = 2;

/** Forty functions over two pairings, called about once an hour, with connections. */
export function replicatedScenario(): Scenario {
  const scenario = accountOf(FUNCTIONS);
  const untilMs = DAYS * 86_400_000;
  const functions = scenario.functions.map((spec) => ({
    ...spec,
    traffic: [{ kind: 'rate' as const, callsPerMs: 1 / 3_600_000, fromMs: 0, untilMs }],
    connections: { perEnvironment: 2, perInvocation: 1, hold: null },
  }));
  return { ...scenario, name: `replicated-${FUNCTIONS}`, untilMs, functions };
}

interface Replicated {
  threads: number;
  elapsedMs: number;
  /** Of all threads together. */
  cpuMs: number;
  hash: string;
}

/** The clock stands around the runs only: threads are started before. */
export async function replicationsBench(threads: number, runs: number): Promise<Replicated> {
  const scenario = replicatedScenario();
  const worker = new URL('../src/experiments/worker.ts', import.meta.url);
  const pool = new Pool({ threads, worker, execArgv: ['--import', 'tsx'] });
  const make = (job: Parameters<Pool['run']>[0]) => pool.run(job);
  const go = (count: number, seed: string) =>
    runWith(replication(scenario, { runs: count, seed }), make, pool.atOnce);
  try {
    await go(4 * threads, 'warm-up');
    const [beganMs, before] = [performance.now(), process.cpuUsage()];
    const { hash } = await go(runs, 'bench');
    const { user, system } = process.cpuUsage(before);
    const elapsedMs = performance.now() - beganMs;
    return { threads, elapsedMs, cpuMs: (user + system) / 1_000, hash };
  } finally {
    await pool.close();
  }
}

if (process.argv[1]?.endsWith('replications.ts')) {
  const [runs, rounds] = [Number(process.argv[2] ?? 1_000), Number(process.argv[3] ?? 3)];
  const best = new Map<number, Replicated>();
  for (let round = 0; round < rounds; round++) {
    for (const threads of [1, 2]) {
      const one = await replicationsBench(threads, runs);
      if (one.elapsedMs < (best.get(threads)?.elapsedMs ?? Infinity)) best.set(threads, one);
    }
  }
  const alone = best.get(1)!;
  for (const { threads, elapsedMs, cpuMs, hash } of best.values()) {
    const rate = Math.round((1_000 * runs) / elapsedMs);
    const speed = (alone.elapsedMs / elapsedMs).toFixed(2);
    const cpu = `${(cpuMs / runs).toFixed(2)} ms of CPU a run (${(cpuMs / alone.cpuMs).toFixed(2)}x)`;
    const what = `${runs} runs  ${threads} threads  ${rate} runs/s (${speed}x of one)`;
    console.log(`${what}  ${cpu}  hash ${hash}`);
  }
}
