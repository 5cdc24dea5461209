import { parseMeasure } from '../experiments/expression.ts';
import { runsOfSensing, sensing } from '../experiments/sensitivity.ts';
import { sensitivityText } from '../report/sensitivity-text.ts';
import {
  conduct,
  type ExperimentOptions,
  exitOf,
  metricNamesOf,
  runsOptionsOf,
} from './conduct.ts';
import { InputError } from './failure.ts';
import type { Io } from './io.ts';
import { loadScenario } from './load.ts';

/** `hyperplane sensitivity`: which assumed number matters for a conclusion. */
export async function sensitivityCommand(
  file: string,
  options: ExperimentOptions & { of: string },
  io: Io,
): Promise<number> {
  const scenario = await loadScenario(file, options.profile, io);
  const read = parseMeasure(options.of, metricNamesOf(scenario));
  if (!read.ok) throw new InputError(`--of "${options.of}": ${read.message}`);
  const measure = read.value;
  if (measure.kind === 'quantile') {
    const mend = `P(${measure.metric.name} > ...) says as much about a tail`;
    throw new InputError(`--of "${options.of}": runs cannot be paired by a quantile; ${mend}`);
  }
  const page = { palette: io.outPalette, width: io.width };
  return conduct(
    { name: 'sensitivity', total: { exactly: runsOfSensing(scenario, runsOptionsOf(options)) } },
    sensing(scenario, measure, runsOptionsOf(options)),
    (result) => ({ json: result, text: sensitivityText(result, page), code: exitOf(result.lost) }),
    options,
    io,
  );
}
