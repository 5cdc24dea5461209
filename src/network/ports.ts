/** Ports from the first to the last, both included. */
export type Ports = readonly [first: number, last: number];

export function overlap(a: Ports, b: Ports): Ports | null {
  const first = Math.max(a[0], b[0]);
  const last = Math.min(a[1], b[1]);
  return first <= last ? [first, last] : null;
}

/** What is left of `from` without `taken`, in order. */
export function without(from: readonly Ports[], taken: Ports): Ports[] {
  return from.flatMap((ports): Ports[] => {
    const common = overlap(ports, taken);
    if (common === null) return [ports];
    const rest: Ports[] = [];
    if (ports[0] < common[0]) rest.push([ports[0], common[0] - 1]);
    if (common[1] < ports[1]) rest.push([common[1] + 1, ports[1]]);
    return rest;
  });
}

/** The ports that are in both. */
export function inBoth(a: readonly Ports[], b: readonly Ports[]): Ports[] {
  return a.flatMap((one) =>
    b.map((other) => overlap(one, other)).filter((ports) => ports !== null),
  );
}

export function sizeOf(list: readonly Ports[]): number {
  return list.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}
