import { runJob } from './one-run.ts';
import type { Experiment } from './types.ts';

/** Carries an experiment out in this thread, one run after the other. */
export function runHere<T>(experiment: Experiment<T>): T {
  for (let next = experiment.next(); ; ) {
    if (next.done) return next.value;
    next = experiment.next(next.value.map(runJob));
  }
}
