import type { ModelFrame } from '../run/frame.ts';

/** Ways to write a trace, by the ending of a file's name. */
export type TraceFormat = 'ndjson' | 'csv' | 'chrome';

/** @returns null when the ending is none of `.ndjson`, `.csv`, `.json` */
export function traceFormatOf(file: string): TraceFormat | null {
  if (/\.(ndjson|jsonl)$/i.test(file)) return 'ndjson';
  if (/\.csv$/i.test(file)) return 'csv';
  return /\.json$/i.test(file) ? 'chrome' : null;
}

/** One line of a trace: a row with the step it belongs to, or a step without rows. */
export type TraceRow = {
  step: number;
  atMs: number;
  event: string;
  /** The step that scheduled this one; -1: it came from outside. */
  cause: number;
  note: string;
} & Record<string, unknown>;

/** The rows of a step, in their order; a step without any says at least that it happened. */
export function traceRowsOf(frame: ModelFrame): TraceRow[] {
  const { step, atMs, event, cause, rows } = frame;
  const base = { step, atMs, event: event.kind, cause };
  if (rows.length === 0) return [{ ...base, note: 'step' }];
  return rows.map((row) => ({ ...base, ...row }));
}

/** A step as NDJSON: one JSON object a row, each with a newline. */
export function ndjsonOf(frame: ModelFrame): string {
  return traceRowsOf(frame)
    .map((row) => `${JSON.stringify(row)}\n`)
    .join('');
}

const COLUMNS = [
  'step',
  'atMs',
  'event',
  'cause',
  'note',
  'rule',
  'subject',
  'with',
  'from',
  'to',
  'code',
  'refusal',
  'args',
  'action',
  'count',
  'address',
  'creator',
  'untilMs',
] as const;

const LINE_END = '\r\n';

/** The first line of a CSV trace; what a row has beside these columns stands in `args`. */
export function csvHeader(): string {
  return COLUMNS.join(',') + LINE_END;
}

/** A step as CSV (RFC 4180): one record a row, in the order of `csvHeader`. */
export function csvOf(frame: ModelFrame): string {
  return traceRowsOf(frame)
    .map((row) => COLUMNS.map((column) => csvCell(row[column])).join(',') + LINE_END)
    .join('');
}

function csvCell(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
