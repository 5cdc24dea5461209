import { mapBranches } from './branches.ts';
import { isDict, type Maybe, needsOf, Unknown, type Value } from './values.ts';
import type { View } from './view.ts';

/** A property by its dotted path, of a resource or of a block in it. */
export type Get = (path: string) => Maybe;

/**
 * What stands under a path in which a star is every item of a list. Readers that know the whole
 * path answer it; of a value that is not known, so is every part.
 */
export function propertyAt({ get }: Pick<View, 'get'>, path: string): Maybe {
  const whole = get(path);
  if (whole !== undefined || !path.includes('.')) return whole;
  const [head = '', ...steps] = path.split('.');
  return partOf(get(head), steps);
}

/** What stands under these steps in a value. */
export function partOf(value: Maybe, steps: readonly string[]): Maybe {
  const [step, ...rest] = steps;
  if (step === undefined || value === undefined || value === null) return value ?? undefined;
  if (value instanceof Unknown) return partOfUnknown(value, steps);
  if (step === '*') {
    if (!Array.isArray(value)) return partOf(value, rest);
    const parts = value.flatMap((item): Value[] => {
      const part = partOf(item, item instanceof Unknown ? steps : rest);
      return part === undefined || part === null ? [] : Array.isArray(part) ? part : [part];
    });
    return parts.length === 0 ? undefined : parts;
  }
  return isDict(value) ? partOf(value.get(step), rest) : undefined;
}

function partOfUnknown(value: Unknown, steps: readonly string[]): Maybe {
  const chosen = mapBranches(value, steps.join('.'), (one) => partOf(one, steps));
  if (chosen !== undefined) return chosen.value;
  const path = steps.join('.');
  const needs = needsOf(value);
  return new Unknown(`part(${value.key},${path})`, `${value.shown}.${path}`, 'any', { needs });
}

const TYPED = /(?:^|[:/])subnet[:/](subnet-\w+|[^:/]+)$/;

/** The subnet in an ARN, or in a text such as `subnet:subnet-1`; any other value is itself. */
export function subnetIn(value: Maybe): Maybe {
  if (Array.isArray(value)) return value.flatMap((one) => subnetIn(one) ?? []);
  if (value instanceof Unknown) {
    const [before, last] = value.parts?.slice(-2) ?? [];
    return typeof before === 'string' && /(^|[:/])subnet[:/]$/.test(before) ? last : value;
  }
  return typeof value === 'string' ? (TYPED.exec(value)?.[1] ?? value) : value;
}
