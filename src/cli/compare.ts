import { basename } from 'node:path';
import { comparison } from '../experiments/compare.ts';
import { compareText } from '../report/compare-text.ts';
import { conduct, type ExperimentOptions, exitOf, runsOptionsOf } from './conduct.ts';
import type { Io } from './io.ts';
import { loadScenario } from './load.ts';

/** `hyperplane compare`: two scenarios with common random numbers. */
export async function compareCommand(
  a: string,
  b: string,
  options: ExperimentOptions,
  io: Io,
): Promise<number> {
  const before = await loadScenario(a, options.profile, io);
  const after = await loadScenario(b, options.profile, io);
  const named = before.name === after.name ? namesOf(a, b) : {};
  const experiment = comparison(before, after, runsOptionsOf(options));
  const page = { palette: io.outPalette, width: io.width };
  return conduct(
    { name: 'compare', total: { exactly: 2 * options.runs } },
    experiment,
    (compared) => {
      const answer = { ...compared, ...named };
      return { json: answer, text: compareText(answer, page), code: exitOf(answer.lost) };
    },
    options,
    io,
  );
}

/** Scenarios of one name are told apart by their files, those of one name by their folders. */
function namesOf(a: string, b: string): { a: string; b: string } {
  const [nameA, nameB] = [basename(a), basename(b)];
  return nameA === nameB ? { a, b } : { a: nameA, b: nameB };
}
