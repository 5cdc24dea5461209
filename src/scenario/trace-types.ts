import type { Distribution } from '../engine/distribution.ts';

/** What a trace says of one function; each part null where its format does not tell it. */
export interface TraceSeries {
  counts: { stepMs: number; counts: number[] } | null;
  calls: { atMs: number[]; durationsMs: number[] } | null;
  /** How long its calls run, in ms. */
  law: Distribution | null;
}

/** What a trace file holds of the functions that are asked for. */
export interface Trace {
  /** How long it goes: a repetition begins after so long. */
  lengthMs: number;
  series: Map<string, TraceSeries>;
  names: TraceNames;
}

/** What is wrong with a row. */
export interface RowComplaint {
  message: string;
  expected?: string;
  received?: string;
}

/** Reads the rows of one format. */
export interface TraceReader {
  /** @returns what is wrong with the row, or null */
  take(cells: readonly string[]): RowComplaint | null;
  finish(): Omit<Trace, 'names'>;
}

/** @returns null when this is not the header of the format */
export type TraceFormat = (header: readonly string[], names: TraceNames) => TraceReader | null;

/**
 * The functions of a trace, and which of them are kept. A function's own name is unique only in its
 * application, so `app/function` names it as well.
 */
export class TraceNames {
  private readonly wanted: ReadonlySet<string>;
  private readonly keysByName = new Map<string, Set<string>>();
  private readonly keys = new Set<string>();

  /** @param wanted names asked for; '' is the only function of the file */
  constructor(wanted: ReadonlySet<string>) {
    this.wanted = wanted;
  }

  /** @returns the key of a function that is asked for, else null */
  keyOf(app: string, name: string): string | null {
    const key = app === '' ? name : `${app}/${name}`;
    if (!this.keys.has(key)) {
      this.keys.add(key);
      const known = this.keysByName.get(name);
      if (known === undefined) this.keysByName.set(name, new Set([key]));
      else known.add(key);
    }
    const isFirst = this.keys.size === 1 && this.wanted.has('');
    return isFirst || this.wanted.has(name) || this.wanted.has(key) ? key : null;
  }

  /** The keys that a name as it was written may mean; '' may mean any. */
  meant(name: string): string[] {
    if (name === '') return [...this.keys];
    if (this.keys.has(name)) return [name];
    return [...(this.keysByName.get(name) ?? [])];
  }

  /** All functions' own names. */
  known(): IterableIterator<string> {
    return this.keysByName.keys();
  }
}

/** A number that is 0 or more; null when the cell holds none. */
export function numberOf(cell: string): number | null {
  const value = cell === '' ? Number.NaN : Number(cell);
  return value >= 0 && value < Number.POSITIVE_INFINITY ? value : null;
}

/** A whole number that is 0 or more; null when the cell holds none. */
export function countOf(cell: string): number | null {
  const value = numberOf(cell);
  return value !== null && Number.isSafeInteger(value) ? value : null;
}

/** The complaint about a cell that holds no such number. */
export function notNumber(column: string, cell: string, expected: string): RowComplaint {
  const message = cell.startsWith('-') ? 'cannot be negative' : 'is not a number';
  return {
    message: `\`${column}\` ${message}`,
    expected,
    received: JSON.stringify(cell.slice(0, 40)),
  };
}

const VALUES_MAX = 1_000;

/** The law of values that were seen, with how often: all of few, 101 quantiles of many. */
export function lawOfSeen(seen: Iterable<readonly [value: number, times: number]>): Distribution {
  const sorted = [...seen].filter(([, times]) => times > 0).sort(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, times]) => sum + times, 0);
  const values: number[] = [];
  if (total <= VALUES_MAX) {
    for (const [value, times] of sorted) for (let i = 0; i < times; i++) values.push(value);
    return { kind: 'empirical', values };
  }
  let upTo = 0;
  for (const [value, times] of sorted) {
    upTo += times;
    // The nearest rank of each of 0 % to 100 %.
    while (values.length <= 100 && (values.length / 100) * (total - 1) < upTo) values.push(value);
  }
  return { kind: 'empirical', values };
}
