const known = new WeakMap<readonly { id: string }[], ReadonlyMap<string, { id: string }>>();

/** The thing of that name in a list, which is indexed once; the list must not change afterwards. */
export function byId<T extends { id: string }>(
  list: readonly T[] | undefined,
  id: string | undefined,
): T | undefined {
  if (list === undefined || id === undefined) return undefined;
  let index = known.get(list) as ReadonlyMap<string, T> | undefined;
  if (index === undefined) {
    index = new Map(list.map((thing) => [thing.id, thing]));
    known.set(list, index);
  }
  return index.get(id);
}
