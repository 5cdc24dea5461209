import type { Estate } from '../templates/types.ts';
import { UNKNOWN_VPC } from './homes.ts';
import { AWS_LIMITS } from './limits.ts';
import { type Attached, groupsOf } from './pairings.ts';
import type { PlannedPairing, PlannedUse, VpcUse } from './types.ts';

/** LIMIT-2: the addresses of a block that can be used. */
export function usableIn(cidr: string): number {
  const prefix = Number(cidr.split('/')[1]);
  return Math.max(0, 2 ** (32 - prefix) - AWS_LIMITS.reservedAddresses);
}

/** Every subnet that holds an interface of Lambda's or is declared, and what is in it. */
export function subnetUses(
  estate: Estate,
  pairings: readonly PlannedPairing[],
  homes: ReadonlyMap<string, string>,
): PlannedUse[] {
  const uses = new Map<string, PlannedUse>();
  const use = (id: string): PlannedUse => {
    const known = uses.get(id);
    if (known !== undefined) return known;
    const nothing = { vpc: homes.get(id) ?? null, zone: null, cidr: null, usable: null };
    const made: PlannedUse = { id, ...nothing, lambda: 0, others: [], inUse: 0, peak: 0 };
    uses.set(id, made);
    return made;
  };
  for (const { id, zone, cidr, taken } of estate.subnets) {
    const usable = cidr === null ? null : usableIn(cidr);
    Object.assign(use(id), { zone, cidr, usable });
    if (taken > 0) use(id).others.push({ id, kind: 'taken by others', addresses: taken });
  }
  for (const { subnet } of pairings) use(subnet).lambda += 1;
  for (const { id, kind, subnets, rest } of estate.interfaces) {
    for (const subnet of subnets)
      use(subnet).others.push({ id, kind, addresses: rest.most ?? rest.least });
  }
  for (const one of uses.values()) {
    const others = one.others.reduce((sum, { addresses }) => sum + addresses, 0);
    one.inUse = one.lambda + others;
    one.peak = one.inUse + one.lambda;
  }
  return [...uses.values()];
}

/** LIMIT-1: what each VPC has of its quota, by today's number and by the older one. */
export function vpcUses(
  estate: Estate,
  uses: readonly PlannedUse[],
  functions: readonly Attached[],
  homes: ReadonlyMap<string, string>,
): VpcUse[] {
  const enis = new Map<string, number | null>(estate.vpcs.map(({ id }) => [id, 0]));
  for (const { vpc, lambda } of uses) {
    if (lambda === 0) continue;
    const id = vpc ?? UNKNOWN_VPC;
    enis.set(id, (enis.get(id) ?? 0) + lambda);
  }
  for (const { vpc } of functions) {
    if (vpc.subnets.open.length === 0) continue;
    const ids = [...groupsOf(vpc), ...vpc.subnets.ids];
    enis.set(ids.map((id) => homes.get(id)).find((id) => id) ?? UNKNOWN_VPC, null);
  }
  const vpcOf = new Map(uses.map(({ id, vpc }) => [id, vpc ?? UNKNOWN_VPC]));
  return [...enis].map(([id, count]) => {
    const declared = estate.vpcs.find((vpc) => vpc.id === id);
    const sharing = estate.interfaces.filter(({ sharesQuota }) => sharesQuota);
    const places = sharing.flatMap(({ subnets }) => subnets);
    const mounted = places.filter((subnet) => vpcOf.get(subnet) === id).length;
    const others = mounted + (declared?.otherEnis ?? 0);
    const quotas = quotasOf(declared?.eniQuota ?? null).map(({ name, quota }) => ({
      name,
      quota,
      share: count === null ? null : (count + others) / quota,
      peakShare: count === null ? null : (2 * count + others) / quota,
    }));
    return { id, enis: count, others, quotas };
  });
}

function quotasOf(own: number | null): { name: string; quota: number }[] {
  if (own !== null) return [{ name: 'given', quota: own }];
  return [
    { name: 'today', quota: AWS_LIMITS.enisPerVpc },
    { name: 'older', quota: AWS_LIMITS.enisPerVpcBefore },
  ];
}
