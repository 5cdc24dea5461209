import { Piscina } from 'piscina';
import type { Experiment, Job, Outcome } from './types.ts';

/** What a worker says about a job. */
export type Answer = { outcome: Outcome } | { thrown: string };

export interface PoolOptions {
  threads: number;
  /** The module of the workers. */
  worker: URL;
  /** What Node must be told to load it, such as `--import tsx` for TypeScript. */
  execArgv: string[];
}

/** How often a run is tried whose worker dies. */
const TRIES = 2;

/** Threads of this machine that make runs. */
export class Pool {
  private readonly piscina: Piscina;
  private isClosed = false;

  constructor({ threads, worker, execArgv }: PoolOptions) {
    this.piscina = new Piscina({
      filename: worker.href,
      execArgv,
      minThreads: threads,
      maxThreads: threads,
    });
    // The death of a worker rejects the job it had, which is all that matters here.
    this.piscina.on('error', () => undefined);
  }

  /**
   * Makes one run. A run that takes its worker down is made again, and lost at the second time.
   * @throws Error when the pool is closed, or the model broke a rule: our bug, never bad input
   */
  async run(job: Job): Promise<Outcome> {
    let why = '';
    for (let tries = 0; tries < TRIES; tries++) {
      let answer: Answer;
      try {
        answer = await this.piscina.run(job);
      } catch (error) {
        if (this.isClosed) throw error;
        why = error instanceof Error ? error.message : String(error);
        continue;
      }
      if ('outcome' in answer) return answer.outcome;
      throw new Error(answer.thrown);
    }
    const nothing = { traceHash: '', values: {}, series: {}, cutOff: false };
    return { seed: job.seed, ...nothing, lost: `its worker died ${TRIES} times: ${why}` };
  }

  /** Stops the threads at once; runs that are not over are rejected. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.piscina.destroy();
  }
}

/** How a run is made: by a worker, by this thread, or not at all because it is known. */
export type Make = (job: Job) => Promise<Outcome>;

/** Carries an experiment out, with so many runs under way at a time. */
export async function runWith<T>(
  experiment: Experiment<T>,
  make: Make,
  atOnce: number,
): Promise<T> {
  for (let next = experiment.next(); ; ) {
    if (next.done) return next.value;
    next = experiment.next(await makeAll(next.value, make, atOnce));
  }
}

/** Outcomes stand in the order of their jobs, whichever was done first. */
async function makeAll(jobs: readonly Job[], make: Make, atOnce: number): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let begun = 0;
  const lane = async () => {
    while (begun < jobs.length) {
      const place = begun++;
      outcomes[place] = await make(jobs[place]!);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return outcomes;
}
