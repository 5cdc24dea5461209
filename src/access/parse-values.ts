import { POLICY_LIMITS, type PolicyProblem } from './policy.ts';

/** What one reading gathers on its way through a document. */
export interface Reader {
  readonly problems: PolicyProblem[];
  /** `${...}` means something since Version 2012-10-17 only. */
  variables: 'live' | 'literal';
  /** Actions, resources and condition values read so far. */
  values: number;
  readonly sids: Set<string>;
}

export interface Value {
  readonly text: string;
  readonly path: string;
}

/** Whether there are as many problems as anyone wants to read; the rest is not looked at. */
export function isFull(reader: Reader): boolean {
  return reader.problems.length >= POLICY_LIMITS.problemsMax;
}

export function report(reader: Reader, path: string, message: string, mend: string): void {
  if (isFull(reader)) return;
  reader.problems.push({ path, message, mend });
  if (!isFull(reader)) return;
  const end = `The reading ended at the limit problemsMax (${POLICY_LIMITS.problemsMax})`;
  reader.problems.push({ path: '', message: end, mend: 'Mend these, then read it again' });
}

/** The path of a member: `Statement[0].Condition`, `...StringEquals["lambda:VpcIds"]`. */
export function within(path: string, name: string): string {
  if (!/^[A-Za-z_]\w*$/.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === '' ? name : `${path}.${name}`;
}

/**
 * One text or a list of texts; condition values may be bare numbers and booleans too, which AWS
 * reads as their text. An empty list could only ever be silently true or false: a problem.
 */
export function readList(
  value: unknown,
  path: string,
  takes: 'text' | 'text, number or boolean',
  reader: Reader,
): Value[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) {
    const mend = 'Add at least one value, or leave the element out';
    report(reader, path, 'The list is empty', mend);
  }
  const before = reader.values;
  reader.values += list.length;
  const { valuesMax } = POLICY_LIMITS;
  if (reader.values > valuesMax) {
    // Said once, at the list that crosses the limit.
    const message = `The policy has more values than the limit valuesMax (${valuesMax})`;
    if (before <= valuesMax) report(reader, path, message, 'Split the policy');
    return [];
  }
  return list.flatMap((item, i) => {
    const where = Array.isArray(value) ? `${path}[${i}]` : path;
    const text = textOf(item, takes);
    const message = faultOf(text, takes);
    if (text !== null && message === null) return [{ text, path: where }];
    report(reader, where, message ?? '', `Write a ${takes}`);
    return [];
  });
}

function textOf(item: unknown, takes: 'text' | 'text, number or boolean'): string | null {
  if (typeof item === 'string') return item;
  if (takes === 'text') return null;
  return typeof item === 'number' || typeof item === 'boolean' ? String(item) : null;
}

function faultOf(text: string | null, takes: string): string | null {
  if (text === null) return `The value is not a ${takes}`;
  const max = POLICY_LIMITS.charactersPerValueMax;
  return text.length > max ? `The value passes the limit charactersPerValueMax (${max})` : null;
}
