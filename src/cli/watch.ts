import { gaugeEveryMsOf, playFrom } from '../demo/play.ts';
import type { Finding } from '../findings/types.ts';
import { thousands } from '../report/format.ts';
import { verdictOf } from '../report/run-text.ts';
import { Engine } from '../run/engine.ts';
import { FRAMES_MAX, RecordingTooLong, recordSteps } from '../run/record.ts';
import type { Scenario } from '../scenario/types.ts';
import { EXIT, InputError } from './failure.ts';
import { Outbox } from './files.ts';
import { scenarioFindings } from './findings.ts';
import type { Io } from './io.ts';
import { playLive } from './live.ts';
import { loadInput } from './load.ts';
import { exitOf, type RunCommandOptions, runOptionsOf } from './run.ts';
import { Keeper } from './run-keeper.ts';
import { isCut, plainSteps, runLoop } from './run-loop.ts';
import { cutText } from './run-report.ts';
import type { Tty } from './tty.ts';

interface Watched {
  file: string;
  scenario: Scenario;
  findings: readonly Finding[];
  options: RunCommandOptions;
}

/** `hyperplane run --watch`: a live view on a terminal, and anywhere else the story alone. */
export async function watchCommand(
  file: string,
  options: RunCommandOptions,
  io: Io,
): Promise<number> {
  refuseBeside(options);
  const { scenario, input } = await loadInput(file, options.profile, io);
  const watched = { file, scenario, options, findings: scenarioFindings(scenario, input) };
  // Standard input cannot give both the scenario and the keys.
  if (io.tty !== null && file !== '-') return watchLive(watched, io.tty, io);
  if (io.outIsTerminal) io.err(KEYLESS);
  return tellPlainly(watched, io);
}

const KEYLESS =
  'no live view: its keys must come from the terminal, so give the scenario as a file; ' +
  'here is the story\n';

/** A view writes no file and prints no result. */
function refuseBeside({ trace, out, checkDeterminism, format }: RunCommandOptions): void {
  const beside = [
    ...(trace === undefined ? [] : ['--trace']),
    ...(out === undefined ? [] : ['--out']),
    ...(checkDeterminism === undefined ? [] : ['--check-determinism']),
    ...(format === 'text' ? [] : [`--format ${format}`]),
  ];
  if (beside.length === 0) return;
  const mend = 'run once with each, the same seed gives the same run';
  throw new InputError(`--watch only shows a run and cannot go with ${beside.join(', ')}; ${mend}`);
}

async function watchLive(watched: Watched, tty: Tty, io: Io): Promise<number> {
  const { scenario, options, findings } = watched;
  const recording = await recorded(watched, io);
  if (isCut(recording)) {
    io.err(cutText(scenario, recording, options, io));
    return EXIT.interrupted;
  }
  const play = playFrom(scenario, runOptionsOf(options), recording);
  const code = await playLive(play, tty, io.outPalette);
  if (code !== null) return code;
  io.out(verdictOf(recording.result, { palette: io.outPalette, width: io.width, findings }));
  return exitOf(recording.result, findings);
}

async function recorded({ file, scenario, options }: Watched, io: Io) {
  const engine = new Engine(scenario, runOptionsOf(options));
  try {
    const steps = recordSteps(engine, gaugeEveryMsOf(scenario));
    return await runLoop(engine, steps, () => undefined, io);
  } catch (error) {
    if (!(error instanceof RecordingTooLong)) throw error;
    const most = `the ${thousands(FRAMES_MAX)} steps that can be played back and forth`;
    const mend = 'take a shorter `until` or fewer functions, or leave out --watch';
    throw new InputError(`${file}: its run has more than ${most}; ${mend}`);
  }
}

/** The story as `run` tells it, without what stands around it, and the verdict. */
async function tellPlainly({ scenario, options, findings }: Watched, io: Io): Promise<number> {
  const engine = new Engine(scenario, runOptionsOf(options));
  const keeper = new Keeper(scenario, {}, new Outbox());
  const end = await runLoop(engine, plainSteps(engine), keeper.add.bind(keeper), io);
  const page = { palette: io.outPalette, width: io.width };
  io.out(keeper.story.print(end, page));
  if (isCut(end)) {
    io.err(cutText(scenario, end, options, io));
    return EXIT.interrupted;
  }
  io.out(verdictOf(end, { ...page, findings }));
  return exitOf(end, findings);
}
