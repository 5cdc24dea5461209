import { escapeLine } from '../diagnostics/escape.ts';
import type { Sweep } from '../experiments/sweep.ts';
import type { MetricSummary, Summary } from '../experiments/types.ts';
import { briefShare, estimated, figure, measuredText } from './experiment-values.ts';
import { counted, enumerated, hanging } from './format.ts';
import {
  footText,
  heavyText,
  intervalsText,
  lostText,
  missingText,
  type Page,
} from './runs-text.ts';
import { type Column, table } from './table.ts';

/** A grid, or many runs of one scenario. Ends with a newline. */
export function sweepText(sweep: Sweep, metrics: readonly string[], page: Page): string {
  const [first] = sweep.rows;
  if (first === undefined) return 'No runs.\n';
  const { scenario, seed } = first.summary;
  const all = sweep.rows.map(({ summary }) => summary);
  const counts = all.map(({ runs }) => runs);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const runs = least === most ? counted(most, 'run') : `${least} to ${counted(most, 'run')}`;
  const cells = sweep.paths.length === 0 ? '' : ` of each of ${sweep.rows.length} variants`;
  const lost = all.flatMap((summary) => summary.lost);
  const asked = all.reduce((sum, summary) => sum + summary.asked, 0);
  const title = `${page.palette.strong(escapeLine(scenario))}: ${runs}${cells}, seeds ${escapeLine(seed)}/1 and on\n\n`;
  const missing = missingText({ asked, runs: most, lost }, page);
  const vague = all.filter(({ precise }) => precise === false).length;
  const limit =
    vague === 0
      ? ''
      : `${page.palette.warn('Not as precise as wanted')} with the most runs allowed.\n`;
  const heavy = heavyText(sweep.paths.length === 0 ? first.summary.metrics : []);
  const foot = footText([intervalsText(least), heavy], page);
  const parts = most === 0 ? [] : [bodyOf(sweep, metrics, page), '\n', limit, foot];
  return [title, missing, ...parts, lostText(lost, page)].join('');
}

/** What was asked for; without a question all that there is. */
function bodyOf(sweep: Sweep, metrics: readonly string[], page: Page): string {
  const [{ summary, measures }] = sweep.rows as [Sweep['rows'][number]];
  if (sweep.paths.length > 0) return gridTable(sweep, metrics, page);
  const asked = measures.map(({ text, unit, estimate }) => {
    return `${text}: ${page.palette.strong(measuredText(estimate, unit))}\n`;
  });
  if (asked.length > 0 && metrics.length === 0) return asked.join('');
  return `${asked.join('')}${summaryTable(summary, metrics, page)}`;
}

function summaryTable(summary: Summary, metrics: readonly string[], page: Page): string {
  const { runs } = summary;
  const shown = summary.metrics.filter(({ name, happened }) => {
    return metrics.length > 0 ? metrics.includes(name) : happened.value !== 0;
  });
  // A quantile that no metric's runs bear has no column.
  const shares = [0.5, 0.9, 0.99].filter((share) => {
    return shown.some(({ quantiles }) => quantileOf(quantiles, share) !== null);
  });
  const columns: Column[] = [
    { name: 'metric', widthMin: 20 },
    { name: 'in runs', align: 'right', widthMin: 16 },
    { name: 'mean', widthMin: 14 },
    { name: 'min', align: 'right' },
    ...shares.map((share): Column => {
      return { name: share === 0.5 ? 'median' : `p${100 * share}`, align: 'right' };
    }),
    { name: 'max', align: 'right' },
  ];
  const rows = shown.map(({ name, unit, happened, mean, min, max, quantiles }) => {
    const share = briefShare(happened, runs);
    if (unit === 'flag') return [name, share, '', '', ...shares.map(() => ''), ''];
    const middle = shares.map((one) => quantileOf(quantiles, one));
    const ends = [min, ...middle, max].map((value) => figure(value, unit));
    return [name, share, estimated(mean, unit), ...ends];
  });
  const never = summary.metrics.filter(({ happened }) => happened.value === 0);
  const silent =
    metrics.length > 0 || never.length === 0
      ? ''
      : `\n${hanging(`In no run: ${enumerated(never.map(({ name }) => name))}.`, page.width, 2)}\n`;
  return `${table(columns, rows, { ...page, rowsMax: 60 })}${silent}`;
}

const quantileOf = (quantiles: MetricSummary['quantiles'], share: number): number | null =>
  quantiles.find((one) => one.share === share)?.value ?? null;

const COLUMNS_MAX = 4;

function gridTable({ paths, rows }: Sweep, metrics: readonly string[], page: Page): string {
  const measures = rows[0]!.measures.map(({ text }) => text);
  const isAsked = metrics.length + measures.length > 0;
  const names = isAsked ? metrics : tellingMetrics(rows.map(({ summary }) => summary));
  const columns: Column[] = [
    ...paths.map((name) => ({ name, widthMin: 6 })),
    ...measures.map((name) => ({ name, widthMin: 12 })),
    ...names.map((name) => ({ name, widthMin: 12 })),
  ];
  const cells = rows.map(({ values, summary, measures: asked }) => [
    ...paths.map((path) => values[path]!),
    ...asked.map(({ unit, estimate }) => measuredText(estimate, unit)),
    ...names.map((name) => cellText(summary, name)),
  ]);
  return table(columns, cells, { ...page, rowsMax: 100 });
}

function cellText({ runs, metrics }: Summary, name: string): string {
  if (runs === 0) return 'no run has a result';
  const metric = metrics.find((one) => one.name === name);
  // A failure by code that no run of this cell met is not listed in its summary.
  if (metric === undefined) return '0';
  const { unit, happened, mean } = metric;
  return unit === 'flag' ? briefShare(happened, runs) : estimated(mean, unit);
}

/** The first few metrics that change most from cell to cell, by the share of their own size. */
function tellingMetrics(summaries: readonly Summary[]): string[] {
  const spread = (name: string) => {
    const means = summaries.flatMap(({ metrics }) => {
      return metrics.find((one) => one.name === name)?.mean.value ?? [];
    });
    const most = Math.max(...means);
    return most > 0 ? (most - Math.min(...means)) / most : 0;
  };
  const spreads = summaries[0]!.metrics.map(({ name }) => ({ name, spread: spread(name) }));
  const telling = spreads.filter((one) => one.spread > 0.01).sort((a, b) => b.spread - a.spread);
  const kept = new Set(telling.slice(0, COLUMNS_MAX).map(({ name }) => name));
  const named = spreads.filter(({ name }) => kept.has(name)).map(({ name }) => name);
  return named.length > 0 ? named : ['enis.peak', 'deploy.slowest'];
}
