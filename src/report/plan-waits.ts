import type { Distribution } from '../engine/distribution.ts';
import { bearsQuantile } from '../engine/statistics.ts';
import { defaultOf } from '../evidence/parameters.ts';
import type { MetricSummary } from '../experiments/types.ts';
import { estimated, figure } from './experiment-values.ts';
import { brief, counted, few, thousands } from './format.ts';
import type { Section } from './plan-tables.ts';
import type { PlannedTraffic } from './plan-traffic.ts';
import { heavyText } from './runs-text.ts';
import type { Column } from './table.ts';

const right = (name: string): Column => ({ name, align: 'right' });

const FUNCTIONS_MAX = 12;

/** The farthest quantile that so many runs bear: p99 from 368 on, p95 from 72, p90 from 36; or none. */
export function tailOf(runs: number): { name: string; share: number }[] {
  const share = [0.99, 0.95, 0.9].find((one) => bearsQuantile(runs, one));
  return share === undefined ? [] : [{ name: `p${100 * share}`, share }];
}

/** How long one waits for functions after a deployment, and for their interfaces to go. */
export function waitsSection(traffic: PlannedTraffic): Section {
  const { metrics, runs } = traffic.summary;
  const slowest = metrics.find(({ name }) => name === 'deploy.slowest')!;
  const perFunction = metrics
    .flatMap((metric) => {
      const [, id] = /^function\.(.*)\.activeAfter$/s.exec(metric.name) ?? [];
      return id === undefined || metric.happened.value === 0 ? [] : [{ id, metric }];
    })
    .toSorted((a, b) => (b.metric.mean.value ?? 0) - (a.metric.mean.value ?? 0));
  // Functions that share all their interfaces wait for the same.
  const alike = new Map<string, string[]>();
  for (const { id, metric } of perFunction) {
    const times = JSON.stringify(waitCells(metric, runs));
    alike.set(times, [...(alike.get(times) ?? []), id]);
  }
  const groups = [...alike].map(([times, ids]) => [`${few(ids)}: Active`, ...JSON.parse(times)]);
  const rest = groups.length - FUNCTIONS_MAX;
  return {
    heading: 'How long it takes',
    lines: [
      ...(rest > 0 ? [`${counted(rest, 'faster group')} of functions not listed.`] : []),
      ...[boundText(traffic, slowest), heavyText([slowest])].filter((line) => line !== ''),
    ],
    columns: [
      { name: 'until' },
      { name: 'expected' },
      ...tailOf(runs).map(({ name }) => right(name)),
      right(`slowest of ${thousands(runs)}`),
    ],
    rows: [
      ['all functions are Active', ...waitCells(slowest, runs)],
      ...groups.slice(0, FUNCTIONS_MAX),
      takeDownRow(traffic),
    ],
  };
}

/** So near to the end of a law that the end is what one sees. */
const NEAR_BOUND = 0.9;

/** Where the longest waits lie at the end of an assumed law, that is no finding about AWS (TIME-2). */
function boundText({ given, summary }: PlannedTraffic, { max }: MetricSummary): string {
  const law = defaultOf('eniCreation', summary.profile) as Distribution;
  const bound = 'max' in law ? law.max : undefined;
  const isOurs = bound !== undefined && !given.includes('eniCreation');
  if (!isOurs || max === null || max < NEAR_BOUND * bound) return '';
  return `The longest waits lie near ${brief(bound)}, where the assumed law of eniCreation ends: a bound of ours, not of AWS.`;
}

/** Taken down in runs of its own, some of which may have been lost. */
function takeDownRow({ deletableAfter, takeDown, summary, stuck }: PlannedTraffic): string[] {
  const what = 'no ENI is left after all functions were deleted';
  const columns = tailOf(summary.runs);
  const [first, ...more] = stuck;
  if (first !== undefined) {
    const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
    return [what, `not by itself. ${first}${others}`, ...columns.map(() => '-'), '-'];
  }
  if (deletableAfter === null || takeDown.runs === 0) {
    return [what, 'no run has a result', ...columns.map(() => '-'), '-'];
  }
  const { runs, asked } = takeDown;
  const whose = runs === asked ? what : `${what} (${runs} of ${asked} runs)`;
  return [whose, ...waitCells(deletableAfter, runs, columns)];
}

function waitCells(
  { mean, max, quantiles, happened }: MetricSummary,
  runs: number,
  columns = tailOf(runs),
): string[] {
  const late = Math.round(runs * (1 - (happened.value ?? 0)));
  // A mean over the runs that came to an end would be one of the quick ones.
  if (late > 0) {
    const open = `${thousands(late)} of ${counted(runs, 'run')} did not come so far`;
    return [open, ...columns.map(() => '-'), '-'];
  }
  const valueAt = (share: number) => quantiles.find((one) => one.share === share)?.value ?? null;
  return [
    estimated(mean, 'ms'),
    ...columns.map(({ share }) => figure(valueAt(share), 'ms')),
    figure(max, 'ms'),
  ];
}
