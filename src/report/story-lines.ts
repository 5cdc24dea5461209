import type { Row } from '../model/types.ts';
import type { ActionResult } from '../run/result.ts';
import { counted, enumerated, hanging, moment, thousands, unbroken } from './format.ts';
import { type Palette, type Tone, toned } from './palette.ts';
import { unmarked } from './story-rows.ts';

/** A line of the story, with all that was folded into it. */
export interface Kept {
  atMs: number;
  lastMs: number;
  subjects: string[];
  text: string;
  tone: Tone;
  rules: Row['rule'][];
  run: string | null;
  count: number;
  /** Which answers to the timeline it tells of, counted from the first of the run. */
  answers: number[];
  key: string;
}

/** A call of the timeline, and whether its answer was the one its author expects. */
export type Answer = Pick<ActionResult, 'action' | 'ok' | 'expected' | 'asExpected'>;

export interface Print {
  palette: Palette;
  width: number;
  /** The timeline's line with the n-th answer. */
  actionOf: (place: number) => Answer | undefined;
}

/** Lines that are left out, where, and how to see them. */
export interface Gap {
  place: number;
  lines: number;
  rest: string;
}

const SUBJECT_WIDTH_MAX = 26;
/** Names of one line that are spelt out, and how many characters they may take. */
const NAMED_MAX = 4;
const NAMES_WIDTH_MAX = 44;
const TIME_WIDTH_MIN = 6;

export function printed(lines: readonly Kept[], gap: Gap, print: Print): string {
  const times = lines.map(({ atMs }) => moment(atMs));
  const names = lines.map(({ subjects }) => namesOf(subjects));
  const timeWidth = Math.max(TIME_WIDTH_MIN, ...times.map(({ length }) => length));
  // Longer names push their text to the right and leave the column as it is.
  const fitting = names.map(({ length }) => length).filter((one) => one <= SUBJECT_WIDTH_MAX);
  const nameWidth = Math.max(0, ...fitting);
  const rows = lines.map((kept, place) => {
    const { faint, strong } = print.palette;
    const time = faint(times[place]!.padStart(timeWidth));
    const name = strong(names[place]!.padEnd(nameWidth));
    const used = timeWidth + 2 + Math.max(nameWidth, names[place]!.length) + 2;
    return `${time}  ${name}  ${body(kept, used, timeWidth + nameWidth + 4, print)}`;
  });
  if (gap.lines > 0) rows.splice(gap.place, 0, more(gap, timeWidth, print));
  return rows.map((row) => `${row}\n`).join('');
}

function more({ lines, rest }: Gap, indent: number, { palette }: Print): string {
  const text = `… ${counted(lines, 'more line')}${rest}`;
  return palette.faint(`${' '.repeat(indent)}  ${text}`);
}

function namesOf(subjects: readonly string[]): string {
  const names = [...new Set(subjects)];
  const all = enumerated(names.slice(0, NAMED_MAX));
  const fit = names.length <= NAMED_MAX && all.length <= NAMES_WIDTH_MAX;
  return names.length === 1 || fit ? all : `${names[0]} and ${thousands(names.length - 1)} more`;
}

/** The text and, faint, its rules; broken so that a long text stays beside the names. */
function body(kept: Kept, used: number, indent: number, print: Print): string {
  const { palette, width } = print;
  const rules = `[${kept.rules.join(', ')}]`;
  const unexpected = surprise(kept, print);
  const tone = unexpected === '' && kept.answers.length > 0 && isBad(kept) ? 'warn' : kept.tone;
  // What cannot be broken is joined by a mark that is no blank until the lines are broken.
  const action = print.actionOf(kept.answers[0] ?? -1)?.action ?? 'the call';
  const said = unbroken(`${filled(kept, action)}${unexpected}`);
  const text = `${said} ${rules.replaceAll(' ', '\u00a0')}`;
  const first = ' '.repeat(Math.max(0, used - indent)).replaceAll(' ', '\u00a0');
  const broken = hanging(first + text, width, indent).slice(first.length);
  const end = broken.lastIndexOf('[');
  const before = broken.slice(0, end).replaceAll('\u00a0', ' ');
  return toned(before, tone, palette) + palette.faint(broken.slice(end).replaceAll('\u00a0', ' '));
}

function isBad({ tone }: Kept): boolean {
  return tone === 'bad';
}

function surprise({ answers }: Kept, { actionOf }: Print): string {
  const actions = answers.map(actionOf).filter((action) => action !== undefined);
  const unexpected = actions.find(({ asExpected }) => !asExpected);
  if (unexpected !== undefined) {
    if (unexpected.expected === null) return ' (unexpected)';
    const wanted = unexpected.expected === 'ok' ? 'success' : unexpected.expected;
    return ` (${wanted}\u00a0was\u00a0expected)`;
  }
  return actions.some(({ ok }) => !ok) ? ' (as\u00a0expected)' : '';
}

export function filled(
  { text, subjects, count, atMs, lastMs }: Omit<Kept, 'tone' | 'rules' | 'run' | 'answers' | 'key'>,
  action: string,
): string {
  const many = new Set(subjects).size > 1;
  const until = count > 1 && lastMs > atMs ? ` until ${moment(lastMs)}` : '';
  const told = text
    .replace(/<([^|<>]*)\|([^|<>]*)>/g, count === 1 ? '$1' : '$2')
    .replaceAll('%until', until)
    .replaceAll('%action', action)
    .replaceAll('%n', thousands(count))
    .replace(/\{([^|{}]*)\|([^|{}]*)\}/g, (_, one: string, several: string) =>
      many ? several : one,
    );
  return unmarked(told);
}
