import type { Issue } from '../scenario/types.ts';
import { GIVEN } from '../templates/read.ts';
import { csvCell } from './experiment-rows.ts';
import { counted, hanging, harmless, wrap } from './format.ts';
import { type Palette, PLAIN } from './palette.ts';
import { verdictOf } from './plan-answer.ts';
import { sourcesSections } from './plan-sources.ts';
import { adviceSections, countsSections, type Section, unknownsSection } from './plan-tables.ts';
import { type FullPlan, simulatedSection, trafficSections } from './plan-traffic.ts';
import { list, table } from './table.ts';

/** How to make the same report. */
export interface Again {
  command: string;
  version: string;
}

export interface PlanTextOptions {
  palette?: Palette;
  width?: number;
  /** The answer, findings and advice only: the rest is in a report beside it. */
  isBrief?: boolean;
}

/** A plan for a terminal: whether it fits, then the tables. */
export function planText(plan: FullPlan, options: PlanTextOptions = {}): string {
  const { palette = PLAIN, width = 100 } = options;
  const { tone, says } = verdictOf(plan);
  const errors = plan.issues.filter(isOfTemplates).length;
  const partial =
    errors === 0
      ? []
      : wrap(`Only what could be read is counted: ${counted(errors, 'error')}.`, width);
  const [answer = [], ...under] = says.map((text) => wrap(harmless(text), width));
  const marked = answer.map(tone === 'open' ? palette.warn : palette[tone]);
  const sections = options.isBrief === true ? adviceSections(plan) : allSections(plan);
  const parts = sections.map((section) => sectionText(section, palette, width));
  return [...marked, ...under.flat(), ...partial.map(palette.bad), '', ...parts].join('\n');
}

/** An error that leaves something unread, as one in what is given beside the templates does not. */
const isOfTemplates = ({ severity, file }: Issue): boolean =>
  severity === 'error' && file !== GIVEN;

/** All that a plan has to say: what is open, what runs came to, what is there, what to do. */
export function allSections(plan: FullPlan): Section[] {
  const { traffic } = plan;
  const unknowns = unknownsSection(plan);
  return [
    ...(unknowns === null ? [] : [unknowns]),
    ...(traffic === undefined ? [] : trafficSections(traffic)),
    ...countsSections(plan),
    ...adviceSections(plan),
    ...(traffic === undefined ? [] : [simulatedSection(traffic)]),
  ];
}

function sectionText(section: Section, palette: Palette, width: number): string {
  const rows = section.rows.map((row) => row.map((cell) => harmless(cell).replaceAll('\n', ' ')));
  const lines = section.lines.map((line) => `${hanging(harmless(line), width, 0)}\n`);
  const page = { palette, width };
  const told = section.isList === true ? list(rows, page) : table(section.columns, rows, page);
  const body = rows.length === 0 ? '' : told;
  return `${palette.strong(section.heading)}\n${lines.join('')}${body}`;
}

/** A plan as a Markdown page. What came from templates cannot become markup. */
export function planMarkdown(plan: FullPlan, again: Again): string {
  const sections = [...allSections(plan), ...sourcesSections(plan)].map(
    ({ heading, lines, columns, rows }) => {
      const head = columns.map(({ name }) => name);
      const rule = columns.map(({ align }) => (align === 'right' ? '--:' : '---'));
      const all = rows.length === 0 ? [] : [head, rule, ...rows.map((row) => row.map(escaped))];
      const page = all.map((row) => `| ${row.join(' | ')} |`);
      return [`## ${heading}`, '', ...lines.map((line) => `${escaped(line)}\n`), ...page, ''].join(
        '\n',
      );
    },
  );
  const inputs = plan.inputs.map(({ name }) => escaped(name)).join(', ');
  const says = verdictOf(plan).says.flatMap((text) => [escaped(text), '']);
  const head = [`# Capacity plan: ${inputs}`, '', ...says];
  const { command, version } = again;
  const foot = [
    '## Again',
    '',
    `    ${harmless(command).replaceAll('\n', ' ')}`,
    '',
    `Made with hyperplane-sim ${version}; the same command gives the same numbers.`,
    '',
  ];
  return [...head, ...sections, ...foot].join('\n');
}

/** All tables of a plan in one, as CSV (RFC 4180): a line for each cell, by table, row and column. */
export function planCsv(plan: FullPlan): string {
  const lines = [...allSections(plan), ...sourcesSections(plan)].flatMap(
    ({ heading, columns, rows }) =>
      rows.flatMap((row, at) => row.map((cell, c) => [heading, at + 1, columns[c]!.name, cell])),
  );
  const all = [['table', 'row', 'column', 'value'], ...lines];
  return all.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

function escaped(text: string): string {
  return harmless(text)
    .replaceAll('\n', ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_[\]|~]/g, '\\$&');
}
