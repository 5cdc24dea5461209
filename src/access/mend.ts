import { createScanner } from 'jsonc-parser';
import { POLICY_LIMITS } from './policy.ts';

/** A slip of the pen in JSON: where, what, and how to mend it. */
export interface Slip {
  offset: number;
  message: string;
  mend: string;
}

/** A text read token by token as JSON, whatever is wrong with it. */
export interface Mending {
  slips: Slip[];
  /** The text with the slips mended; null where that would be a guess. */
  mended: string | null;
  /** Keys of the outermost object. */
  keys: string[];
}

/** An object or list that is open: what may come next in it. */
interface Frame {
  open: '{' | '[';
  offset: number;
  next: 'key' | 'colon' | 'value' | 'end or comma';
  keys: Set<string>;
}

interface Work {
  text: string;
  slips: Slip[];
  out: string[];
  stack: Frame[];
  keys: string[];
  /** A comma is written only when something follows it. */
  commaAt: number | null;
  /** The outermost value is complete. */
  isOver: boolean;
  isHopeless: boolean;
}

const CLOSER = { '{': '}', '[': ']' } as const;

/**
 * IAM-7: reads JSON that may have commas too many or too few, brackets that are not closed or
 * close nothing, or comments; what is meant in spite of them is in `mended`.
 */
export function mendJson(text: string): Mending {
  const base = { slips: [], out: [], stack: [], keys: [] };
  const work: Work = { text, ...base, commaAt: null, isOver: false, isHopeless: false };
  const scanner = createScanner(text, false);
  while (scanner.getPosition() < text.length) {
    scanner.scan();
    const offset = scanner.getTokenOffset();
    take(work, offset, text.slice(offset, scanner.getPosition()));
    if (work.stack.length > POLICY_LIMITS.nestingMax) {
      const message = `The nesting passes the limit nestingMax (${POLICY_LIMITS.nestingMax})`;
      return { slips: [{ offset, message, mend: MANY }], mended: null, keys: [] };
    }
    if (work.slips.length >= POLICY_LIMITS.problemsMax) return tooMany(work, offset);
  }
  const last = text.trimEnd().length;
  if (work.commaAt !== null)
    slip(work, work.commaAt, 'A comma with nothing behind it', 'Remove it');
  while (work.stack.length > 0) closeUnclosed(work, last);
  if (!work.isOver) hopeless(work, 0, 'There is no JSON in the text', WHOLE);
  if (work.slips.length > POLICY_LIMITS.problemsMax) return tooMany(work, last);
  const mended = work.isHopeless ? null : work.out.join('');
  return { slips: work.slips, mended, keys: work.keys };
}

/** A hostile document must not buy unlimited advice. */
function tooMany({ slips }: Work, offset: number): Mending {
  const { problemsMax } = POLICY_LIMITS;
  const message = `The reading ended at the limit problemsMax (${problemsMax})`;
  const end = { offset, message, mend: 'Mend these, then read it again' };
  return { slips: [...slips.slice(0, problemsMax), end], mended: null, keys: [] };
}

const MANY =
  'A policy has six levels: { Statement: [ { Condition: { operator: { key: [ ... ] } } } ] }';
const WHOLE = 'Write { "Version": "2012-10-17", "Statement": [ ... ] }';

