import { escapeLine } from '../diagnostics/escape.ts';
import type { Comparison, Difference } from '../experiments/compare.ts';
import { estimated, figure } from './experiment-values.ts';
import { counted, enumerated, hanging } from './format.ts';
import {
  footText,
  intervalsText,
  lostText,
  missingText,
  type Page,
  runsText,
  seedsText,
} from './runs-text.ts';
import { type Column, table } from './table.ts';

/** Two scenarios with common random numbers. Ends with a newline. */
export function compareText(comparison: Comparison, page: Page): string {
  const { a, b, seed, runs, lost, metrics } = comparison;
  const { palette } = page;
  const differ = metrics.filter(({ differs }) => differs);
  const alike = metrics.filter((metric) => !metric.differs && moves(metric));
  const title = `${palette.strong(escapeLine(a))} and ${palette.strong(escapeLine(b))}`;
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
