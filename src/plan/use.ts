import type { Estate, OtherInterfaces, Range } from '../templates/types.ts';
import { UNKNOWN_VPC } from './homes.ts';
import { AWS_LIMITS } from './limits.ts';
import { type OpenList, stackOf } from './open-lists.ts';
import type { Attached } from './pairings.ts';
import { exactly, NONE, plus, sumOf } from './range.ts';
import type { PlannedPairing, PlannedUse, VpcUse } from './types.ts';

/** LIMIT-2: the addresses of a block that can be used. */
export function usableIn(cidr: string): number {
  const prefix = Number(cidr.split('/')[1]);
  return Math.max(0, 2 ** (32 - prefix) - AWS_LIMITS.reservedAddresses);
}

/** What functions need, as far as it is known. */
export interface Needs {
  attached: readonly Attached[];
  pairings: readonly PlannedPairing[];
  lists: readonly OpenList[];
  /** By id: the VPC of each subnet and group. */
  homes: ReadonlyMap<string, string>;
}

/** Every subnet that holds an interface of Lambda's or is declared, and what is in it. */
export function subnetUses(estate: Estate, needs: Needs): PlannedUse[] {
  const uses = new Map<string, PlannedUse>();
  const use = (id: string): PlannedUse => {
    const made = uses.get(id) ?? emptyUse(id, needs.homes.get(id) ?? null);
    uses.set(id, made);
    return made;
  };
  for (const { id, zone, cidr, taken } of estate.subnets) {
    const usable = cidr === null ? null : usableIn(cidr);
    const others = { id, kind: 'taken by others', rest: exactly(taken), peak: exactly(taken) };
    Object.assign(use(id), { zone, cidr, usable });
    if (taken > 0) use(id).others.push(others);
  }
  const lambda = functionEnis(needs);
  for (const id of lambda.keys()) use(id);
  for (const one of estate.interfaces) for (const id of one.subnets) enter(one, use(id));
  const strangers = strangersIn(estate, needs.lists);
  for (const one of uses.values()) add(one, lambda.get(one.id) ?? NONE, strangers(one.id));
  return [...uses.values()];
}

function emptyUse(id: string, vpc: string | null): PlannedUse {
  const size = { zone: null, cidr: null, usable: null };
  const sums = { inUse: NONE, whileReplaced: NONE, othersAtPeak: NONE };
  const held = { lambda: 0, isUsed: false, others: [], notCounted: [], mustBeFree: null };
  return { id, vpc, ...size, ...held, ...sums };
}

/** ENIs of functions by subnet: those that are sure, and those under conditions as well. */
function functionEnis({ attached, pairings }: Needs): Map<string, Range> {
  const sure = new Set(attached.filter(({ onlyIf }) => onlyIf === null).map(({ id }) => id));
  const enis = new Map<string, Range>();
  for (const { subnet, functions } of pairings) {
    const least = functions.some((id) => sure.has(id)) ? 1 : 0;
    enis.set(subnet, plus(enis.get(subnet) ?? NONE, { least, most: 1 }));
  }
  return enis;
}

const isOfLambda = ({ type }: OtherInterfaces): boolean => type.startsWith('AWS::Lambda::');

function enter(one: OtherInterfaces, use: PlannedUse): void {
  const { id, kind, rest, peak, mustBeFree } = one;
  use.others.push({ id, kind, rest, peak });
  if (isOfLambda(one)) use.isUsed = true;
  if (mustBeFree > (use.mustBeFree?.addresses ?? 0)) use.mustBeFree = { id, addresses: mustBeFree };
}

/** What may be in a subnet without naming it: lists of functions, and resources nobody counts. */
interface Strangers {
  lists: number;
  notCounted: string[];
}

/** A list that is not known may mean any subnet, unless its own stack makes that subnet. */
function strangersIn(estate: Estate, lists: readonly OpenList[]): (subnet: string) => Strangers {
  const made = new Set(estate.subnets.map(({ id }) => id));
  const named = new Map<string, string[]>();
  const counted = new Set(estate.subnets.flatMap((one) => (one.isCounted ? [one.id] : [])));
  const unnamed = estate.notCounted.filter(({ subnets }) => subnets === null);
  for (const { id, subnets } of estate.notCounted) {
    for (const subnet of subnets ?? []) named.set(subnet, [...(named.get(subnet) ?? []), id]);
  }
  const byStack = new Map<string, number>();
  for (const { stack } of lists) byStack.set(stack, (byStack.get(stack) ?? 0) + 1);
  return (subnet) => {
    const own = made.has(subnet) ? stackOf(subnet) : null;
    const others = unnamed.filter(({ id }) => stackOf(id) !== own).map(({ id }) => id);
    const ownLists = own === null ? 0 : (byStack.get(own) ?? 0);
    return {
      lists: lists.length - ownLists,
      notCounted: counted.has(subnet) ? [] : [...(named.get(subnet) ?? []), ...others],
    };
  };
}

