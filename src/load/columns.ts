/** Grows typed columns by doubling; the caller keeps how many rows are used. */
export function grown<C extends Float64Array | Int32Array | Uint8Array>(
  column: C,
  rows: number,
): C {
  if (rows <= column.length) return column;
  const Column = column.constructor as new (length: number) => C;
  const wider = new Column(Math.max(rows, 2 * column.length, 16));
  wider.set(column as never);
  return wider;
}
