import type { Estate, PlannedSubnet } from '../templates/types.ts';
import { attachedOf } from './pairings.ts';
import { usableIn } from './use.ts';

/** What somebody knows of a subnet beside the templates. */
export interface KnownSubnet {
  id: string;
  /** An IPv4 block in its proper form; null: it has IPv6 alone. */
  cidr: string | null;
  /** Addresses that are free before anything of the templates is made; null: not told. */
  free: number | null;
  /** Addresses that those resources of the templates take which are not counted; null: not told. */
  uncounted?: number | null;
  /** Null: not told. */
  vpc: string | null;
  zone: string | null;
  hasIpv6: boolean | null;
}

/**
 * The estate with what is known of subnets beside the templates. What is free now says nothing of
 * resources that are still to be made: those that are not counted stay so, until somebody tells
 * how many addresses they take.
 * @returns ids that nothing of the templates names, too
 */
export function withSubnets(
  estate: Estate,
  known: readonly KnownSubnet[],
): { estate: Estate; unused: string[] } {
  const named = idsIn(estate);
  const used = known.filter(({ id }) => named.has(id));
  const declared = new Map(estate.subnets.map((subnet) => [subnet.id, subnet]));
  for (const one of used) declared.set(one.id, subnetOf(one, declared.get(one.id)));
  return {
    estate: { ...estate, subnets: [...declared.values()] },
    unused: known.filter(({ id }) => !named.has(id)).map(({ id }) => id),
  };
}

/** Every subnet that the templates make, or name. */
export function idsIn(estate: Estate): Set<string> {
  return new Set([
    ...estate.subnets.map(({ id }) => id),
    ...attachedOf(estate).flatMap(({ vpc }) => vpc.subnets.ids),
    ...estate.interfaces.flatMap(({ subnets }) => subnets),
    ...estate.notCounted.flatMap(({ subnets }) => subnets ?? []),
  ]);
}

function subnetOf(
  { id, cidr, free, uncounted, vpc, zone, hasIpv6 }: KnownSubnet,
  before: PlannedSubnet | undefined,
): PlannedSubnet {
  return {
    id,
    where: before?.where ?? { file: '--subnet', line: 0, column: 0 },
    vpc: vpc ?? before?.vpc ?? null,
    cidr,
    hasIpv4: cidr !== null,
    hasIpv6: hasIpv6 ?? before?.hasIpv6 ?? null,
    zone: zone ?? before?.zone ?? null,
    taken: takenIn(cidr, free, before) + (uncounted ?? 0),
    given: free === null ? 'block' : 'free',
    ...(typeof uncounted === 'number' ? { isCounted: true } : {}),
  };
}

function takenIn(
  cidr: string | null,
  free: number | null,
  before: PlannedSubnet | undefined,
): number {
  return cidr === null || free === null ? (before?.taken ?? 0) : usableIn(cidr) - free;
}
