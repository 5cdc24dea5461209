import type { Estate, PlannedFunction } from '../templates/types.ts';
import { AWS_LIMITS } from './limits.ts';
import { type Attached, groupsOf } from './pairings.ts';
import type { CountRange, PlannedPairing } from './types.ts';

/** Sets of groups whose subnets include a list of unknown length: each needs an ENI in each of them. */
export interface OpenList {
  /** The name of the list. */
  list: string;
  /** The stack that the list belongs to: before the slash of its functions; empty: the only one. */
  stack: string;
  /** The functions' other subnets, of which at least one is known. */
  isBesideKnown: boolean;
  securityGroups: string[];
  /** How many subnets at most: LIMIT-3, less those that are known. */
  subnetsMax: number;
}

export const stackOf = (id: string): string => id.slice(0, Math.max(0, id.lastIndexOf('/')));

/** Every list of subnets that is not known, once for each set of groups. */
export function openListsOf(functions: readonly Attached[]): OpenList[] {
  const found = new Map<string, OpenList>();
  for (const { id, vpc, alternatives } of functions) {
    const securityGroups = groupsOf(vpc);
    const known = vpc.subnets.ids.length;
    const longest = longestOf(alternatives);
    if (securityGroups.length === 0) continue;
    for (const list of vpc.subnets.open) {
      const stack = stackOf(id);
      const key = JSON.stringify([list, securityGroups, vpc.dualStack, stack]);
      const subnetsMax = Math.max(0, longest - known);
      const before = found.get(key);
      found.set(key, {
        ...{ list, stack, securityGroups },
        isBesideKnown: known > 0 && (before?.isBesideKnown ?? true),
        subnetsMax: Math.max(subnetsMax, before?.subnetsMax ?? 0),
      });
    }
  }
  return [...found.values()];
}

/** LIMIT-3, or the longest list of those that it may turn out to be. */
function longestOf(alternatives: PlannedFunction['alternatives'] = []): number {
  const lengths = alternatives.map(({ vpc }) => {
    if (vpc === null) return 0;
    const isOpen = vpc === 'unknown' || vpc.subnets.open.length > 0;
    return isOpen ? AWS_LIMITS.subnetsPerConfig : vpc.subnets.ids.length;
  });
  return lengths.length === 0 ? AWS_LIMITS.subnetsPerConfig : Math.max(...lengths);
}

/**
 * How many ENIs there are at least and at most, where lists or attachments are not known.
 * @param sure pairings that some function needs under no condition
 */
export function eniRange(
  pairings: readonly PlannedPairing[],
  sure: number,
  lists: readonly OpenList[],
  undecided: number,
): CountRange {
  const setOf = ({ securityGroups }: { securityGroups: string[] }) => securityGroups.join('\n');
  const seen = new Set(pairings.map(setOf));
  // A list that is alone has one subnet at least, which may be one that is known of others.
  const fresh = new Set(lists.filter((one) => !one.isBesideKnown).map(setOf));
  const least = sure + [...fresh].filter((set) => !seen.has(set)).length;
  const more = lists.reduce((sum, { subnetsMax }) => sum + subnetsMax, 0);
  const most = pairings.length + more + undecided * AWS_LIMITS.subnetsPerConfig;
  return { least, most, formula: formulaOf(pairings.length, lists, undecided) };
}

function formulaOf(known: number, lists: readonly OpenList[], undecided: number): string {
  const sets = new Map<string, number>();
  for (const { list } of lists) sets.set(list, (sets.get(list) ?? 0) + 1);
  const terms = [
    ...(known === 0 ? [] : [`${known}`]),
    ...[...sets].map(([list, count]) => `${count} for each subnet of ${list}`),
    ...(undecided === 0
      ? []
      : [
          `those of ${undecided} ${undecided === 1 ? 'function that is' : 'functions that are'} perhaps in a VPC`,
        ]),
  ];
  return terms.join(' + ');
}

/** Functions of which it is not known whether they are attached at all. */
export const undecidedIn = ({ functions }: Estate): string[] =>
  functions.filter(({ vpc }) => vpc === 'unknown').map(({ id }) => id);
