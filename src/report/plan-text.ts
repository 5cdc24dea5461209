import type { Plan } from '../plan/types.ts';
import { counted, hanging, harmless, wrap } from './format.ts';
import { type Palette, PLAIN } from './palette.ts';
import { type Section, sectionsOf } from './plan-tables.ts';
import { table } from './table.ts';

export interface PlanTextOptions {
  palette?: Palette;
  width?: number;
}

/** A plan for a terminal: whether it fits, then the tables. */
export function planText(plan: Plan, options: PlanTextOptions = {}): string {
  const { palette = PLAIN, width = 100 } = options;
  const tone = plan.fits === null ? palette.warn : plan.fits ? palette.good : palette.bad;
  const errors = plan.issues.filter(({ severity }) => severity === 'error').length;
  const partial =
    errors === 0
      ? []
      : wrap(`Only what could be read is counted: ${counted(errors, 'error')}.`, width);
  const answer = wrap(harmless(plan.answer), width).map(tone);
  const parts = sectionsOf(plan).map((section) => sectionText(section, palette, width));
  return [...answer, ...partial.map(palette.bad), '', ...parts].join('\n');
}

function sectionText(section: Section, palette: Palette, width: number): string {
  const rows = section.rows.map((row) => row.map((cell) => harmless(cell).replaceAll('\n', ' ')));
  const lines = section.lines.map((line) => `${hanging(harmless(line), width, 0)}\n`);
  const body = rows.length === 0 ? '' : table(section.columns, rows, { palette, width });
  return `${palette.strong(section.heading)}\n${lines.join('')}${body}`;
}

/** A plan as a Markdown page. What came from templates cannot become markup. */
export function planMarkdown(plan: Plan, command: string): string {
  const sections = sectionsOf(plan).map(({ heading, lines, columns, rows }) => {
    const head = columns.map(({ name }) => name);
    const rule = columns.map(({ align }) => (align === 'right' ? '--:' : '---'));
    const all = rows.length === 0 ? [] : [head, rule, ...rows.map((row) => row.map(escaped))];
    const page = all.map((row) => `| ${row.join(' | ')} |`);
    return [`## ${heading}`, '', ...lines.map((line) => `${escaped(line)}\n`), ...page, ''].join(
      '\n',
    );
  });
  const inputs = plan.inputs.map(({ name }) => escaped(name)).join(', ');
  const head = [`# Capacity plan: ${inputs}`, '', escaped(plan.answer), ''];
  const foot = ['## Again', '', `    ${harmless(command).replaceAll('\n', ' ')}`, ''];
  return [...head, ...sections, ...foot].join('\n');
}

function escaped(text: string): string {
  return harmless(text)
    .replaceAll('\n', ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_[\]|~]/g, '\\$&');
}
