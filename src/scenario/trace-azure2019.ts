// Azure Functions 2019: how often each function was called in each minute of a day, and percentiles
// of how long its calls ran.
import {
  countOf,
  notNumber,
  numberOf,
  type RowComplaint,
  type TraceFormat,
  type TraceSeries,
} from './trace-types.ts';

const MINUTE_MS = 60_000;
const IDS = ['HashOwner', 'HashApp', 'HashFunction'];

const hasIds = (header: readonly string[]): boolean => IDS.every((id, i) => header[i] === id);

/** `HashOwner,HashApp,HashFunction,Trigger,1,2,...`: calls in each minute. */
export const azureCounts: TraceFormat = (header, names) => {
  const first = IDS.length + 1;
  const minutes = header.length - first;
  const numbered = header.slice(first).every((column) => /^\d+$/.test(column));
  if (!hasIds(header) || header[first - 1] !== 'Trigger' || minutes < 1 || !numbered) return null;
  const series = new Map<string, TraceSeries>();
  const take = (cells: readonly string[]): RowComplaint | null => {
    const key = names.keyOf(cells[1]!, cells[2]!);
    const counts = key === null ? null : countsOf(series, key, minutes);
    for (let minute = 0; minute < minutes; minute++) {
      const cell = cells[first + minute]!;
      const count = cell === '0' ? 0 : countOf(cell);
      if (count === null) return notNumber(header[first + minute]!, cell, 'a count of calls');
      if (counts !== null) counts[minute]! += count;
    }
    return null;
  };
  return { take, finish: () => ({ lengthMs: minutes * MINUTE_MS, series }) };
};

/** The function's counts so far: several rows of one function add up. */
function countsOf(series: Map<string, TraceSeries>, key: string, minutes: number): number[] {
  const known = series.get(key)?.counts;
  if (known) return known.counts;
  const counts = Array<number>(minutes).fill(0);
  series.set(key, { counts: { stepMs: MINUTE_MS, counts }, calls: null, law: null });
  return counts;
}

const PERCENTILE = /^percentile_Average_(\d+(?:\.\d+)?)$/;

/** `...,Average,Count,Minimum,Maximum,percentile_Average_0,...`: in ms. */
export const azureDurations: TraceFormat = (header, names) => {
  const columns = header
    .flatMap((column, at) => {
      const [, percent] = PERCENTILE.exec(column) ?? [];
      return percent === undefined ? [] : [{ column, at, share: Number(percent) / 100 }];
    })
    .sort((a, b) => a.share - b.share);
  if (!hasIds(header) || columns.length < 2) return null;
  const series = new Map<string, TraceSeries>();
  const take = (cells: readonly string[]): RowComplaint | null => {
    const points: Point[] = [];
    for (const { column, at, share } of columns) {
      const ms = numberOf(cells[at]!);
      if (ms === null) return notNumber(column, cells[at]!, 'a duration in ms');
      if (ms < (points.at(-1)?.ms ?? 0))
        return { message: `\`${column}\` is less than the one before` };
      points.push({ share, ms });
    }
    const key = names.keyOf(cells[1]!, cells[2]!);
    const law = { kind: 'empirical' as const, values: quantiles(points) };
    if (key !== null) series.set(key, { counts: null, calls: null, law });
    return null;
  };
  return { take, finish: () => ({ lengthMs: 0, series }) };
};

interface Point {
  share: number;
  ms: number;
}

/** The values at 0 %, 1 %, ... 100 % of the line through the points, to the microsecond. */
function quantiles(points: readonly Point[]): number[] {
  return Array.from({ length: 101 }, (_, percent) => {
    const share = percent / 100;
    const above = points.findIndex((point) => point.share >= share);
    const to = points[above < 0 ? points.length - 1 : above]!;
    const from = points[Math.max(0, above - 1)]!;
    if (above <= 0) return to.ms;
    const ms = from.ms + ((share - from.share) / (to.share - from.share)) * (to.ms - from.ms);
    return Math.round(ms * 1_000) / 1_000;
  });
}
