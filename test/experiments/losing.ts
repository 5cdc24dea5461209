import { runJob } from '../../src/experiments/one-run.ts';
import type { Experiment, Job, Outcome } from '../../src/experiments/types.ts';

/** Carries an experiment out on a machine where some runs take every worker down. */
export function runLosing<T>(experiment: Experiment<T>, dies: (job: Job) => boolean): T {
  for (let next = experiment.next(); ; ) {
    if (next.done) return next.value;
    next = experiment.next(next.value.map((job) => (dies(job) ? lostRun(job) : runJob(job))));
  }
}

export function lostRun({ seed }: Job): Outcome {
  const nothing = { traceHash: '', values: {}, series: {}, cutOff: false };
  return { seed, ...nothing, lost: 'its worker died 2 times: out of memory' };
}

/** The number of a run, from 1. */
export const numberOf = ({ seed }: Job): number => Number(seed.slice(seed.lastIndexOf('/') + 1));
