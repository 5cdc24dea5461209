/**
 * 1,000 replications of the bundled plan by one worker thread and by two: shows that the time halves
 * and that the result does not change. Rounds alternate and the best counts, because others use the
 * machine as well. Where it is busy, two figures tell what wall time cannot: the CPU time of a run,
 * which the second thread must not raise, and how long the workers had no job in hand.
 * Run: npx tsx bench/replications.ts [runs] [rounds]
 */
import { readFileSync } from 'node:fs';
import { type Make, Pool, runWith } from '../src/experiments/pool.ts';
import { replication } from '../src/experiments/replicate.ts';
import { planOf } from '../src/plan/plan.ts';
import { underTraffic } from '../src/plan/under-traffic.ts';
import { parseTraffic } from '../src/scenario/traffic-file.ts';
import type { Scenario } from '../src/scenario/types.ts';
import { readTemplates } from '../src/templates/read.ts';
import { WAITED } from './waiting-worker.ts';

const FOLDER = new URL('../scenarios/shop/', import.meta.url);
const readFile = (name: string) => readFileSync(new URL(name, FOLDER), 'utf8');

/** The shop that `npm start` plans, under its traffic. */
export function bundledScenario(): Scenario {
  const sources = ['network', 'shop'].map((name) => {
    const file = `${name}.yaml`;
    return { name, files: [{ file, text: readFile(file) }] };
  });
  const { estate, issues } = readTemplates(sources);
  const functions = estate!.functions.map(({ id }) => id);
  const file = 'traffic.yaml';
  const parsed = parseTraffic(readFile(file), { file, functions, readFile });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const { subnets } = planOf(estate!, sources, issues);
  return underTraffic(estate!, subnets, parsed.traffic, 'shop').scenario;
}

interface Replicated {
  threads: number;
  elapsedMs: number;
  /** Of all threads together. */
  cpuMs: number;
  /** Of the time of the workers, the share in which they had nothing to do. */
  waited: number;
  hash: string;
}

/** The clock stands around the runs only: threads are started and warm before. */
export async function replicationsBench(
  scenario: Scenario,
  threads: number,
  { runs, warmUp }: { runs: number; warmUp: number },
): Promise<Replicated> {
  const worker = new URL('./waiting-worker.ts', import.meta.url);
  const pool = new Pool({ threads, worker, execArgv: ['--import', 'tsx'] });
  let waitedMs = 0;
  const make: Make = async (job) => {
    const outcome = await pool.run(job);
    waitedMs += outcome.values[WAITED]!;
    return outcome;
  };
  const go = (count: number, seed: string) =>
    runWith(replication(scenario, { runs: count, seed }), make, pool.atOnce);
  try {
    await go(warmUp * threads, 'warm-up');
    waitedMs = 0;
    const [beganMs, before] = [performance.now(), process.cpuUsage()];
    const { hash } = await go(runs, 'bench');
    const { user, system } = process.cpuUsage(before);
    const elapsedMs = performance.now() - beganMs;
    const waited = waitedMs / (threads * elapsedMs);
    return { threads, elapsedMs, cpuMs: (user + system) / 1_000, waited, hash };
  } finally {
    await pool.close();
  }
}

if (process.argv[1]?.endsWith('replications.ts')) {
  const [runs, rounds] = [Number(process.argv[2] ?? 1_000), Number(process.argv[3] ?? 3)];
  const scenario = bundledScenario();
  const best = new Map<number, Replicated>();
  for (let round = 0; round < rounds; round++) {
    for (const threads of [1, 2]) {
      const one = await replicationsBench(scenario, threads, { runs, warmUp: 20 });
      if (one.elapsedMs < (best.get(threads)?.elapsedMs ?? Infinity)) best.set(threads, one);
    }
  }
  const alone = best.get(1)!;
  for (const { threads, elapsedMs, cpuMs, waited, hash } of best.values()) {
    const rate = ((1_000 * runs) / elapsedMs).toPrecision(3);
    const speed = (alone.elapsedMs / elapsedMs).toFixed(2);
    const cpu = `${(cpuMs / runs).toFixed(1)} ms of CPU a run (${(cpuMs / alone.cpuMs).toFixed(2)}x)`;
    const idle = `without a job ${(100 * waited).toFixed(1)} % of the time`;
    const what = `${runs} runs  ${threads} threads  ${rate} runs/s (${speed}x of one)`;
    console.log(`${what}  ${cpu}  ${idle}  hash ${hash}`);
  }
}
