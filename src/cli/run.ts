import { resolve } from 'node:path';
import { escapeLine } from '../diagnostics/escape.ts';
import type { Finding } from '../findings/types.ts';
import { wentAsExpected } from '../report/run-text.ts';
import { Engine } from '../run/engine.ts';
import type { Result } from '../run/result.ts';
import type { Fidelity, Profile, Scenario } from '../scenario/types.ts';
import { EXIT, InputError } from './failure.ts';
import { Outbox } from './files.ts';
import { scenarioFindings } from './findings.ts';
import type { Io } from './io.ts';
import { loadInput } from './load.ts';
import { Keeper } from './run-keeper.ts';
import { isCut, plainSteps, runLoop } from './run-loop.ts';
import { cutText, reportOf } from './run-report.ts';

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
  const { scenario, input } = await loadInput(file, options.profile, io);
  const findings = scenarioFindings(scenario, input);
  const outbox = new Outbox();
  try {
    const keeper = new Keeper(scenario, options, outbox);
    const onFrame = keeper.add.bind(keeper);
    const engine = new Engine(scenario, runOptionsOf(options));
    const result = await runLoop(engine, plainSteps(engine), onFrame, io);
    if (isCut(result)) {
      if (options.format === 'text') {
        io.out(`${io.outPalette.strong(escapeLine(scenario.name))}\n`);
        io.out(keeper.story.print(result, { palette: io.outPalette, width: io.width }));
      }
      io.err(cutText(scenario, result, options, io));
      return EXIT.interrupted;
    }
    keeper.end(result);
    // Traces are finished now, whatever becomes of the comparison.
    outbox.commit();
    const determinism = await compared(scenario, options);
    const report = reportOf(
      file,
      { scenario, keeper, result, findings, ...determinism },
      options,
      io,
    );
    report.files(outbox);
    outbox.commit();
    io.out(options.format === 'json' ? report.json() : report.text());
    return determinism.determinism?.ok === false ? EXIT.finding : exitOf(result, findings);
  } finally {
    outbox.abandon();
  }
}

/** Whether all went as its author expects, and nothing was found that fails. */
export function exitOf(result: Result, findings: readonly Finding[]): number {
  const isSound = findings.every(({ severity }) => severity !== 'error');
  return wentAsExpected(result) && isSound ? EXIT.done : EXIT.finding;
}

async function compared(scenario: Scenario, options: RunCommandOptions) {
  if (options.checkDeterminism !== true) return {};
  const { checkDeterminism } = await import('../run/determinism.ts');
  return { determinism: checkDeterminism(scenario, runOptionsOf(options)) };
}

export function runOptionsOf(options: Pick<RunCommandOptions, 'seed' | 'profile' | 'fidelity'>) {
  const { seed, profile, fidelity } = options;
  return {
    fidelity,
    ...(seed === undefined ? {} : { seed }),
    ...(profile === undefined ? {} : { profile }),
  };
}
