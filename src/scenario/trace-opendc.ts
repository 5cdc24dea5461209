// OpenDC: a row for each minute of a function, stamped with the minute's end.
import {
  countOf,
  lawOfSeen,
  notNumber,
  numberOf,
  type RowComplaint,
  type TraceFormat,
  type TraceSeries,
} from './trace-types.ts';

const MINUTE_MS = 60_000;
const MINUTES_MAX = 10_000_000;
const COLUMNS = ['Timestamp [ms]', 'Invocations', 'Avg Exec time per Invocation', 'name'] as const;

interface Minutes {
  counts: number[];
  /** How many calls ran so long on average in their minute. */
  seen: Map<number, number>;
}

export const opendcMinutes: TraceFormat = (header, names) => {
  const [time, calls, average, name] = COLUMNS.map((column) => header.indexOf(column));
  if ([time, calls, average, name].some((at) => at! < 0)) return null;
  const minutesOf = new Map<string, Minutes>();
  let length = 0;
  const take = (cells: readonly string[]): RowComplaint | null => {
    const [stamp, count] = [countOf(cells[time!]!), countOf(cells[calls!]!)];
    const ms = numberOf(cells[average!]!);
    const isMinute = stamp !== null && stamp > 0 && stamp % MINUTE_MS === 0;
    if (!isMinute || stamp / MINUTE_MS > MINUTES_MAX) return oddStamp(cells[time!]!);
    if (count === null) return notNumber(COLUMNS[1], cells[calls!]!, 'a count of calls');
    if (ms === null) return notNumber(COLUMNS[2], cells[average!]!, 'a duration in ms');
    const minute = stamp / MINUTE_MS - 1;
    length = Math.max(length, minute + 1);
    const key = names.keyOf('', cells[name!]!);
    if (key === null) return null;
    const minutes = minutesOf.get(key) ?? { counts: [], seen: new Map<number, number>() };
    minutesOf.set(key, minutes);
    while (minutes.counts.length <= minute) minutes.counts.push(0);
    minutes.counts[minute]! += count;
    if (count > 0) minutes.seen.set(ms, (minutes.seen.get(ms) ?? 0) + count);
    return null;
  };
  const finish = () => ({
    lengthMs: length * MINUTE_MS,
    series: new Map([...minutesOf].map(([key, minutes]) => [key, seriesOf(minutes)])),
  });
  return { take, finish };
};

function oddStamp(cell: string): RowComplaint {
  const expected = 'the end of a minute: 60000, 120000, ...';
  const received = JSON.stringify(cell.slice(0, 40));
  return { message: `\`${COLUMNS[0]}\` is not the end of a minute`, expected, received };
}

function seriesOf({ counts, seen }: Minutes): TraceSeries {
  const law = seen.size === 0 ? null : lawOfSeen(seen);
  return { counts: { stepMs: MINUTE_MS, counts }, calls: null, law };
}
