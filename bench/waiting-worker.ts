/** A worker that tells how long it had no job in hand, before each run. */
import type { Errand } from '../src/experiments/errand.ts';
import type { Answer } from '../src/experiments/pool.ts';
import work from '../src/experiments/worker.ts';

/** Where that stands in an outcome, in ms. */
export const WAITED = 'bench.waitedMs';
let endedMs: number | null = null;

// biome-ignore lint/style/noDefaultExport: piscina calls the default export.
export default function waiting(errand: Errand): Answer {
  const waitedMs = endedMs === null ? 0 : performance.now() - endedMs;
  const answer = work(errand);
  if ('outcome' in answer) answer.outcome.values[WAITED] = waitedMs;
  endedMs = performance.now();
  return answer;
}
