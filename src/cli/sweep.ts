import { parseMeasure } from '../experiments/expression.ts';
import type { Measure } from '../experiments/measure.ts';
import { type Cell, gridOf, sweeping } from '../experiments/sweep.ts';
import { type Change, changed, readValue } from '../experiments/vary.ts';
import { sweepCsv, sweepParquet } from '../report/experiment-rows.ts';
import { thousands } from '../report/format.ts';
import { sweepText } from '../report/sweep-text.ts';
import { formatIssue } from '../scenario/issues.ts';
import { didYouMean, listed } from '../scenario/nearest.ts';
import type { Scenario } from '../scenario/types.ts';
import {
  conduct,
  type ExperimentOptions,
  exitOf,
  metricNamesOf,
  runsOptionsOf,
} from './conduct.ts';
import { InputError } from './failure.ts';
import type { Io } from './io.ts';
import { type Loaded, loadSource } from './load.ts';

const CELLS_MAX = 10_000;

interface SweepCommandOptions extends ExperimentOptions {
  vary?: string[] | undefined;
  metric?: string[] | undefined;
  of?: string[] | undefined;
  precision?: string | undefined;
  runsMax: number;
}

/** `hyperplane sweep`: a grid of variants, or many runs of the scenario as it is. */
export async function sweepCommand(
  file: string,
  options: SweepCommandOptions,
  io: Io,
): Promise<number> {
  const loaded = await loadSource(file, options.profile, io);
  const { metric = [] } = options;
  for (const name of metric) refuseUnknown('--metric', name, loaded.scenario);
  const measures = (options.of ?? []).map((text) => measureIn(text, loaded.scenario));
  const precision = precisionOf(options, loaded.scenario);
  const cells = cellsOf(options.vary ?? [], loaded);
  const page = { palette: io.outPalette, width: io.width };
  return conduct(
    {
      name: 'sweep',
      total: 'precision' in precision ? null : { exactly: cells.length * options.runs },
    },
    sweeping(cells, { ...runsOptionsOf(options), ...precision }, measures),
    (sweep) => ({
      json: sweep,
      text: sweepText(sweep, metric, page),
      files: (open) => {
        open('sweep.csv').write(sweepCsv(sweep));
        open('sweep.parquet').write(sweepParquet(sweep));
      },
      code: exitOf(sweep.rows.flatMap(({ summary }) => summary.lost)),
    }),
    options,
    io,
  );
}

function measureIn(text: string, scenario: Scenario): Measure {
  const read = parseMeasure(text, metricNamesOf(scenario));
  if (!read.ok) throw new InputError(`--of "${text}": ${read.message}`);
  return read.value;
}

function cellsOf(vary: readonly string[], { scenario, source }: Loaded): Cell[] {
  const lists = vary.map(listOf);
  const paths = lists.map(({ path }) => path);
  const twice = paths.find((path, place) => paths.indexOf(path) !== place);
  if (twice !== undefined) throw new InputError(`--vary ${twice}: given twice`);
  const count = lists.reduce((product, { words }) => product * words.length, 1);
  if (count > CELLS_MAX) {
    const [all, most] = [thousands(count), thousands(CELLS_MAX)];
    throw new InputError(`--vary: ${all} combinations, at most ${most}; give fewer values`);
  }
  if (lists.length === 0) return [{ values: {}, scenario }];
  return gridOf(lists.map(({ path, words }) => words.map((word) => ({ path, word })))).map(
    (row) => {
      const changes = row.map(({ path, word }): Change => ({ path, value: readValue(word) }));
      const parsed = changed(source, changes);
      if (!parsed.ok) throw new InputError(parsed.issues.map(formatIssue));
      const values = Object.fromEntries(row.map(({ path, word }) => [path, word]));
      return { values, scenario: parsed.scenario };
    },
  );
}

/** `path=v1,v2`; commas inside brackets, braces and quotes part nothing. */
function listOf(text: string): { path: string; words: string[] } {
  const [path, rest] = variedOf(text, 'v1,v2');
  const words = rest.match(/(?:\[[^\]]*\]|\{[^}]*\}|"[^"]*"|[^,])+/g) ?? [];
  return { path, words: words.map((word) => word.trim()) };
}

/** Parts a place from what is to stand there. */
export function variedOf(text: string, form: string): [path: string, rest: string] {
  const [, path, rest] = /^\s*([^=\s]+)\s*=\s*(\S.*)$/.exec(text) ?? [];
  if (path === undefined || rest === undefined) {
    throw new InputError(
      `--vary ${text}: write path=${form}, such as factor=${form === 'v1,v2' ? '1,2,4' : '1..8'}`,
    );
  }
  return [path, rest];
}

function precisionOf({ precision, runsMax }: SweepCommandOptions, scenario: Scenario) {
  if (precision === undefined) return {};
  const [, metric, percent] = /^([\w.-]+)=(\d+(?:\.\d+)?)%$/.exec(precision) ?? [];
  if (metric === undefined || !(Number(percent) > 0)) {
    throw new InputError(`--precision ${precision}: write metric=2%`);
  }
  refuseUnknown('--precision', metric, scenario);
  return { precision: { metric, relative: Number(percent) / 100, runsMax } };
}

function refuseUnknown(option: string, name: string, scenario: Scenario): void {
  const known = metricNamesOf(scenario).map((metric) => metric.name);
  if (known.includes(name)) return;
  const guess = didYouMean(name, known) ?? `there are ${listed(known)}`;
  throw new InputError(`${option} ${name}: there is no such metric; ${guess}`);
}
