import type { MetricSummary, Summary } from '../experiments/types.ts';
import { estimated, figure, sharedText } from './experiment-values.ts';
import { counted } from './format.ts';
import type { Section } from './plan-tables.ts';

const CALLS = 'invocations.failed.';

/** What failing calls of a code are called in a sentence, beside the code. */
const SAYS: Readonly<Record<string, string>> = {
  TooManyRequestsException:
    'calls are throttled (TooManyRequestsException: the concurrency of the account or of a function, or its growth, is at its limit)',
  ConnectTimeout: 'calls time out as they do not reach what they connect to (ConnectTimeout)',
};

const CODES_MAX = 3;

/** In a sentence for each code, the most frequent first: which calls fail, and how many; or none. */
export function failuresText(metrics: readonly MetricSummary[], runs: number): string[] {
  const meanOf = ({ mean }: MetricSummary) => mean.value ?? 0;
  const calls = metrics.find(({ name }) => name === 'invocations.attempted')!;
  return metrics
    .filter((one) => one.name.startsWith(CALLS) && meanOf(one) > 0)
    .toSorted((a, b) => meanOf(b) - meanOf(a))
    .slice(0, CODES_MAX)
    .map((one) => {
      const code = one.name.slice(CALLS.length);
      const says = SAYS[code] ?? `calls fail with ${code}`;
      const share = figure(meanOf(one) / meanOf(calls), 'share');
      const { value } = one.happened;
      const how =
        value === 1 ? `${runs} of ${counted(runs, 'run')}` : `${figure(value, 'share')} of runs`;
      return `in ${how} ${says}, ${share} of all calls`;
    });
}

/** Connections that found no port, in a sentence; nothing where none was refused. */
export function refusedText(metrics: readonly MetricSummary[], runs: number): string {
  const refused = metrics.find(({ name }) => name === 'connections.refused')!;
  if (refused.happened.value === 0) return '';
  const inRun = `${figure(refused.mean.value, 'count')} in a run on average`;
  const { value } = refused.happened;
  const how =
    value === 1
      ? `in ${runs} of ${counted(runs, 'run')}`
      : `with probability ${estimated(refused.happened, 'share')}`;
  return `Connections are refused ${how}, ${inRun}.`;
}

const TROUBLES = ['connections.refused', 'enis.scaleOutBlocked', 'operations.failed'];

/** The table of all that fails, and the destinations that functions do not reach. */
export function failuresSection(
  { metrics, runs }: Pick<Summary, 'metrics' | 'runs'>,
  unreached: readonly string[],
): Section {
  const codes = metrics.filter(({ name }) => /^\w+\.failed\..+/.test(name));
  const named = TROUBLES.map((trouble) => metrics.find(({ name }) => name === trouble)!);
  const all = [...named, ...codes].filter(({ name, happened }) => {
    if (runs === 0) return false;
    return name === 'connections.refused' || happened.value !== 0;
  });
  return {
    heading: 'What fails',
    lines: [...unreached],
    columns: [{ name: 'what' }, { name: 'in how many runs' }, { name: 'how many in a run' }],
    rows: all.map(({ about, happened, mean }) => [
      about,
      sharedText(happened, runs),
      estimated(mean, 'count'),
    ]),
  };
}
