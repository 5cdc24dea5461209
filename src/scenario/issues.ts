import { escapeLine } from '../diagnostics/escape.ts';
import { LIMITS } from './limits.ts';
import type { Issue } from './types.ts';

export type Path = readonly (string | number)[];

export interface Place {
  /** From 1; 0 when unknown. */
  line: number;
  column: number;
}

/** Where the parts of a document stand in its file. */
export interface Places {
  file: string;
  find(path: Path, part: 'key' | 'value'): Place;
}

/** An issue before its place is known; the costly part of mending is computed only when shown. */
export interface Draft {
  path: Path;
  message: string;
  /** Points at the key instead of the value. */
  part?: 'key';
  severity?: 'warning';
  expected?: string | undefined;
  received?: string | undefined;
  mend?: string | (() => string | null) | undefined;
  /** For what has no path, such as broken syntax. */
  place?: Place;
  /** Where that place is, if not in the scenario itself. */
  file?: string;
}

/** A scenario that was not read from a file has no lines. */
export function noPlaces(file: string): Places {
  return { file, find: () => ({ line: 0, column: 0 }) };
}

/** A value as a reader would name it, short. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'an empty value';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'string') {
    const short = value.length > 40 ? `${value.slice(0, 40)}…` : value;
    return JSON.stringify(short);
  }
  return typeof value === 'function' ? 'a function' : String(value);
}

/** Places the drafts, orders them as in the file, and cuts a flood short. */
export function settle(drafts: readonly Draft[], places: Places): Issue[] {
  const placed = drafts.map((draft) => ({
    draft,
    place: draft.place ?? places.find(draft.path, draft.part ?? 'value'),
  }));
  const abroad = ({ draft }: { draft: Draft }) => (draft.file === undefined ? 0 : 1);
  placed.sort((a, b) => {
    return abroad(a) - abroad(b) || a.place.line - b.place.line || a.place.column - b.place.column;
  });
  const issues = placed
    .slice(0, LIMITS.issues)
    .map(({ draft, place }) => settled(draft, place, places.file));
  const rest = placed.slice(LIMITS.issues);
  const first = rest.find(({ draft }) => draft.severity === undefined) ?? rest[0];
  if (first !== undefined) {
    const severity = first.draft.severity ?? 'error';
    const more = { path: [], message: `${rest.length} more issues are not shown` };
    issues.push({ ...settled(more, first.place, places.file), severity });
  }
  return issues;
}

function settled(draft: Draft, place: Place, file: string): Issue {
  const mend = typeof draft.mend === 'function' ? draft.mend() : (draft.mend ?? null);
  return {
    severity: draft.severity ?? 'error',
    file: draft.file ?? file,
    line: place.line,
    column: place.column,
    path: draft.path.join('.'),
    message: draft.message,
    expected: draft.expected ?? null,
    received: draft.received ?? null,
    mend,
  };
}

/**
 * One line for people: `file:12:5 functions.checkout.vpc: message (expected ..., got ...). mend`.
 * The place is left out when it is unknown, the path when the issue is about the whole document.
 */
export function formatIssue(issue: Issue): string {
  const place = issue.line > 0 ? `${issue.file}:${issue.line}:${issue.column}` : issue.file;
  const where = issue.path === '' ? `${place}:` : `${place} ${issue.path}:`;
  const level = issue.severity === 'warning' ? ' warning:' : '';
  const facts: string[] = [];
  if (issue.expected !== null) facts.push(`expected ${issue.expected}`);
  if (issue.received !== null) facts.push(`got ${issue.received}`);
  const aside = facts.length > 0 ? ` (${facts.join(', ')})` : '';
  const mend = issue.mend === null ? '' : ` ${issue.mend}`;
  return escapeLine(`${where}${level} ${issue.message}${aside}.${mend}`);
}
