import { escapeCsv, escapeLine, escapeMarkdown } from '../diagnostics/escape.ts';
import { hanging, wrap } from './format.ts';
import { type Palette, PLAIN } from './palette.ts';
import { answerOf, type PlanAnswer, staticAnswerOf, withTrafficText } from './plan-answer.ts';
import { sourcesSections } from './plan-sources.ts';
import {
  adviceSections,
  assumedSections,
  countsSections,
  type Section,
  unknownsSection,
} from './plan-tables.ts';
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
  /** Runs were begun: the answer without traffic is told before them, by `planBeginning`. */
  isBegun?: boolean;
}

/** What can be told of a plan before its runs: the question, and the answer without traffic. */
export function planBeginning(plan: FullPlan, options: PlanTextOptions = {}): string {
  const { width = 100 } = options;
  const { tone, question, headline, says } = staticAnswerOf(plan);
  const isHalf = plan.traffic !== undefined || options.isBegun === true;
  const head = isHalf ? `Without traffic: ${lower(headline)}` : headline;
  const lines = says.flatMap((text) => wrap(text, width));
  const all = [...wrap(question, width), markOf(tone, options)(head), ...lines];
  return `${all.join('\n')}\n`;
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

function markOf(tone: PlanAnswer['tone'], { palette = PLAIN }: PlanTextOptions) {
  return tone === 'open' ? palette.warn : palette[tone];
}

/** A plan for a terminal: whether it fits, what is wrong, what helps, then the tables. */
export function planText(plan: FullPlan, options: PlanTextOptions = {}): string {
  const { palette = PLAIN, width = 100 } = options;
  const { traffic } = plan;
  const beginning = options.isBegun === true ? '' : planBeginning(plan, options);
  const under =
    traffic === undefined
      ? []
      : [
          markOf(answerOf(plan).tone, options)(withTrafficText(plan)),
          ...wrap(traffic.answer, width),
        ];
  const sections = options.isBrief === true ? firstSections(plan) : allSections(plan);
  const parts = sections.map((section) => sectionText(section, palette, width));
  return `${beginning}${[...under, '', ...parts].join('\n')}`;
}

/** What is read first: what is open, what is wrong, and what helps. */
export function firstSections(plan: FullPlan): Section[] {
  const unknowns = unknownsSection(plan);
  return [...(unknowns === null ? [] : [unknowns]), ...adviceSections(plan)];
}

/** All that a plan has to say: what is open, what to do, what runs came to, what is there. */
export function allSections(plan: FullPlan): Section[] {
  const { traffic } = plan;
  return [
    ...firstSections(plan),
    ...(traffic === undefined ? [] : trafficSections(traffic)),
    ...countsSections(plan),
    ...assumedSections(plan),
    ...(traffic === undefined ? [] : [simulatedSection(traffic)]),
  ];
}

function sectionText(section: Section, palette: Palette, width: number): string {
  const { rows } = section;
  const lines = section.lines.map((line) => `${hanging(line, width, 0)}\n`);
  const page = { palette, width };
  const told = section.isList === true ? list(rows, page) : table(section.columns, rows, page);
  const body = rows.length === 0 ? '' : told;
  return `${palette.strong(escapeLine(section.heading))}\n${lines.join('')}${body}`;
}

/** A plan as a Markdown page. What came from templates cannot become markup. */
export function planMarkdown(plan: FullPlan, again: Again): string {
  const sections = [...allSections(plan), ...sourcesSections(plan)].map(
    ({ heading, lines, columns, rows }) => {
      const head = columns.map(({ name }) => name);
      const rule = columns.map(({ align }) => (align === 'right' ? '--:' : '---'));
      const all =
        rows.length === 0 ? [] : [head, rule, ...rows.map((row) => row.map(escapeMarkdown))];
      const page = all.map((row) => `| ${row.join(' | ')} |`);
      return [
        `## ${escapeMarkdown(heading)}`,
        '',
        ...lines.map((line) => `${escapeMarkdown(line)}\n`),
        ...page,
        '',
      ].join('\n');
    },
  );
  const inputs = plan.inputs.map(({ name }) => escapeMarkdown(name)).join(', ');
  const { question, headline, says: told } = answerOf(plan);
  const says = [
    escapeMarkdown(question),
    `**${escapeMarkdown(headline)}**`,
    ...told.map(escapeMarkdown),
  ].flatMap((text) => [text, '']);
  const head = [`# Capacity plan: ${inputs}`, '', ...says];
  const { command, version } = again;
  const foot = [
    '## Again',
    '',
    `    ${escapeLine(command)}`,
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
  return all.map((cells) => `${cells.map(escapeCsv).join(',')}\r\n`).join('');
}
