import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { comparison } from '../../src/experiments/compare.ts';
import { runHere } from '../../src/experiments/here.ts';
import { Pool, runWith } from '../../src/experiments/pool.ts';
import { replication } from '../../src/experiments/replicate.ts';
import { waiting } from './known.ts';

const execArgv = ['--import', 'tsx'];
const worker = new URL('../../src/experiments/worker.ts', import.meta.url);
const dying = new URL('./dying-worker.ts', import.meta.url);

async function withPool<T>(threads: number, module: URL, use: (pool: Pool) => Promise<T>) {
  const pool = new Pool({ threads, worker: module, execArgv });
  try {
    return await use(pool);
  } finally {
    await pool.close();
  }
}

test('results are the same whatever the number of workers', async () => {
  const precision = { metric: 'deploy.slowest', relative: 0.05 };
  const options = { runs: 15, precision, points: 3 };
  const experiments = () => [
    replication(waiting(18_000), options),
    comparison(waiting(15_000), waiting(18_000), { runs: 20, seed: 'pairs' }),
  ];
  const here = experiments().map((experiment) => runHere<unknown>(experiment));
  for (const threads of [1, 2, 4]) {
    const there = await withPool(threads, worker, async (pool) => {
      const results: unknown[] = [];
      for (const experiment of experiments()) {
        results.push(await runWith<unknown>(experiment, (job) => pool.run(job), pool.atOnce));
      }
      return results;
    });
    expect(JSON.stringify(there), `${threads} threads`).toBe(JSON.stringify(here));
  }
});

const folder = mkdtempSync(join(tmpdir(), 'hyperplane-pool-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a worker that dies loses nothing; a run that kills every worker is told', async () => {
  const scenario = waiting(30_000, { why: folder });
  const summary = await withPool(2, dying, (pool) =>
    runWith(replication(scenario, { runs: 8 }), (job) => pool.run(job), pool.atOnce),
  );
  expect(summary.runs).toBe(7);
  expect(summary.lost).toEqual([
    { seed: 'test/5', why: expect.stringContaining('its worker died 2 times') },
  ]);
  const whole = runHere(replication(scenario, { runs: 8 }));
  const slowest = ({ metrics }: typeof whole) =>
    metrics.find((one) => one.name === 'deploy.slowest')!;
  expect(slowest(summary).happened.value).toBe(1);
  expect(slowest(summary).min).toBeGreaterThanOrEqual(slowest(whole).min!);
});

test('a broken model ends the experiment with its message', async () => {
  const scenario = waiting(30_000, { why: folder });
  const job = { scenario, seed: 'test/99', points: 0 };
  await withPool(1, dying, async (pool) => {
    await expect(pool.run(job)).rejects.toThrow('the model broke');
  });
});

test('closing the pool ends what is under way', async () => {
  const pool = new Pool({ threads: 1, worker, execArgv });
  const running = pool.run({ scenario: waiting(30_000), seed: 'x', points: 0 });
  const ended = expect(running).rejects.toThrow();
  await pool.close();
  await ended;
});
