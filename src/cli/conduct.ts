import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { escapeLine } from '../diagnostics/escape.ts';
import { metricsByCode } from '../experiments/metrics.ts';
import { runJob } from '../experiments/one-run.ts';
import { type Make, Pool, runWith } from '../experiments/pool.ts';
import { namesOf } from '../experiments/summary.ts';
import type { Experiment, Job, MetricName, Outcome, Summary } from '../experiments/types.ts';
import { counted, enumerated } from '../report/format.ts';
import type { Fidelity, Profile, Scenario } from '../scenario/types.ts';
import { EXIT, InputError } from './failure.ts';
import { makeDirectory, Outbox, type Sink } from './files.ts';
import type { Io } from './io.ts';
import { KeptRuns } from './kept-runs.ts';
import { heeding, leftRuns } from './left-runs.ts';
import { RunsProgress, type Total } from './runs-progress.ts';

/** What every command that makes many runs can be told. */
export interface ExperimentOptions {
  runs: number;
  seed?: string | undefined;
  profile?: Profile | undefined;
  fidelity: Fidelity;
  workers: number;
  out?: string | undefined;
  resume?: true | undefined;
  format: 'text' | 'json';
}

/** What came of an experiment, ready to be told. */
export interface Told {
  json: object;
  text: string;
  /** Files beside the JSON, by name. */
  files?: (open: (name: string) => Sink) => void;
  code: number;
}

/** The runs' part of the options, as the experiments want it. */
export function runsOptionsOf({ runs, seed, profile, fidelity }: ExperimentOptions) {
  return {
    runs,
    fidelity,
    ...(seed === undefined ? {} : { seed }),
    ...(profile === undefined ? {} : { profile }),
  };
}

/** A run without a result is a finding. */
export function exitOf(lost: Summary['lost']): number {
  return lost.length > 0 ? EXIT.finding : EXIT.done;
}

/** Every metric that an expression may speak of. */
export function metricNamesOf(scenario: Scenario): MetricName[] {
  return [...namesOf(scenario, []), ...metricsByCode()];
}

/**
 * Carries an experiment out and tells what came of it.
 * @param name of the command, and of its files
 * @param begin is called when all is ready for the first run
 * @returns the exit code
 */
export async function conduct<T>(
  { name, total, begin }: { name: string; total: Total; begin?: () => void },
  experiment: Experiment<T>,
  tell: (answer: T) => Told,
  options: ExperimentOptions,
  io: Io,
): Promise<number> {
  // Heard before there is a file that could be left half.
  let release: () => void = () => undefined;
  const interrupted = new Promise<null>((resolve) => {
    release = io.onInterrupt(() => resolve(null));
  });
  const left = leftBy(name, options);
  const kept = keptRunsOf(options, io);
  const progress = new RunsProgress(io, total);
  const crew = crewOf(options.workers);
  let done = 0;
  const make: Make = async (job) => {
    const known = kept?.find(job) ?? null;
    const outcome = known ?? (await crew.make(job));
    if (known === null) kept?.keep(job, outcome);
    done += 1;
    progress.add(known === null ? 'made' : 'known');
    return outcome;
  };
  const heeded = heeding(experiment, left, ({ count }) => io.err(replacedText(count, options)));
  begin?.();
  const answered = runWith(heeded, make, crew.atOnce);
  // Whoever is interrupted no longer waits for it; closing the crew rejects it.
  answered.catch(() => undefined);
  let answer: T | null;
  try {
    answer = await Promise.race([answered, interrupted]);
  } finally {
    release();
    progress.end();
    await crew.close();
  }
  if (answer !== null) return deliver(name, tell(answer), options, io);
  io.err(interruptedText(done, options, io));
  return EXIT.interrupted;
}

function interruptedText(done: number, options: ExperimentOptions, io: Io): string {
  const after = `${io.errPalette.warn('Interrupted')} after ${counted(done, 'run')}`;
  return `${after}; ${escapeLine(leftOf(options))}\n`;
}

function leftOf({ out }: ExperimentOptions): string {
  if (out === undefined) return 'nothing is kept: --out would keep them';
  return `they are kept in ${join(out, RUNS)}; the same command with --resume goes on`;
}

const RUNS = 'runs.ndjson';

/** What is about to be replaced, though it could be gone on with. */
function leftBy(name: string, { out, resume }: ExperimentOptions): KeptRuns | null {
  if (out === undefined || resume === true) return null;
  return leftRuns(join(out, RUNS), join(out, `${name}.json`));
}

function replacedText(count: number, { out }: ExperimentOptions): string {
  const runs = counted(count, 'finished run');
  const mend = 'with --resume it would have gone on with them';
  return `${escapeLine(join(out!, RUNS))}: ${runs} of this command, interrupted before, are replaced; ${mend}\n`;
}

function keptRunsOf({ out, resume }: ExperimentOptions, io: Io): KeptRuns | null {
  if (out === undefined) {
    if (resume === undefined) return null;
    throw new InputError('--resume goes on with the runs in --out; name that directory');
  }
  makeDirectory(out);
  const kept = new KeptRuns(join(out, RUNS), resume === true ? 'resume' : 'anew');
  if (kept.broken.length > 0) io.err(`${brokenText(join(out, RUNS), kept.broken)}\n`);
  return kept;
}

const LINES_NAMED = 5;

function brokenText(file: string, lines: readonly number[]): string {
  const named = lines.slice(0, LINES_NAMED).map(String);
  if (lines.length > named.length) named.push(counted(lines.length - named.length, 'other'));
  const [noun, runs] = lines.length === 1 ? ['line', 'that run is'] : ['lines', 'those runs are'];
  const why = 'changed or cut short since it was written, or of another program';
  return escapeLine(`${file}: ${noun} ${enumerated(named)}: ${why}; ${runs} made again`);
}

function deliver(name: string, told: Told, { out, format }: ExperimentOptions, io: Io): number {
  const json = `${JSON.stringify(told.json, null, 2)}\n`;
  if (out !== undefined) {
    const outbox = new Outbox();
    try {
      outbox.open(join(out, `${name}.json`)).write(json);
      told.files?.((file) => outbox.open(join(out, file)));
      outbox.commit();
    } finally {
      outbox.abandon();
    }
  }
  io.out(format === 'json' ? json : told.text);
  return told.code;
}

interface Crew {
  atOnce: number;
  make(job: Job): Promise<Outcome>;
  close(): Promise<void>;
}

function crewOf(workers: number): Crew {
  if (workers > 0) {
    const pool = new Pool({ threads: workers, ...workerFile() });
    return { atOnce: pool.atOnce, make: (job) => pool.run(job), close: () => pool.close() };
  }
  let isClosed = false;
  return {
    atOnce: 1,
    make: async (job) => {
      // Lets Ctrl-C and the progress be heard between two runs.
      await setImmediate();
      if (isClosed) throw new Error('no more runs are wanted');
      return runJob(job);
    },
    close: async () => {
      isClosed = true;
    },
  };
}

/** The workers' module: bundled beside this one, or in TypeScript as it stands in the sources. */
function workerFile() {
  if (!import.meta.url.endsWith('.ts')) {
    return { worker: new URL('./worker.js', import.meta.url), execArgv: [] };
  }
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const worker = new URL('../experiments/worker.ts', import.meta.url);
  return { worker, execArgv: ['--import', tsx] };
}
