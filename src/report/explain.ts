import { RULES, type RuleId } from '../evidence/rules.ts';
import type { Explanation, Link } from '../run/explain.ts';
import { sourceText } from './facts-text.ts';
import { counted, hanging, moment, wrap } from './format.ts';
import { type Palette, PLAIN } from './palette.ts';
import { rowText } from './story-tell.ts';

export interface ExplanationOptions {
  palette?: Palette;
  /** Lines are broken at this many characters; 100 by default. */
  width?: number;
  /** Older lines of the history are only counted; 20 by default. */
  historyMax?: number;
  /** The scenario's timeline, for the names of its calls. */
  timeline?: readonly { action: string }[];
}

/** Why a subject is as it is: the chain of causes, each with its rule and source, then the past. */
export function explanationText(
  explanation: Explanation,
  options: ExplanationOptions = {},
): string {
  const { palette = PLAIN, width = 100, historyMax = 20, timeline = [] } = options;
  const page = { palette, width, timeline };
  const { subject, kind, atMs, chain, history } = explanation;
  const state = stateOf(explanation);
  const head = `${subject} (${kind}) at ${moment(atMs)}${state === '' ? '' : `: ${state}`}`;
  if (chain.length === 0) {
    return `${palette.strong(head)}\n  Nothing has happened to it until then.\n`;
  }
  const known = new Set<string>();
  const links = chain.map((link, place) => {
    const lead = place === 0 ? '' : 'because ';
    return rowsOf(link, explanation).map((row) => {
      const rule = known.has(row.row.rule) ? '' : ruleLines(row, page);
      known.add(row.row.rule);
      return linkLine(row, lead, page) + rule;
    });
  });
  const older = Math.max(0, history.length - historyMax);
  const past = history.slice(older).map((link) => pastLine(link, page));
  if (older > 0) past.unshift(palette.faint(`  … ${counted(older, 'earlier row')}`));
  return [
    `${palette.strong(head)}\n`,
    `${palette.strong('Why')}\n`,
    ...links.flat(),
    `${palette.strong('What happened to it')}\n`,
    ...past.map((line) => `${line}\n`),
  ].join('');
}

interface Page {
  palette: Palette;
  width: number;
  timeline: readonly { action: string }[];
}

function told({ row, atMs }: Link, { timeline }: Page): { subject: string; text: string } {
  return rowText(row, { atMs }, timeline[row.action ?? -1]?.action ?? 'the call');
}

/** All that the step of a link did to the subject, or the link itself when it did nothing. */
function rowsOf(link: Link, { history }: Explanation): Link[] {
  if (link.row.note.startsWith('call.')) return [link];
  const same = history.filter(
    ({ step, row }) => step === link.step && !row.note.startsWith('call.'),
  );
  return same.some(({ row }) => JSON.stringify(row) === JSON.stringify(link.row)) ? same : [link];
}

/** The state or phase that the subject was last said to be in; empty when none was. */
function stateOf({ subject, history }: Explanation): string {
  const last = history.findLast(({ row }) => row.subject === subject && STATES.has(row.note));
  if (last === undefined) return '';
  const { note, to, code } = last.row;
  if (note === 'version.deleted' || note === 'function.deleted') return 'deleted';
  return code === undefined ? to! : `${to} (${code})`;
}

const STATES: ReadonlySet<string> = new Set([
  'version.created',
  'version.state',
  'version.deleted',
  'function.deleted',
  'eni.phase',
]);

/** The latest change first; each further link is what brought the one before about. */
function linkLine(link: Link, lead: string, page: Page): string {
  const { subject, text } = told(link, page);
  const line = `${lead}${moment(link.atMs)}  ${subject} ${text} [${link.row.rule}]`;
  return `  ${hanging(line, page.width, 4)}\n`;
}

/** What the rule says and rests on, told where the chain first meets it. */
function ruleLines({ row }: Link, { palette, width }: Page): string {
  const rule = RULES[row.rule as RuleId];
  const says = wrap(`${row.rule} (${rule.confidence}): ${rule.says}`, width - 6);
  const sources = (rule.sources ?? []).map((id) => hanging(`- ${sourceText(id)}`, width, 8));
  return [...says, ...sources].map((note) => `      ${palette.faint(note)}\n`).join('');
}

function pastLine(link: Link, page: Page): string {
  const { palette, width } = page;
  const time = moment(link.atMs).padStart(16);
  const { subject, text } = told(link, page);
  return `${palette.faint(time)}  ${hanging(`${subject} ${text} [${link.row.rule}]`, width, 18)}`;
}
