import { parseDuration } from '../engine/time.ts';
import { explanationText } from '../report/explain.ts';
import { moment, thousands } from '../report/format.ts';
import { type ExplainOptions, explain } from '../run/explain.ts';
import { didYouMean, listed } from '../scenario/nearest.ts';
import type { Fidelity, Profile, Scenario } from '../scenario/types.ts';
import { EXIT, InputError } from './failure.ts';
import type { Io } from './io.ts';
import { loadScenario } from './load.ts';
import { runOptionsOf } from './run.ts';

export interface ExplainCommandOptions {
  at?: string | undefined;
  seed?: string | undefined;
  profile?: Profile | undefined;
  fidelity: Fidelity;
  format: 'text' | 'json';
}

/** `hyperplane explain`: why a function, ENI, pairing, group or role is as it is. */
export async function explainCommand(
  file: string,
  subject: string,
  options: ExplainCommandOptions,
  io: Io,
): Promise<number> {
  const scenario = await loadScenario(file, options.profile, io);
  const run: ExplainOptions = runOptionsOf(options);
  if (options.at !== undefined) run.atMs = momentOf(options.at, scenario);
  const found = explain(scenario, subject, run);
  if ('unknown' in found) {
    if (found.tooLong !== null) {
      const steps = thousands(found.tooLong);
      const why = `more than ${steps} steps happen until then`;
      throw new InputError(`${file}: ${why}; --at asks about an earlier moment`);
    }
    const { ambiguous } = found;
    if (ambiguous.length > 0) {
      const ways = listed(ambiguous);
      throw new InputError(`${file}: several things are called ${subject}: write one of ${ways}`);
    }
    const guess = didYouMean(subject, found.unknown) ?? `there are ${listed(found.unknown)}`;
    throw new InputError(`${file}: nothing in this run is called ${subject}; ${guess}`);
  }
  const { timeline } = scenario;
  const page = { palette: io.outPalette, width: io.width, timeline };
  const isJson = options.format === 'json';
  io.out(isJson ? `${JSON.stringify(found, null, 2)}\n` : explanationText(found, page));
  return EXIT.done;
}

function momentOf(text: string, { untilMs }: Scenario): number {
  const atMs = parseDuration(text.trim().replace(/([a-z])(?=\d)/g, '$1 '));
  if (atMs === null) {
    throw new InputError(`--at ${text}: not a time since the start, such as 31d or "1h 30m"`);
  }
  if (atMs > untilMs) {
    throw new InputError(`--at ${text}: the run ends at ${moment(untilMs)} already`);
  }
  return atMs;
}
