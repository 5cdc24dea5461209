import type { SourceId } from '../sources.ts';
import type { Guess, Known, Sources } from '../types.ts';
import type { CountedPart, SubnetUser, UnknownPart } from './types.ts';

/** AWS says so. */
export function documented(...sources: Sources): Known {
  return { confidence: 'documented', sources };
}

/** Somebody saw it. */
export function observed(...sources: Sources): Known {
  return { confidence: 'observed', sources };
}

/** Nobody says so: why it is taken to be so, and what that leans on. */
export function assumed(why: string, ...sources: SourceId[]): Guess {
  const [first, ...more] = sources;
  return { confidence: 'assumed', why, ...(first && { sources: [first, ...more] as const }) };
}

/** One address, or so many, in each of its subnets. */
export function inEach(rest: CountedPart['rest'], more: Partial<CountedPart> = {}): CountedPart {
  return { place: 'each', rest, ...more };
}

/** So many in total, in any of its subnets. */
export function inAny(rest: CountedPart['rest'], more: Partial<CountedPart> = {}): CountedPart {
  return { place: 'any', rest, ...more };
}

/** A resource that names subnets and takes nothing of them by itself. */
export function nothing(
  kind: string,
  because: string,
  more: Pick<SubnetUser, 'subnets' | 'through' | 'names'> = {},
): SubnetUser {
  return { takes: 'nothing', kind, because, ...more, ...documented('aws-service-spec') };
}

/** A resource whose addresses cannot be counted. */
export function uncounted(kind: string, subnets: readonly string[], unknown: string): SubnetUser {
  const parts: readonly UnknownPart[] = [{ unknown }];
  const why = 'No text that says how many addresses it takes was found, so that none is counted.';
  return { takes: 'addresses', kind, subnets, parts, ...assumed(why) };
}

export const NOT_PUBLISHED = 'how many addresses it takes is not published';
export const WHILE_IT_RUNS = 'it takes addresses while something runs, and how many is not told';
