/**
 * A wide collection in chunks of 64: under immer a write copies one chunk and the list of chunks
 * instead of the whole collection (at 1,000 entities that is about 50 times faster).
 */
export interface Table<T> {
  size: number;
  chunks: T[][];
}

const CHUNK_BITS = 6;
const CHUNK_MASK = (1 << CHUNK_BITS) - 1;

export function emptyTable<T>(): Table<T> {
  return { size: 0, chunks: [] };
}

/** @throws Error when there is no such row: an id that the model never gave out */
export function rowOf<T>(table: Table<T>, id: number): T {
  const row = table.chunks[id >> CHUNK_BITS]?.[id & CHUNK_MASK];
  if (row === undefined) throw new Error(`no row ${id} in a table of ${table.size}`);
  return row;
}

/** Appends a row and returns its id, which counts from 0. */
export function addRow<T>(table: Table<T>, row: T): number {
  const id = table.size;
  if ((id & CHUNK_MASK) === 0) table.chunks.push([]);
  table.chunks[id >> CHUNK_BITS]!.push(row);
  table.size += 1;
  return id;
}

export function replaceRow<T>(table: Table<T>, id: number, row: T): void {
  rowOf(table, id);
  table.chunks[id >> CHUNK_BITS]![id & CHUNK_MASK] = row;
}

/** All rows by id; for reports and checks, never for a recipe. */
export function* rowsOf<T>(table: Table<T>): Generator<[number, T]> {
  for (let id = 0; id < table.size; id++) yield [id, rowOf(table, id)];
}

/** A set of ids in chunks, for the same reason; walked in the order of the ids' chunks. */
export interface IdSet {
  count: number;
  chunks: Record<string, number[]>;
}

export function emptySet(): IdSet {
  return { count: 0, chunks: {} };
}

export function hasId(set: IdSet, id: number): boolean {
  return set.chunks[id >> CHUNK_BITS]?.includes(id) ?? false;
}

export function addId(set: IdSet, id: number): void {
  if (hasId(set, id)) return;
  const key = id >> CHUNK_BITS;
  set.chunks[key] ??= [];
  set.chunks[key].push(id);
  set.count += 1;
}

export function removeId(set: IdSet, id: number): void {
  const key = id >> CHUNK_BITS;
  const chunk = set.chunks[key];
  const place = chunk?.indexOf(id) ?? -1;
  if (chunk === undefined || place < 0) return;
  chunk.splice(place, 1);
  if (chunk.length === 0) delete set.chunks[key];
  set.count -= 1;
}

export function idsOf(set: IdSet): number[] {
  return Object.values(set.chunks).flat();
}

/** The first few of a set, without walking all of it. */
export function firstIds(set: IdSet, most: number): number[] {
  const ids: number[] = [];
  for (const key in set.chunks) {
    ids.push(...set.chunks[key]!.slice(0, most - ids.length));
    if (ids.length >= most) break;
  }
  return ids;
}
