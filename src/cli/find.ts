import { parseTarget } from '../experiments/expression.ts';
import { finding, runsOfFinding } from '../experiments/find.ts';
import { parseLadder } from '../experiments/ladder.ts';
import { changed } from '../experiments/vary.ts';
import { findText } from '../report/find-text.ts';
import { formatIssue } from '../scenario/issues.ts';
import type { Scenario } from '../scenario/types.ts';
import {
  conduct,
  type ExperimentOptions,
  exitOf,
  metricNamesOf,
  runsOptionsOf,
} from './conduct.ts';
import { EXIT, InputError } from './failure.ts';
import type { Io } from './io.ts';
import { type Loaded, loadSource } from './load.ts';
import { variedOf } from './sweep.ts';

interface FindCommandOptions extends ExperimentOptions {
  vary: string;
  until: string;
  step?: string | undefined;
  runsMax: number;
}

/** `hyperplane find`: the smallest or largest value that meets a target. */
export async function findCommand(
  file: string,
  options: FindCommandOptions,
  io: Io,
): Promise<number> {
  const loaded = await loadSource(file, options.profile, io);
  const [path, range] = variedOf(options.vary, 'lo..hi');
  const ladder = parseLadder(range, options.step);
  if (!ladder.ok) throw new InputError(`--vary ${path}: ${ladder.message}`);
  const target = parseTarget(options.until, metricNamesOf(loaded.scenario));
  if (!target.ok) throw new InputError(`--until "${options.until}": ${target.message}`);
  const at = variantsOf(loaded, path);
  // A place that does not exist is told before any run.
  for (const end of [0, ladder.value.last]) at(ladder.value.at(end));
  const { runsMax } = options;
  const page = { palette: io.outPalette, width: io.width };
  return conduct(
    { name: 'find', total: { about: runsOfFinding(ladder.value, options.runs, runsMax) } },
    finding(ladder.value, at, target.value, { ...runsOptionsOf(options), runsMax }),
    (found) => ({
      json: { path, ...found },
      text: findText(found, path, page),
      code: found.kind === 'nowhere' ? EXIT.finding : exitOf(found.lost),
    }),
    options,
    io,
  );
}

function variantsOf({ source }: Loaded, path: string) {
  return (value: string | number): Scenario => {
    const parsed = changed(source, [{ path, value }]);
    if (!parsed.ok) throw new InputError(parsed.issues.map(formatIssue));
    return parsed.scenario;
  };
}
