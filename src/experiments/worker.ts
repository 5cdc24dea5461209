/** The entry of a worker thread: makes one run at a time. */
import { type Errand, unpack } from './errand.ts';
import { runJob } from './one-run.ts';
import type { Answer } from './pool.ts';

/** A throw is an answer like any other: only a worker that dies gives none. */
// biome-ignore lint/style/noDefaultExport: piscina calls the default export.
export default function work(errand: Errand): Answer {
  try {
    return { outcome: runJob(unpack(errand)) };
  } catch (error) {
    return { thrown: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
