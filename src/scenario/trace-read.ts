import type { Draft } from './issues.ts';
import { listed } from './nearest.ts';
import { azureCounts, azureDurations } from './trace-azure2019.ts';
import { azureCalls } from './trace-azure2021.ts';
import { type CsvRow, csvRows } from './trace-csv.ts';
import { opendcMinutes } from './trace-opendc.ts';
import { type RowComplaint, type Trace, type TraceFormat, TraceNames } from './trace-types.ts';

const FORMATS: readonly TraceFormat[] = [azureCounts, azureDurations, azureCalls, opendcMinutes];

const KNOWN = [
  'HashOwner,HashApp,HashFunction,Trigger,1,2,...',
  'HashOwner,HashApp,HashFunction,...,percentile_Average_0,...',
  'app,func,end_timestamp,duration',
  'Timestamp [ms],Invocations,Avg Exec time per Invocation,...,name',
];

/** After so many bad rows reading ends: the file is of another kind, or broken as a whole. */
const BAD_ROWS_MAX = 20;

/**
 * Reads a trace of one of the known formats, which its header tells.
 * @param wanted names of functions whose calls are kept; '' is the only one of the file
 * @returns the trace, or null and the issues, with file and line
 */
export function readTrace(
  text: string,
  file: string,
  wanted: ReadonlySet<string>,
): { trace: Trace | null; drafts: Draft[] } {
  const rows = csvRows(text);
  const first = rows.next();
  const head = first.done ? { line: 1, cells: [] } : first.value;
  const names = new TraceNames(wanted);
  const header = head.cells ?? [];
  const reader = FORMATS.map((format) => format(header, names)).find((made) => made !== null);
  if (reader === undefined) {
    const message = header.length === 0 ? 'the trace is empty' : 'not a trace of a known format';
    const expected = `a header like ${listed(KNOWN)}`;
    return { trace: null, drafts: [{ ...placed(file, head.line, { message, expected }) }] };
  }
  const drafts: Draft[] = [];
  for (const row of rows) {
    const complaint = complaintOf(row, header.length) ?? reader.take(row.cells!);
    if (complaint === null) continue;
    drafts.push(placed(file, row.line, complaint));
    if (drafts.length >= BAD_ROWS_MAX) break;
  }
  if (drafts.length > 0) return { trace: null, drafts };
  return { trace: { ...reader.finish(), names }, drafts };
}

function complaintOf({ cells }: CsvRow, columns: number): RowComplaint | null {
  if (cells === null) return { message: 'a quote that is not closed, or a line over 1 MB' };
  if (cells.length === columns) return null;
  const expected = `${columns}, as many as the header has`;
  return { message: 'another number of columns', expected, received: `${cells.length}` };
}

function placed(file: string, line: number, complaint: RowComplaint): Draft {
  return { path: [], file, place: { line, column: 1 }, ...complaint };
}
