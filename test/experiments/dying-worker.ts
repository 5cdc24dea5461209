import { existsSync, writeFileSync } from 'node:fs';
import { type Errand, unpack } from '../../src/experiments/errand.ts';
import type { Answer } from '../../src/experiments/pool.ts';
import work from '../../src/experiments/worker.ts';

/**
 * A worker whose thread ends amid run 3 at the first time, amid run 5 every time, and that meets a
 * broken model in run 99. The scenario's `why` names a folder for marks.
 */
// biome-ignore lint/style/noDefaultExport: piscina calls the default export.
export default function dying(errand: Errand): Answer {
  const job = unpack(errand);
  const number = job.seed.split('/').at(-1);
  const mark = `${job.scenario.why}/died-once`;
  if (number === '3' && !existsSync(mark)) {
    writeFileSync(mark, '');
    process.exit(1);
  }
  if (number === '5') process.exit(1);
  if (number === '99') return { thrown: 'Error: the model broke' };
  return work(errand);
}
