import { PARAMETERS } from '../evidence/parameters.ts';
import type { Comparison, Difference } from '../experiments/compare.ts';
import type { Sensitivity } from '../experiments/sensitivity.ts';
import type { Sweep } from '../experiments/sweep.ts';
import type { MetricSummary, Summary } from '../experiments/types.ts';
import { estimated, figure } from './experiment-values.ts';
import { counted, enumerated, hanging, wrap } from './format.ts';
import type { Palette } from './palette.ts';
import { type Column, table } from './table.ts';
import { valueText } from './values.ts';

export interface Page {
  palette: Palette;
  width: number;
}

export const INTERVALS = 'Intervals hold the truth in 95 of 100 experiments.';

/** Two scenarios under the same luck. Ends with a newline. */
export function compareText(comparison: Comparison, page: Page): string {
  const { a, b, seed, runs, metrics } = comparison;
  const { palette } = page;
  const differ = metrics.filter(({ differs }) => differs);
  const alike = metrics.filter((metric) => !metric.differs && moves(metric));
  const title = `${palette.strong(a)} and ${palette.strong(b)}`;
  const lines = [
    `${title}: ${counted(runs, 'pair')} of runs, seeds ${seed}/1 to ${seed}/${runs}\n\n`,
  ];
  if (differ.length === 0) lines.push('Nothing differs beyond chance.\n');
  else lines.push(differencesTable(comparison, differ, page));
  if (alike.length > 0) {
    const names = enumerated(alike.map(({ name }) => name));
    lines.push(`\n${hanging(`No difference beyond chance: ${names}.`, page.width, 2)}\n`);
  }
  for (const of of ['a', 'b'] as const) lines.push(oneSidedText(comparison, of, page));
  const chance = 'Of twenty metrics that are alike, one is listed as different by chance.';
  lines.push(`\n${palette.faint(wrap(`${INTERVALS} ${chance}`, page.width).join('\n'))}\n`);
  return lines.join('') + lostText(comparison.lost, page);
}

/** Not to be compared: the other scenario has no such subnet, VPC or function. */
function oneSidedText(comparison: Comparison, of: 'a' | 'b', page: Page): string {
  const own = comparison.oneSided.filter((metric) => metric.of === of);
  if (own.length === 0) return '';
  const texts = own.map(({ name, unit, mean }) => {
    return `${name} ${mean.value === null ? 'never' : figure(mean.value, unit)}`;
  });
  return `\n${hanging(`Only in ${comparison[of]}: ${texts.join(', ')}.`, page.width, 2)}\n`;
}

function moves({ a, b, saving }: Difference): boolean {
  return a !== b || saving !== null;
}

const HEADING_MAX = 24;

/** Long names are cut, those that begin alike at their beginning. */
function headingsOf({ a, b }: Comparison): [string, string] {
  const isAlike = a.slice(0, HEADING_MAX) === b.slice(0, HEADING_MAX);
  const cut = (name: string) => (isAlike ? name.slice(-HEADING_MAX) : name.slice(0, HEADING_MAX));
  return [cut(a), cut(b)];
}

function differencesTable(comparison: Comparison, differ: Difference[], page: Page): string {
  const headings = headingsOf(comparison);
  const columns: Column[] = [
    { name: 'metric', widthMin: 20 },
    { name: headings[0], align: 'right' },
    { name: headings[1], align: 'right' },
    { name: 'difference', widthMin: 14 },
    { name: 'as good as', widthMin: 12 },
  ];
  const rows = differ.map((metric) => [
    metric.name,
    figure(metric.a, metric.unit),
    figure(metric.b, metric.unit),
    estimated(metric.difference, metric.unit),
    savingText(metric),
  ]);
  return table(columns, rows, page);
}

function savingText({ saving, pairs }: Difference): string {
  if (saving === null) return '-';
  return `${counted(Math.round(saving * pairs), 'run')} unpaired`;
}

/** A grid, or many runs of one scenario. Ends with a newline. */
export function sweepText(sweep: Sweep, metrics: readonly string[], page: Page): string {
  const [first] = sweep.rows;
  if (first === undefined) return 'No runs.\n';
  const { scenario, seed } = first.summary;
  const counts = sweep.rows.map(({ summary }) => summary.runs);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const runs = least === most ? counted(most, 'run') : `${least} to ${counted(most, 'run')}`;
  const cells = sweep.paths.length === 0 ? '' : ` of each of ${sweep.rows.length} variants`;
  const title = `${page.palette.strong(scenario)}: ${runs}${cells}, seeds ${seed}/1 and on\n\n`;
  const body =
    sweep.paths.length === 0
      ? summaryTable(first.summary, metrics, page)
      : gridTable(sweep, metrics, page);
  const lost = sweep.rows.flatMap(({ summary }) => summary.lost);
  const vague = sweep.rows.filter(({ summary }) => summary.precise === false).length;
  const limit =
    vague === 0
      ? ''
      : `${page.palette.warn('Not as precise as wanted')} with the most runs allowed.\n`;
  return `${title}${body}\n${limit}${page.palette.faint(INTERVALS)}\n${lostText(lost, page)}`;
}

