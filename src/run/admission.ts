import type { Row } from '../model/types.ts';

/** What ran of the calls of a row, and what was throttled (LOAD-2). */
export function parted(row: Row, refused: number): Row[] {
  const left = { ...row, count: row.count! - refused };
  // ASYNC-1: throttled asynchronous calls go back into the queue, which tells of them.
  if (refused === 0 || row.queued !== undefined) return left.count > 0 ? [left] : [];
  const refusal = { ...row, rule: 'LOAD-2', count: refused, refusal: 'throttled429' } as const;
  return [...(left.count > 0 ? [left] : []), refusal];
}

/** A call of the timeline of which none ran was refused. */
export function asThrottled(row: Row): Row {
  if (row.note !== 'call.accepted') return row;
  return { ...row, rule: 'LOAD-2', note: 'call.refused', refusal: 'throttled429' };
}
