import { Piscina } from 'piscina';
import { type Errand, pack } from './errand.ts';
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

/** Jobs that a worker has in hand: it never waits until this thread gets to hand out the next. */
const IN_HAND = 4;

/** Threads of this machine that make runs. */
export class Pool {
  /** So many jobs under way keep every worker busy. */
  readonly atOnce: number;
  private readonly workers: Piscina;
  /** One worker for jobs whose worker died, one after the other: here no other can be to blame. */
  private apart: Piscina | null = null;
  private readonly options: PoolOptions;
  private isClosed = false;

  constructor(options: PoolOptions) {
    this.options = options;
    this.atOnce = IN_HAND * options.threads;
    this.workers = piscinaOf(options, IN_HAND);
  }

  /**
   * Makes one run. If its worker dies it is made again by itself, and lost if that one dies too.
   * @throws Error when the pool is closed, or the model broke a rule: our bug, never bad input
   */
  async run(job: Job): Promise<Outcome> {
    const errand = pack(job);
    const first = await this.attempt(this.workers, errand);
    const answer = 'died' in first ? await this.attempt(this.aside(), errand) : first;
    if ('thrown' in answer) throw new Error(answer.thrown);
    if ('outcome' in answer) return answer.outcome;
    const nothing = { traceHash: '', values: {}, series: {}, cutOff: false };
    return { seed: job.seed, ...nothing, lost: `its worker died 2 times: ${answer.died}` };
  }

  /** Stops the threads at once; runs that are not over are rejected. */
  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all([this.workers.destroy(), this.apart?.destroy()]);
  }

  private async attempt(workers: Piscina, errand: Errand): Promise<Answer | { died: string }> {
    try {
      return await workers.run(errand);
    } catch (error) {
      if (this.isClosed) throw error;
      return { died: error instanceof Error ? error.message : String(error) };
    }
  }

  private aside(): Piscina {
    this.apart ??= piscinaOf({ ...this.options, threads: 1 }, 1);
    return this.apart;
  }
}

function piscinaOf({ threads, worker, execArgv }: PoolOptions, inHand: number): Piscina {
  const piscina = new Piscina({
    filename: worker.href,
    execArgv,
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: inHand,
    recordTiming: false,
  });
  // The death of a worker rejects the jobs it had, which is all that matters here.
  piscina.on('error', () => undefined);
  return piscina;
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
