import type { DesignFunction, Severity } from './types.ts';

const NAMED_MAX = 3;

/** `a`, `a and b`, `a, b, c and 9 more`. */
export function listed(names: readonly string[]): string {
  const shown = names.length > NAMED_MAX + 1 ? names.slice(0, NAMED_MAX) : names;
  const parts =
    shown.length < names.length ? [...shown, `${names.length - NAMED_MAX} more`] : shown;
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** A fragment as a sentence. */
export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** `1,200`. */
export const thousands = (n: number): string => n.toLocaleString('en-US');

export function counted(n: number, one: string, many = `${one}s`): string {
  return `${thousands(n)} ${n === 1 ? one : many}`;
}

/** An error, unless the author says that it fails. */
export function severityFor(...functions: readonly DesignFunction[]): Severity {
  return functions.every(({ failsOnPurpose }) => failsOnPurpose) ? 'info' : 'error';
}

/** Things by a text that tells like from unlike, in the order of their first. */
export function groupBy<T>(things: readonly T[], keyOf: (thing: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [thing]);
    else group.push(thing);
  }
  return [...groups];
}
