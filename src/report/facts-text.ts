import { RULES } from '../evidence/rules.ts';
import type { SourceId } from '../evidence/sources.ts';
import { SOURCES } from '../evidence/sources.ts';
import type { Backing, Parameter } from '../evidence/types.ts';
import { allFacts, type Fact, factsResting, findingPage } from './facts.ts';
import { hanging, wrap } from './format.ts';
import { type Palette, PLAIN } from './palette.ts';
import { defaultText, rangeText, valueText } from './values.ts';

export interface FactsOptions {
  palette?: Palette;
  /** Lines are broken at this many characters; 100 by default. */
  width?: number;
}

interface Page {
  palette: Palette;
  width: number;
}

type FactOf<K extends Fact['kind']> = Extract<Fact, { kind: K }>;

function pageOf(options: FactsOptions): Page {
  return { palette: options.palette ?? PLAIN, width: options.width ?? 100 };
}

/** The whole table, short: two or three lines for each entry. */
export function factsOverview(options: FactsOptions = {}): string {
  const page = pageOf(options);
  const titles: Record<Fact['kind'], string> = {
    parameter: 'Parameters: a scenario may override each by its name',
    rule: 'Rules: the story and the trace name them',
    answer: 'Answers of AWS',
    reason: 'Reason codes of states and updates',
    finding: 'Findings of `check` and `plan`: hyperplane.yaml accepts each by its id',
    source: 'Sources',
  };
  const facts = allFacts();
  const parts = (Object.keys(titles) as Fact['kind'][]).map((kind) => {
    const entries = facts
      .filter((fact) => fact.kind === kind)
      .map((fact) => entryLines(fact, page));
    return `${page.palette.strong(titles[kind])}\n${entries.join('')}`;
  });
  const hint = '`hyperplane facts <id>` tells the sources, range and reason of one entry.';
  return `${parts.join('\n')}\n${hint}\n`;
}

function entryLines(fact: Fact, page: Page): string {
  const { head, text } = shortOf(fact);
  const told = hanging(head, page.width - fact.id.length, 6);
  const first = `  ${page.palette.strong(fact.id)}  ${told}\n`;
  if (text === '') return first;
  return `${first}      ${page.palette.faint(hanging(text, page.width, 6))}\n`;
}

function shortOf(fact: Fact): { head: string; text: string } {
  switch (fact.kind) {
    case 'parameter': {
      const range = rangeText(fact.entry);
      const sure = `${fact.entry.confidence}${range === null ? '' : `, ${range}`}`;
      return { head: `${defaultText(fact.entry)}  (${sure})`, text: fact.entry.about };
    }
    case 'rule':
      return { head: `(${fact.entry.confidence})`, text: fact.entry.says };
    case 'answer': {
      const { code, httpStatus, confidence, message } = fact.entry;
      return { head: `${code} ${httpStatus}  (${confidence})`, text: message };
    }
    case 'reason':
      return { head: `(${fact.entry.confidence})`, text: fact.entry.message ?? '' };
    case 'finding':
      return { head: `(${fact.entry.rule})`, text: fact.entry.says };
    case 'source':
      return { head: fact.entry.title, text: '' };
  }
}

/** One entry in full: what it says, what it rests on, how sure that is and why. */
export function factText(fact: Fact, options: FactsOptions = {}): string {
  const page = pageOf(options);
  const title = `${page.palette.strong(fact.id)} (${fact.kind})`;
  const body = bodyOf(fact, page);
  return `${[title, ...body].join('\n')}\n`;
}

function bodyOf(fact: Fact, page: Page): string[] {
  switch (fact.kind) {
    case 'parameter':
      return [...said(fact.entry.about, page), ...parameterLines(fact.entry, page)];
    case 'rule': {
      const { says, parameters } = fact.entry;
      const uses =
        parameters === undefined ? [] : [pair('parameters', parameters.join(', '), page)];
      return [...said(says, page), ...uses, ...backingLines(fact.entry, page)];
    }
    case 'answer': {
      const { code, httpStatus, message, reason, note } = fact.entry;
      return [
        pair('error', `${code} (${httpStatus})`, page),
        ...(reason === undefined ? [] : [pair('reason', reason, page)]),
        pair('text', message, page),
        ...(note === undefined ? [] : [pair('note', note, page)]),
        ...backingLines(fact.entry, page),
      ];
    }
    case 'reason':
      return [
        pair('text', fact.entry.message ?? 'none is known', page),
        ...backingLines(fact.entry, page),
      ];
    case 'finding': {
      const { says, rule } = fact.entry;
      const backing = { ...RULES[rule], sources: fact.entry.sources };
      const lines = [pair('rule', rule, page), ...backingLines(backing, page)];
      return [...said(says, page), ...lines, pair('page', findingPage(fact.id), page)];
    }
    case 'source':
      return sourceLines(fact, page);
  }
}

function said(text: string, { width }: Page): string[] {
  return wrap(text, width - 2).map((line) => `  ${line}`);
}

const NAME_WIDTH = 12;

function pair(name: string, text: string, { width, palette }: Page): string {
  const indent = NAME_WIDTH + 4;
  return `  ${palette.faint(name.padEnd(NAME_WIDTH))}  ${hanging(text, width, indent)}`;
}

function parameterLines(parameter: Parameter, page: Page): string[] {
  const { unit, alternatives, choices } = parameter;
  const range = rangeText(parameter);
  return [
    pair('default', defaultText(parameter), page),
    ...(choices === undefined ? [] : [pair('choices', choices.join(', '), page)]),
    ...(range === null ? [] : [pair('range', range, page)]),
    ...(alternatives ?? []).map(({ name, value, source, why }) => {
      const because = [why, source === undefined ? undefined : `source: ${source}`];
      const told = because.filter((text) => text !== undefined).join(' ');
      return pair(`or "${name}"`, `${valueText(value, unit)}: ${told}`, page);
    }),
    ...backingLines(parameter, page),
  ];
}

function backingLines({ confidence, why, sources }: Backing, page: Page): string[] {
  return [
    pair('confidence', confidence, page),
    ...(why === undefined ? [] : [pair('why', why, page)]),
    ...(sources ?? []).map((id, place) => pair(place === 0 ? 'sources' : '', sourceText(id), page)),
  ];
}

/** A source in a line: its title, where it is, which edition was read. */
export function sourceText(id: SourceId): string {
  const { title, url, place, edition } = SOURCES[id];
  const where = [url, place].filter((text) => text !== undefined).join(', ');
  return `${id}: ${title}; ${where}${edition === undefined ? '' : ` (${edition})`}`;
}

function sourceLines({ id, entry }: FactOf<'source'>, page: Page): string[] {
  const { title, kind, url, place, edition } = entry;
  const used = factsResting(id).map((fact) => fact.id);
  return [
    ...said(title, page),
    pair('kind', kind, page),
    ...(url === undefined ? [] : [pair('url', url, page)]),
    ...(place === undefined ? [] : [pair('place', place, page)]),
    ...(edition === undefined ? [] : [pair('edition', edition, page)]),
    pair('backs', used.length === 0 ? 'nothing' : used.join(', '), page),
  ];
}
