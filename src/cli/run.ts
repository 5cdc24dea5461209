import { resolve } from 'node:path';
import { wentAsExpected } from '../report/run-text.ts';
import type { ModelFrame } from '../run/frame.ts';
import { simulate } from '../run/simulate.ts';
import type { Fidelity, Profile, Scenario } from '../scenario/types.ts';
import { EXIT, InputError } from './failure.ts';
import { Outbox } from './files.ts';
import type { Io } from './io.ts';
import { loadScenario } from './load.ts';
import { Progress } from './progress.ts';
import { Keeper } from './run-keeper.ts';
import { type Finished, reportOf } from './run-report.ts';

export interface RunCommandOptions {
  seed?: string | undefined;
  profile?: Profile | undefined;
  fidelity: Fidelity;
  trace?: string | undefined;
  out?: string | undefined;
  checkDeterminism?: true | undefined;
  format: 'text' | 'json';
}

/** `hyperplane run`: prints what came of one run, and writes what was asked for. */
export async function runCommand(
  file: string,
  options: RunCommandOptions,
  io: Io,
): Promise<number> {
  if (options.trace !== undefined && resolve(options.trace) === resolve(file)) {
    throw new InputError(`--trace would overwrite the scenario ${file}`);
  }
  const scenario = await loadScenario(file, options.profile, io);
  const outbox = new Outbox();
  try {
    const finished = await finish(scenario, options, outbox, io);
    const report = reportOf(file, finished, options, io);
    const isJson = options.format === 'json';
    const determined = finished.determinism?.ok ?? true;
    report.files(outbox);
    outbox.commit();
    io.out(isJson ? report.json() : report.text());
    return wentAsExpected(finished.result) && determined ? EXIT.done : EXIT.finding;
  } finally {
    outbox.abandon();
  }
}

async function finish(
  scenario: Scenario,
  options: RunCommandOptions,
  outbox: Outbox,
  io: Io,
): Promise<Finished> {
  const run = runOptionsOf(options);
  const keeper = new Keeper(scenario, options, outbox);
  const progress = new Progress(io, scenario.untilMs);
  try {
    const onFrame = (frame: ModelFrame): void => {
      keeper.add(frame);
      progress.step(frame.atMs);
    };
    const result = simulate(scenario, { ...run, onFrame });
    keeper.end(result);
    if (options.checkDeterminism !== true) return { scenario, keeper, result };
    const { checkDeterminism } = await import('../run/determinism.ts');
    return { scenario, keeper, result, determinism: checkDeterminism(scenario, run) };
  } finally {
    progress.end();
  }
}

export function runOptionsOf(options: Pick<RunCommandOptions, 'seed' | 'profile' | 'fidelity'>) {
  const { seed, profile, fidelity } = options;
  return {
    fidelity,
    ...(seed === undefined ? {} : { seed }),
    ...(profile === undefined ? {} : { profile }),
  };
}
