import { byId } from '../network/lookup.ts';
import type { Attachment } from '../network/types.ts';
import { attachedIn, groupsOf, pairingsOf } from './pairings.ts';
import type { Design, DesignFunction, DesignSubnet, Found } from './types.ts';
import { counted, groupBy, listed } from './words.ts';

type Attached = [DesignFunction, Attachment];

/** SHARE-1, LIMIT-1, LIMIT-2: who shares, who could, and whether there is room for all. */
export function sharingFindings(design: Design): Found[] {
  const attached = attachedIn(design);
  return [
    ...groupBy(attached, subnetsKey).flatMap(([, alike]) => notShared(design, alike)),
    ...oneAz(design, attached),
    ...roomFindings(design, attached),
  ];
}

function subnetsKey([, { subnets }]: Attached): string {
  return [...new Set(subnets)].sort().join('+');
}

/** Functions in the same subnets whose groups differ by name, but let the same out. */
function notShared({ surroundings }: Design, alike: readonly Attached[]): Found[] {
  const letsOut = (id: string) => JSON.stringify(byId(surroundings.securityGroups, id)?.outbound);
  const rulesKey = ([, { securityGroups }]: Attached) =>
    [...new Set(securityGroups.map(letsOut))].sort().join();
  return groupBy(alike, rulesKey).flatMap(([, couldShare]): Found[] => {
    const sets = new Set(couldShare.map(([, config]) => groupsOf(config)));
    if (sets.size < 2) return [];
    const subnets = [...new Set(couldShare[0]![1].subnets)];
    const saved = (sets.size - 1) * subnets.length;
    const names = couldShare.map(([{ id }]) => id);
    const now = counted(sets.size * subnets.length, 'ENI');
    return [
      {
        id: 'groups-not-shared',
        severity: 'info',
        subject: listed(names),
        message:
          `In ${listed(subnets)} ${counted(sets.size, 'set')} of security groups make ${now}, ` +
          'since only equal sets share.',
        mend: `If one set of groups does for all, use it: that saves ${counted(saved, 'ENI')}.`,
        where: couldShare[0]![0].where,
      },
    ];
  });
}

function oneAz({ surroundings }: Design, attached: readonly Attached[]): Found[] {
  const azOf = new Map(surroundings.subnets.map(({ id, az }) => [id, az]));
  const single = attached.flatMap(([fn, { subnets }]) => {
    const azs = new Set(subnets.map((id) => azOf.get(id) ?? null));
    const [az = null] = azs;
    return azs.size === 1 && az !== null ? [{ fn, az }] : [];
  });
  return groupBy(single, ({ az }) => az).map(([az, those]) => ({
    id: 'one-az',
    severity: 'info',
    subject: listed(those.map(({ fn }) => fn.id)),
    message: `All subnets are in one Availability Zone, ${az}: if it fails, the functions do.`,
    mend: 'Add a subnet in another Availability Zone; each costs one ENI per set of groups.',
    where: those[0]!.fn.where,
  }));
}

/** Versions that stay hold pairings too (ENI-2). */
function heldIn(attached: readonly Attached[], { functions }: Design): Set<string> {
  const versions = functions.flatMap((fn) => fn.versions.flatMap((v) => pairingsOf(v.config)));
  return new Set([...attached.flatMap(([, config]) => pairingsOf(config)), ...versions]);
}

/** What nothing can make fit, since all of it is there from the beginning. */
function heldAtOnce({ functions }: Design): Set<string> {
  const those = functions.filter((fn) => fn.isThereAtOnce && !fn.failsOnPurpose);
  return new Set(those.flatMap(({ configs }) => pairingsOf(configs[0] ?? null)));
}

/** How many ENIs stand in a subnet, of pairings. */
function countIn(held: ReadonlySet<string>): (subnet: { id: string }) => number {
  const inSubnet = new Map(groupBy([...held], (one) => one.slice(0, one.indexOf('/'))));
  return ({ id }) => inSubnet.get(id)?.length ?? 0;
}

function roomFindings(design: Design, attached: readonly Attached[]): Found[] {
  const { vpcs, subnets } = design.surroundings;
  const needed = countIn(heldIn(attached, design));
  const atOnce = countIn(heldAtOnce(design));
  const found = subnets.flatMap((one) => subnetRoom(one, needed(one), atOnce(one)));
  const inVpc = new Map(groupBy(subnets, ({ vpc }) => vpc));
  for (const { id, eniQuota, otherEnis, where = null } of vpcs) {
    const sum = (count: typeof needed) =>
      (inVpc.get(id) ?? []).reduce((enis, one) => enis + count(one), otherEnis);
    const enis = Math.max(sum(needed), sum(atOnce));
    if (eniQuota === null || enis <= eniQuota) continue;
    found.push({
      id: 'quota-exceeded',
      severity: sum(atOnce) > eniQuota ? 'error' : 'warning',
      subject: id,
      message:
        `VPC \`${id}\` needs ${enis} Hyperplane ENIs and may have ${eniQuota}: ` +
        'what comes last fails with EniLimitExceeded.',
      mend: 'Let functions share their security groups, or ask AWS for a higher quota.',
      where,
    });
  }
  return found;
}

function subnetRoom(
  { id, free, where = null }: DesignSubnet,
  inTheEnd: number,
  atOnce: number,
): Found[] {
  const needed = Math.max(inTheEnd, atOnce);
  if (free === null || needed === 0 || needed < free) return [];
  const base = { subject: id, where };
  const addresses = `${counted(needed, 'address', 'addresses')} of subnet \`${id}\``;
  if (needed === free) {
    const message = `Functions take the last ${addresses}: no second ENI can join a busy one.`;
    const mend = 'Take a larger subnet where an ENI may get more than 65,000 connections.';
    return [{ ...base, id: 'subnet-without-reserve', severity: 'info', message, mend }];
  }
  const message =
    `Functions need ${addresses}, and ${free} ${free === 1 ? 'is' : 'are'} free: ` +
    'what comes last fails with SubnetOutOfIPAddresses.';
  const mend = 'Take a larger subnet, or let functions share their security groups.';
  const severity = atOnce > free ? 'error' : 'warning';
  return [{ ...base, id: 'subnet-too-small', severity, message, mend }];
}