function summaryTable(summary: Summary, metrics: readonly string[], page: Page): string {
  const columns: Column[] = [
    { name: 'metric', widthMin: 20 },
    { name: 'in runs', align: 'right', widthMin: 16 },
    { name: 'mean', widthMin: 14 },
    { name: 'min', align: 'right' },
    { name: 'median', align: 'right' },
    { name: 'p99', align: 'right' },
    { name: 'max', align: 'right' },
  ];
  const shown = summary.metrics.filter(({ name, happened }) => {
    return metrics.length > 0 ? metrics.includes(name) : happened.value !== 0;
  });
  const rows = shown.map(({ name, unit, happened, mean, min, max, quantiles }) => {
    const isSure = happened.value === 1 && unit !== 'flag';
    const share = isSure ? '100%' : estimated(happened, 'share');
    if (unit === 'flag') return [name, share, '', '', '', '', ''];
    const [p50, , , p99] = quantiles;
    const ends = [min, p50!.value, p99!.value, max].map((value) => figure(value, unit));
    return [name, share, estimated(mean, unit), ...ends];
  });
  const never = summary.metrics.filter(({ happened }) => happened.value === 0);
  const silent =
    metrics.length > 0 || never.length === 0
      ? ''
      : `\n${hanging(`In no run: ${enumerated(never.map(({ name }) => name))}.`, page.width, 2)}\n`;
  return `${table(columns, rows, { ...page, rowsMax: 60 })}${silent}`;
}

const COLUMNS_MAX = 4;

function gridTable({ paths, rows }: Sweep, metrics: readonly string[], page: Page): string {
  const names = metrics.length > 0 ? metrics : tellingMetrics(rows.map(({ summary }) => summary));
  const columns: Column[] = [
    ...paths.map((name) => ({ name, widthMin: 6 })),
    ...names.map((name) => ({ name, widthMin: 12 })),
  ];
  const cells = rows.map(({ values, summary }) => [
    ...paths.map((path) => values[path]!),
    ...names.map((name) => cellText(summary.metrics.find((one) => one.name === name))),
  ]);
  return table(columns, cells, { ...page, rowsMax: 100 });
}

function cellText(metric: MetricSummary | undefined): string {
  // A failure by code that no run of this cell met is not listed in its summary.
  if (metric === undefined) return '0';
  const { unit, happened, mean } = metric;
  return unit === 'flag' ? estimated(happened, 'share') : estimated(mean, unit);
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

/** A tornado in text: the widest bar first. Ends with a newline. */
export function sensitivityText(result: Sensitivity, page: Page): string {
  const { scenario, measure, unit, runs, base, bars } = result;
  const { palette } = page;
  const moving = bars.filter(({ matters }) => matters);
  const still = bars.filter(({ matters }) => !matters).map(({ parameter }) => parameter);
  const rows = moving.flatMap(({ parameter, ends }) =>
    ends.map(({ value, estimate, difference }, place) => [
      place === 0 ? parameter : '',
      valueText(value, PARAMETERS[parameter].unit),
      estimated(estimate, unit),
      estimated(difference, unit),
    ]),
  );
  const columns: Column[] = [
    { name: 'assumed number', widthMin: 16 },
    { name: 'set to', align: 'right' },
    { name: measure, widthMin: 16 },
    { name: 'change', widthMin: 14 },
  ];
  const title = `${palette.strong(scenario)}: ${measure} is ${estimated(base, unit)} in ${counted(runs, 'run')}`;
  const parts = [`${title}, with every assumed number at its default.\n\n`];
  if (rows.length > 0) parts.push(table(columns, rows, { ...page, rowsMax: 80 }), '\n');
  if (still.length > 0) {
    const text = `No change beyond chance by ${enumerated(still)} over their ranges.`;
    parts.push(`${hanging(text, page.width, 2)}\n`);
  }
  parts.push(`\n${palette.faint(INTERVALS)}\n`);
  return parts.join('') + lostText(result.lost, page);
}

/** Runs that came to nothing, if any. */
export function lostText(lost: Summary['lost'], { palette, width }: Page): string {
  if (lost.length === 0) return '';
  const [{ seed, why }] = lost as [Summary['lost'][number]];
  const text = `${counted(lost.length, 'run')} without a result, the first with seed ${seed}: ${why}`;
  return `${palette.bad(hanging(text, width, 2))}\n`;
}
