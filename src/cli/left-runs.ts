import { type Stats, statSync } from 'node:fs';
import type { Experiment } from '../experiments/types.ts';
import { KeptRuns } from './kept-runs.ts';

/** Runs that a command left in a file before it came to its answer; null: none. */
export function leftRuns(file: string, answer: string): KeptRuns | null {
  const [runs, answered] = [statsOf(file), statsOf(answer)];
  if (!runs?.isFile() || runs.size === 0) return null;
  // The answer is written after the last run.
  if (answered !== null && answered.mtimeMs >= runs.mtimeMs) return null;
  return new KeptRuns(file, 'resume');
}

/** What cannot be looked at is told by whoever writes there. */
function statsOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

/** The same experiment, which tells before its first run whether some of its runs were left. */
export function* heeding<T>(
  experiment: Experiment<T>,
  left: KeptRuns | null,
  tell: (left: KeptRuns) => void,
): Experiment<T> {
  let step = experiment.next();
  const jobs = step.done ? [] : step.value;
  if (left !== null && jobs.some((job) => left.find(job) !== null)) tell(left);
  while (!step.done) step = experiment.next(yield step.value);
  return step.value;
}
