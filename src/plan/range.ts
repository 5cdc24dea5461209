import type { Range } from '../templates/types.ts';

/** Ranges of counts: what is added up of ends that are known, and of such that are not. */

export const NONE: Range = { least: 0, most: 0 };

export const exactly = (count: number): Range => ({ least: count, most: count });

export function plus(a: Range, b: Range): Range {
  const most = a.most === null || b.most === null ? null : a.most + b.most;
  return { least: a.least + b.least, most };
}

export const sumOf = (ranges: readonly Range[]): Range => ranges.reduce(plus, NONE);

/** The upper end, or what is certain where there is none. */
export const mostOf = ({ least, most }: Range): number => most ?? least;
