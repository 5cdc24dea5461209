import { PARAMETERS } from '../evidence/parameters.ts';
import type { Comparison, Difference } from '../experiments/compare.ts';
import type { Sensitivity } from '../experiments/sensitivity.ts';
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
  runsText,
  seedsText,
} from './runs-text.ts';
import { type Column, table } from './table.ts';
import { valueText } from './values.ts';

/** Two scenarios with common random numbers. Ends with a newline. */
export function compareText(comparison: Comparison, page: Page): string {
  const { a, b, seed, runs, lost, metrics } = comparison;
  const { palette } = page;
  const differ = metrics.filter(({ differs }) => differs);
  const alike = metrics.filter((metric) => !metric.differs && moves(metric));
  const title = `${palette.strong(a)} and ${palette.strong(b)}`;
  const pairs = runsText(comparison, ['pair of runs', 'pairs of runs']);
  const lines = [
    `${title}: ${pairs}, ${seedsText(seed, comparison)}\n\n`,
    missingText({ asked: 2 * comparison.asked, runs, lost }, page),
  ];
  if (runs === 0) return [...lines, lostText(lost, page)].join('');
  if (differ.length === 0) lines.push('Nothing differs beyond chance.\n');
  else lines.push(differencesTable(comparison, differ, page));
  if (alike.length > 0) {
    const names = enumerated(alike.map(({ name }) => name));
    lines.push(`\n${hanging(`No difference beyond chance: ${names}.`, page.width, 2)}\n`);
  }
  for (const of of ['a', 'b'] as const) lines.push(oneSidedText(comparison, of, page));
  const chance = 'Of twenty metrics that are alike, one is listed as different by chance.';
  lines.push('\n', footText([intervalsText(runs), chance], page));
  return lines.join('') + lostText(lost, page);
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
  const all = sweep.rows.map(({ summary }) => summary);
  const counts = all.map(({ runs }) => runs);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const runs = least === most ? counted(most, 'run') : `${least} to ${counted(most, 'run')}`;
  const cells = sweep.paths.length === 0 ? '' : ` of each of ${sweep.rows.length} variants`;
  const lost = all.flatMap((summary) => summary.lost);
  const asked = all.reduce((sum, summary) => sum + summary.asked, 0);
  const title = `${page.palette.strong(scenario)}: ${runs}${cells}, seeds ${seed}/1 and on\n\n`;
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

/** A tornado in text: the widest bar first. Ends with a newline. */
export function sensitivityText(result: Sensitivity, page: Page): string {
  const { scenario, measure, unit, runs, base, bars, lost } = result;
  const { palette } = page;
  const moving = bars.filter(({ matters }) => matters);
  const still = bars.filter(({ matters }) => !matters).map(({ parameter }) => parameter);
  const rows = moving.flatMap(({ parameter, ends }) =>
    ends.map(({ value, estimate, difference }, place) => [
      place === 0 ? parameter : '',
      valueText(value, PARAMETERS[parameter].unit),
      measuredText(estimate, unit),
      difference.value === null ? '-' : estimated(difference, unit),
    ]),
  );
  const columns: Column[] = [
    { name: 'assumed number', widthMin: 16 },
    { name: 'set to', align: 'right' },
    { name: measure, widthMin: 16 },
    { name: 'change', widthMin: 14 },
  ];
  const parts = [`${palette.strong(scenario)}: ${baseText(result)}\n\n`, missingText(result, page)];
  if (runs === 0) return [...parts, lostText(lost, page)].join('');
  if (rows.length > 0) parts.push(table(columns, rows, { ...page, rowsMax: 80 }), '\n');
  if (still.length > 0) {
    const text = `No change beyond chance by ${enumerated(still)} over their ranges.`;
    parts.push(`${hanging(text, page.width, 2)}\n`);
  }
  const open = base.value === null && base.unfinished > 0;
  if (open) parts.push(`\n${hanging(unfinishedText(measure), page.width, 2)}\n`);
  parts.push('\n', footText([intervalsText(runs)], page));
  return parts.join('') + lostText(lost, page);
}

/** What the measure is with every assumed number at its default, in a sentence. */
export function baseText({ measure, unit, runs, base }: Sensitivity): string {
  const how = `in ${counted(runs, 'run')}, with every assumed number at its default.`;
  if (base.value !== null) return `${measure} is ${measuredText(base, unit)} ${how}`;
  return `${measure} has no value: ${measuredText(base, unit)} ${how}`;
}

function unfinishedText(measure: string): string {
  const metric = /\((.*)\)/.exec(measure)?.[1] ?? measure;
  return `A mean over the runs that finished would be one of the quick runs. Run longer (\`until\`), or ask P(${metric} > 1h).`;
}
