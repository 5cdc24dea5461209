import type { Estate, PlannedFunction, VpcAttachment } from '../templates/types.ts';
import type { PlannedPairing, SharingGroup } from './types.ts';

/** A function with the VPC configuration that the templates give it. */
export type Attached = PlannedFunction & { vpc: VpcAttachment };

export function attachedOf(estate: Estate): Attached[] {
  return estate.functions.filter(
    (one): one is Attached => one.vpc !== null && one.vpc !== 'unknown',
  );
}

/** The set of groups in one order (SHARE-1); a list that is not known is one set all the same. */
export function groupsOf({ securityGroups: { ids, open } }: VpcAttachment): string[] {
  return [...new Set([...ids, ...open])].sort();
}

/** SHARE-1, SHARE-2: every subnet of every configuration, equal ones once. */
export function pairingsOf(functions: readonly Attached[]): PlannedPairing[] {
  const found = new Map<string, PlannedPairing>();
  for (const { id, vpc } of functions) {
    const securityGroups = groupsOf(vpc);
    // Without any group AWS refuses the function, and no interface is made.
    if (securityGroups.length === 0) continue;
    for (const subnet of vpc.subnets.ids) {
      const key = JSON.stringify([subnet, securityGroups, vpc.dualStack]);
      const pairing = found.get(key) ?? { subnet, securityGroups, functions: [] };
      pairing.functions.push(id);
      found.set(key, pairing);
    }
  }
  for (const { functions: ids } of found.values()) ids.sort();
  return [...found.values()];
}

/** Functions of equal configurations, the largest company first. */
export function sharingOf(functions: readonly Attached[]): SharingGroup[] {
  const found = new Map<string, SharingGroup>();
  for (const { id, vpc } of functions) {
    const { ids, open } = vpc.subnets;
    const subnets = [...ids, ...open].sort();
    const securityGroups = groupsOf(vpc);
    const key = JSON.stringify([subnets, securityGroups, vpc.dualStack]);
    const known = open.length === 0 ? ids.length : null;
    const enis = securityGroups.length === 0 ? 0 : known;
    const group = found.get(key) ?? { subnets, securityGroups, functions: [], enis };
    group.functions.push(id);
    found.set(key, group);
  }
  for (const { functions: ids } of found.values()) ids.sort();
  return [...found.values()].sort((a, b) => b.functions.length - a.functions.length);
}
