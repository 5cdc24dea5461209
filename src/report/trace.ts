import { escapeCsv } from '../diagnostics/escape.ts';
import type { Row } from '../model/types.ts';
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

/** Every field that a line can have, in the order of the CSV columns. */
const COLUMN_OF = {
  step: true,
  atMs: true,
  event: true,
  cause: true,
  note: true,
  rule: true,
  subject: true,
  with: true,
  from: true,
  to: true,
  code: true,
  refusal: true,
  args: true,
  because: true,
  action: true,
  count: true,
  still: true,
  address: true,
  creator: true,
  untilMs: true,
  queued: true,
} as const satisfies Record<'step' | 'atMs' | 'event' | 'cause' | keyof Row, true>;

const COLUMNS = Object.keys(COLUMN_OF);
const LINE_END = '\r\n';

/** The first line of a CSV trace. */
export function csvHeader(): string {
  return COLUMNS.join(',') + LINE_END;
}

/** A step as CSV (RFC 4180): one record a row, in the order of `csvHeader`. */
export function csvOf(frame: ModelFrame): string {
  return traceRowsOf(frame)
    .map((row) => COLUMNS.map((column) => cellOf(row[column])).join(',') + LINE_END)
    .join('');
}

function cellOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return escapeCsv(value);
  return escapeCsv(typeof value === 'object' ? JSON.stringify(value) : String(value));
}
