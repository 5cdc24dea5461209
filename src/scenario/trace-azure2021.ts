// Azure Functions 2021: a row for each call, with its end and how long it ran, in seconds.
import {
  lawOfSeen,
  notNumber,
  numberOf,
  type RowComplaint,
  type TraceFormat,
  type TraceSeries,
} from './trace-types.ts';

const MINUTE_MS = 60_000;
const COLUMNS = ['app', 'func', 'end_timestamp', 'duration'] as const;

interface Call {
  atMs: number;
  durationMs: number;
}

/** `app,func,end_timestamp,duration`: calls that began before the trace did begin with it. */
export const azureCalls: TraceFormat = (header, names) => {
  const [app, func, end, duration] = COLUMNS.map((column) => header.indexOf(column));
  if ([app, func, end, duration].some((at) => at! < 0)) return null;
  const callsOf = new Map<string, Call[]>();
  let lastMs = 0;
  const take = (cells: readonly string[]): RowComplaint | null => {
    const [endCell, durationCell] = [cells[end!]!, cells[duration!]!];
    const [endS, durationS] = [numberOf(endCell), numberOf(durationCell)];
    if (endS === null) return notNumber('end_timestamp', endCell, 'seconds since the start');
    if (durationS === null) return notNumber('duration', durationCell, 'seconds');
    lastMs = Math.max(lastMs, endS * 1_000);
    const key = names.keyOf(cells[app!]!, cells[func!]!);
    if (key === null) return null;
    const calls = callsOf.get(key) ?? [];
    callsOf.set(key, calls);
    // Ends are rounded, so the difference may fall a little below 0.
    const atMs = Math.max(0, Math.round((endS - durationS) * 1_000));
    calls.push({ atMs, durationMs: Math.round(durationS * 1_000) });
    return null;
  };
  const finish = () => ({
    lengthMs: Math.ceil(lastMs / MINUTE_MS) * MINUTE_MS,
    series: new Map([...callsOf].map(([key, calls]) => [key, seriesOf(calls)])),
  });
  return { take, finish };
};

/** Rows come in the order of their ends. */
function seriesOf(calls: readonly Call[]): TraceSeries {
  const inOrder = calls.toSorted((a, b) => a.atMs - b.atMs);
  const durationsMs = inOrder.map(({ durationMs }) => durationMs);
  return {
    counts: null,
    calls: { atMs: inOrder.map(({ atMs }) => atMs), durationsMs },
    law: lawOfSeen(durationsMs.map((ms) => [ms, 1])),
  };
}
