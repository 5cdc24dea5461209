import { escapeLine } from '../diagnostics/escape.ts';
import { RULES, type RuleId } from '../evidence/rules.ts';
import type { Row } from '../model/types.ts';
import { folded, type Link } from '../run/causes.ts';
import type { Crossing, Explanation } from '../run/explain.ts';
import { sourceText } from './facts-text.ts';
import { brief, hanging, moment, percent, thousands, unbroken, wrap } from './format.ts';
import { type Palette, PLAIN } from './palette.ts';
import { Story } from './story.ts';
import { rowText } from './story-tell.ts';

export interface ExplanationOptions {
  palette?: Palette;
  /** Lines are broken at this many characters; 100 by default. */
  width?: number;
  /** Of a longer history the beginning and the end are told; 40 lines by default. */
  historyMax?: number;
  /** The scenario's timeline, for the names of its calls. */
  timeline?: readonly { action: string }[];
}

interface Page {
  palette: Palette;
  width: number;
  timeline: readonly { action: string }[];
}

/** Why a subject is as it is: the chain of causes, each with its rule and source, then the past. */
export function explanationText(
  explanation: Explanation,
  options: ExplanationOptions = {},
): string {
  const { palette = PLAIN, width = 100, historyMax = 40, timeline = [] } = options;
  const page = { palette, width, timeline };
  const { subject, kind, atMs, chain } = explanation;
  const state = stateOf(explanation);
  const about = `${subject} (${kind}) at ${moment(atMs)}`;
  const head = escapeLine(state === '' ? about : `${about}: ${state}`);
  if (chain.length === 0) {
    return `${palette.strong(head)}\n  Nothing has happened to it until then.\n`;
  }
  return [
    `${palette.strong(head)}\n`,
    `${palette.strong('Why')}\n`,
    ...whyLines(explanation, page),
    `${palette.strong('What happened to it')}\n`,
    pastOf(explanation, historyMax, page),
    apiLines(explanation, page),
  ].join('');
}

/** AWS's own names, so that they can be compared with what a real account answers. */
function apiLines({ configuration }: Explanation, { palette }: Page): string {
  if (configuration === null) return '';
  const lines = JSON.stringify(configuration, null, 2).split('\n');
  const shown = lines.map((text) => `  ${escapeLine(text)}\n`).join('');
  return `${palette.strong('What GetFunctionConfiguration answers')}\n${shown}`;
}

/** The latest change first; each further line is what brought the one before about. */
function whyLines(explanation: Explanation, page: Page): string[] {
  const { kind, chain, waits, crossing } = explanation;
  const known = new Set<string>();
  const waiting = waits.map((link) =>
    linkLine(link.row, link, { lead: 'waits: ', again: '' }, page),
  );
  const lines = folded(chain).map(({ link, times, sinceMs }, place) => {
    const { row } = link;
    const rule = known.has(row.rule) ? '' : ruleLines(row, page);
    known.add(row.rule);
    // What happened to an ENI in a subnet, group or VPC is not what happened to that itself.
    const isOwn = place === 0 && (row.note !== 'eni.phase' || !PLACES.has(kind));
    const again = times === 1 ? '' : ` (${times} times since ${moment(sinceMs)})`;
    return linkLine(row, link, { lead: isOwn ? '' : 'because ', again }, page) + rule;
  });
  if (crossing !== null) lines.push(crossingLine(crossing, page));
  return [...waiting, ...lines];
}

const PLACES: ReadonlySet<Explanation['kind']> = new Set(['subnet', 'security group', 'VPC']);

function linkLine(
  row: Row,
  { atMs }: Link,
  { lead, again }: { lead: string; again: string },
  page: Page,
): string {
  const action = page.timeline[row.action ?? -1]?.action ?? 'the call';
  const { subject, text } = rowText(row, { atMs }, action);
  const line = unbroken(`${lead}${moment(atMs)}  ${subject} ${text}${again} [${row.rule}]`);
  return `  ${hanging(line, page.width, 4).replaceAll('\u00a0', ' ')}\n`;
}

function crossingLine(crossing: Crossing, { width }: Page): string {
  const { atMs, eni } = crossing;
  const told =
    crossing.kind === 'crowded'
      ? `the connections of ${eni} passed ${percent(crossing.share, 1)} of the ` +
        `${thousands(crossing.connectionsMax)} it can have`
      : `${eni} had 0 connections for ${brief(crossing.silentMs)}`;
  return `  ${hanging(`because ${moment(atMs)}  ${told}`, width, 4)}\n`;
}

/** What the rule says and rests on, told where the chain first meets it. */
function ruleLines(row: Row, { palette, width }: Page): string {
  const rule = RULES[row.rule as RuleId];
  const says = wrap(`${row.rule} (${rule.confidence}): ${rule.says}`, width - 6);
  const sources = (rule.sources ?? []).map((id) => hanging(`- ${sourceText(id)}`, width, 8));
  return [...says, ...sources].map((note) => `      ${palette.faint(note)}\n`).join('');
}

/** The state or phase that the subject was last said to be in; empty when none was. */
function stateOf({ subject, kind, history }: Explanation): string {
  if (kind !== 'function' && kind !== 'ENI') return '';
  const own = history.filter(({ row }) => row.subject === subject);
  const last = own.findLast(({ row }) => STATES.has(row.note));
  if (last === undefined) return '';
  const { note, to, code } = last.row;
  if (note === 'version.deleted' || note === 'function.deleted') return 'deleted';
  const update = own.findLast(({ row }) => row.note === 'version.update')?.row;
  const also = update === undefined || update.to === 'Successful' ? '' : `, update ${update.to}`;
  return `${code === undefined ? to! : `${to} (${code})`}${also}`;
}

const STATES: ReadonlySet<string> = new Set([
  'version.created',
  'version.state',
  'version.deleted',
  'function.deleted',
  'eni.phase',
]);

/** The history as a story of its own: repeats are one line. */
function pastOf({ history }: Explanation, linesMax: number, page: Page): string {
  const story = new Story(linesMax);
  const steps = new Map<number, Link[]>();
  for (const link of history) steps.set(link.step, [...(steps.get(link.step) ?? []), link]);
  const actions = [];
  for (const links of steps.values()) {
    const rows = links.map(({ row }) => row);
    story.add({ atMs: links[0]!.atMs, rows, draws: [] });
    const answer = rows.find(({ note }) => note === 'call.accepted' || note === 'call.refused');
    if (answer === undefined) continue;
    const action = page.timeline[answer.action ?? -1]?.action ?? 'the call';
    actions.push({ action, ok: true, expected: null, asExpected: true });
  }
  return story.print({ actions }, { ...page, rest: '' });
}
