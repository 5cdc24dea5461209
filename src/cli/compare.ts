import { comparison } from '../experiments/compare.ts';
import { compareText } from '../report/experiment-text.ts';
import { conduct, type ExperimentOptions, exitOf, runsOptionsOf } from './conduct.ts';
import type { Io } from './io.ts';
import { loadScenario } from './load.ts';

/** `hyperplane compare`: two scenarios under the same luck. */
export async function compareCommand(
  a: string,
  b: string,
  options: ExperimentOptions,
  io: Io,
): Promise<number> {
  const before = await loadScenario(a, options.profile, io);
  const after = await loadScenario(b, options.profile, io);
  const experiment = comparison(before, after, runsOptionsOf(options));
  const page = { palette: io.outPalette, width: io.width };
  return conduct(
    { name: 'compare', total: { exactly: 2 * options.runs } },
    experiment,
    (answer) => ({ json: answer, text: compareText(answer, page), code: exitOf(answer.lost) }),
    options,
    io,
  );
}
