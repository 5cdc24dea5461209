import { parquetWriteBuffer } from 'hyparquet-writer';
import { escapeCsv } from '../diagnostics/escape.ts';
import type { Estimate } from '../engine/statistics.ts';
import type { Sweep } from '../experiments/sweep.ts';
import type { MetricSummary } from '../experiments/types.ts';

/** A table as columns: one row for each metric of each cell. Times are in ms, unknown is null. */
interface Columns {
  texts: Record<string, string[]>;
  counts: Record<string, number[]>;
  numbers: Record<string, (number | null)[]>;
}

/** The table of a sweep as CSV (RFC 4180), with a header. */
export function sweepCsv(sweep: Sweep): string {
  const { texts, counts, numbers } = columnsOf(sweep);
  const columns = Object.entries<readonly (string | number | null)[]>({
    ...texts,
    ...counts,
    ...numbers,
  });
  const header = columns.map(([name]) => escapeCsv(name)).join(',');
  const length = columns[0]![1].length;
  const lines = Array.from({ length }, (_, row) =>
    columns.map(([, values]) => escapeCsv(values[row]!)).join(','),
  );
  return `${[header, ...lines].join('\r\n')}\r\n`;
}

/** The same table as Parquet. */
export function sweepParquet(sweep: Sweep): Uint8Array {
  const { texts, counts, numbers } = columnsOf(sweep);
  const columnData = [
    ...Object.entries(texts).map(([name, data]) => ({ name, data, type: 'STRING' as const })),
    ...Object.entries(counts).map(([name, data]) => ({ name, data, type: 'INT32' as const })),
    ...Object.entries(numbers).map(([name, data]) => {
      return { name, data, type: 'DOUBLE' as const, nullable: true };
    }),
  ];
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}

function columnsOf({ paths, rows }: Sweep): Columns {
  const lines = rows.flatMap(({ values, summary }) =>
    summary.metrics.map((metric) => ({ values, summary, metric })),
  );
  const numbers = lines.map(({ metric }) => numbersOf(metric));
  const names = Object.keys(numbers[0] ?? {});
  return {
    texts: {
      ...Object.fromEntries(paths.map((path) => [path, lines.map((line) => line.values[path]!)])),
      seed: lines.map(({ summary }) => summary.seed),
      metric: lines.map(({ metric }) => metric.name),
      unit: lines.map(({ metric }) => metric.unit),
    },
    counts: { runs: lines.map(({ summary }) => summary.runs) },
    numbers: Object.fromEntries(names.map((name) => [name, numbers.map((one) => one[name]!)])),
  };
}

function numbersOf({ happened, mean, min, max, quantiles }: MetricSummary) {
  return {
    ...ends('happened', happened),
    ...ends('mean', mean),
    min,
    max,
    ...Object.assign({}, ...quantiles.map((one) => ends(`p${Math.round(100 * one.share)}`, one))),
  } as Record<string, number | null>;
}

function ends(name: string, { value, low, high }: Estimate): Record<string, number | null> {
  return { [name]: value, [`${name}_low`]: low, [`${name}_high`]: high };
}