/** Sums up what is in a subnet. */
function add(use: PlannedUse, enis: Range, { lists, notCounted }: Strangers): void {
  const lambda = plus(enis, { least: 0, most: lists });
  use.lambda = enis.most!;
  use.isUsed ||= use.lambda > 0;
  const rest = sumOf(use.others.map((one) => one.rest));
  use.inUse = plus(lambda, rest);
  use.whileReplaced = plus(plus(lambda, lambda), rest);
  use.othersAtPeak = sumOf(use.others.map((one) => one.peak));
  use.notCounted = notCounted;
}

/** LIMIT-1: what each VPC has of its quota, by today's number and by the older one. */
export function vpcUses(estate: Estate, uses: readonly PlannedUse[], needs: Needs): VpcUse[] {
  const enis = new Map<string, Range>(estate.vpcs.map(({ id }) => [id, NONE]));
  const vpcOf = new Map(uses.map(({ id, vpc }) => [id, vpc ?? UNKNOWN_VPC]));
  const count = (id: string, more: Range) => enis.set(id, plus(enis.get(id) ?? NONE, more));
  for (const [subnet, range] of functionEnis(needs)) count(vpcOf.get(subnet)!, range);
  const open = new Set<string>();
  const homeOf = vpcsOfLists(needs);
  const seen = new Set(needs.pairings.map((one) => one.securityGroups.join('\n')));
  for (const { list, securityGroups, subnetsMax, isBesideKnown } of needs.lists) {
    const beside = securityGroups.map((one) => needs.homes.get(one)).find(Boolean);
    const id = homeOf.get(list) ?? beside ?? UNKNOWN_VPC;
    // Alone it has one subnet at least, which may be one that is known of the same groups.
    const set = securityGroups.join('\n');
    const least = isBesideKnown || seen.has(set) ? 0 : 1;
    count(id, { least, most: subnetsMax });
    seen.add(set);
    open.add(id);
  }
  const places = placesSharing(estate, vpcOf);
  return [...enis].map(([id, range]) => {
    return vpcUse(id, open.has(id) ? null : range.most, range, places.get(id) ?? NONE, estate);
  });
}

/** What a function uses together with a list lies in the same VPC. */
function vpcsOfLists({ attached, homes }: Needs): Map<string, string> {
  const found = new Map<string, string>();
  for (const { vpc } of attached) {
    if (vpc.subnets.open.length === 0) continue;
    const beside = [...vpc.securityGroups.ids, ...vpc.subnets.ids];
    const home = beside.map((id) => homes.get(id)).find(Boolean);
    if (home !== undefined) for (const list of vpc.subnets.open) found.set(list, home);
  }
  return found;
}

/** Interfaces of other services that share the quota, by VPC. */
function placesSharing({ interfaces }: Estate, vpcOf: ReadonlyMap<string, string>) {
  const places = new Map<string, Range>();
  for (const { subnets, rest, sharesQuota } of interfaces) {
    if (!sharesQuota) continue;
    for (const subnet of subnets) {
      const id = vpcOf.get(subnet) ?? UNKNOWN_VPC;
      places.set(id, plus(places.get(id) ?? NONE, rest));
    }
  }
  return places;
}

function vpcUse(
  id: string,
  enis: number | null,
  range: Range,
  sharing: Range,
  estate: Estate,
): VpcUse {
  const declared = estate.vpcs.find((vpc) => vpc.id === id);
  const others = plus(sharing, exactly(declared?.otherEnis ?? 0));
  const most = others.most ?? others.least;
  const quotas = quotasOf(declared?.eniQuota ?? null).map(({ name, quota }) => ({
    name,
    quota,
    share: enis === null ? null : (enis + most) / quota,
    peakShare: enis === null ? null : (2 * enis + most) / quota,
  }));
  return { id, enis, range, others, quotas };
}

function quotasOf(own: number | null): { name: string; quota: number }[] {
  if (own !== null) return [{ name: 'given', quota: own }];
  return [
    { name: 'today', quota: AWS_LIMITS.enisPerVpc },
    { name: 'older', quota: AWS_LIMITS.enisPerVpcBefore },
  ];
}
