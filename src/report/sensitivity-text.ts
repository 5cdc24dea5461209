import { escapeLine } from '../diagnostics/escape.ts';
import { PARAMETERS } from '../evidence/parameters.ts';
import type { Sensitivity } from '../experiments/sensitivity.ts';
import { estimated, measuredText } from './experiment-values.ts';
import { counted, enumerated, hanging } from './format.ts';
import { footText, intervalsText, lostText, missingText, type Page } from './runs-text.ts';
import { type Column, table } from './table.ts';
import { valueText } from './values.ts';

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
  const parts = [
    `${palette.strong(escapeLine(scenario))}: ${baseText(result)}\n\n`,
    missingText(result, page),
  ];
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
  if (runs === 0) return `${measure} has no value: no run has a result.`;
  const how = `in ${counted(runs, 'run')}, with every assumed number at its default.`;
  if (base.value !== null) return `${measure} is ${measuredText(base, unit)} ${how}`;
  return `${measure} has no value: ${measuredText(base, unit)} ${how}`;
}

function unfinishedText(measure: string): string {
  const metric = /\((.*)\)/.exec(measure)?.[1] ?? measure;
  return `A mean over the runs that finished would be one of the quick runs. Run longer (\`until\`), or ask P(${metric} > 1h).`;
}