function take(work: Work, offset: number, token: string): void {
  switch (token[0]) {
    case '{':
    case '[':
      beforeValue(work, offset);
      work.out.push(token);
      open(work, token as Frame['open'], offset);
      return;
    case '}':
      close(work, '{', offset);
      return;
    case ']':
      close(work, '[', offset);
      return;
    case ',':
      takeComma(work, offset);
      return;
    case ':':
      takeColon(work, offset);
      return;
    default:
      if (/^[ \t\r\n]+$/.test(token)) work.out.push(token);
      else if (/^\s+$/.test(token)) oddBlank(work, offset);
      else if (/^\/[/*]/.test(token)) slip(work, offset, 'JSON has no comments', 'Remove it');
      else takeScalar(work, offset, token);
  }
}

function takeScalar(work: Work, offset: number, token: string): void {
  const value = scalarOf(token);
  if (value === undefined) {
    const shown = JSON.stringify(token.length > 40 ? `${token.slice(0, 40)}…` : token);
    const isText = token.startsWith('"');
    const message = isText ? `The text ${shown} has no end, or an odd character in it` : null;
    hopeless(work, offset, message ?? `${shown} is not JSON`, 'Put texts in double quotes');
  }
  const frame = work.stack.at(-1);
  const isKey = frame?.open === '{' && (frame.next === 'key' || frame.next === 'end or comma');
  if (!isKey) {
    beforeValue(work, offset);
    work.out.push(token);
    return;
  }
  comma(work, frame, offset);
  const key = value === undefined ? token.replaceAll(/['"]/g, '') : String(value);
  if (value !== undefined && typeof value !== 'string') {
    hopeless(work, offset, `${token} stands where a key belongs`, 'Write "key": value');
  }
  if (frame.keys.has(key))
    hopeless(work, offset, `"${key}" is written twice`, 'Keep one of the two');
  frame.keys.add(key);
  if (work.stack.length === 1) work.keys.push(key);
  frame.next = 'colon';
  work.out.push(token);
}

function oddBlank(work: Work, offset: number): void {
  slip(work, offset, 'An odd blank, which JSON does not take for one', 'Write an ordinary blank');
  work.out.push(' ');
}

/** The text, number, boolean or null that a token is; undefined: none of them. */
function scalarOf(token: string): unknown {
  try {
    return JSON.parse(token);
  } catch {
    return undefined;
  }
}

/** Whatever stands before a value: a comma, a colon, or nothing at all. */
function beforeValue(work: Work, offset: number): void {
  const frame = work.stack.at(-1);
  if (frame === undefined) {
    if (work.isOver) hopeless(work, offset, 'Something follows the end of the JSON', 'Remove it');
    work.isOver = true;
    return;
  }
  comma(work, frame, offset);
  if (frame.next === 'colon') {
    slip(work, offset, 'A colon is missing before this value', 'Add it');
    work.out.push(': ');
  } else if (frame.next === 'key') {
    hopeless(work, offset, 'A value without a key', 'Write "key": value');
  }
  frame.next = 'end or comma';
}

/** Writes the comma that is due before the next member, be it there or not. */
function comma(work: Work, frame: Frame, offset: number): void {
  if (frame.next === 'end or comma') {
    slip(work, offset, 'A comma is missing before this', 'Add it');
    work.out.push(',');
    frame.next = frame.open === '{' ? 'key' : 'value';
  } else if (work.commaAt !== null) work.out.push(',');
  work.commaAt = null;
}

function takeComma(work: Work, offset: number): void {
  const frame = work.stack.at(-1);
  if (frame?.next !== 'end or comma') {
    slip(work, offset, 'A comma too many', 'Remove it');
    return;
  }
  work.commaAt = offset;
  frame.next = frame.open === '{' ? 'key' : 'value';
}

function takeColon(work: Work, offset: number): void {
  const frame = work.stack.at(-1);
  if (frame?.next !== 'colon') {
    hopeless(work, offset, 'A colon that follows no key', 'Remove it');
    return;
  }
  frame.next = 'value';
  work.out.push(':');
}

function open(work: Work, bracket: Frame['open'], offset: number): void {
  const next = bracket === '{' ? 'key' : 'value';
  work.stack.push({ open: bracket, offset, next, keys: new Set() });
}

function close(work: Work, bracket: Frame['open'], offset: number): void {
  if (!work.stack.some((frame) => frame.open === bracket)) {
    slip(work, offset, `\`${CLOSER[bracket]}\` closes nothing`, 'Remove it');
    return;
  }
  while (work.stack.at(-1)!.open !== bracket) closeUnclosed(work, offset);
  finish(work, offset);
}

/** The innermost bracket is not closed where it should have been. */
function closeUnclosed(work: Work, offset: number): void {
  const { open: bracket, offset: openedAt } = work.stack.at(-1)!;
  const line = work.text.slice(0, openedAt).split('\n').length;
  const message = `The \`${bracket}\` of line ${line} is not closed`;
  slip(work, offset, message, `Add \`${CLOSER[bracket]}\` before this`);
  finish(work, offset);
}

function finish(work: Work, offset: number): void {
  const frame = work.stack.pop()!;
  if (work.commaAt !== null) {
    slip(work, work.commaAt, 'A comma with nothing behind it', 'Remove it');
    work.commaAt = null;
  }
  const lacksValue = frame.open === '{' && (frame.next === 'colon' || frame.next === 'value');
  if (lacksValue) hopeless(work, offset, 'A key without a value', 'Add its value, or remove it');
  work.out.push(CLOSER[frame.open]);
}

function slip(work: Work, offset: number, message: string, mend: string): void {
  work.slips.push({ offset, message, mend });
}

function hopeless(work: Work, offset: number, message: string, mend: string): void {
  work.isHopeless = true;
  slip(work, offset, message, mend);
}
