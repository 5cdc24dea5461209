import { thousands } from '../findings/words.ts';
import type { Estate } from '../templates/types.ts';
import { designFindings } from './design.ts';
import { rangeText } from './judge.ts';
import type { Attached } from './pairings.ts';
import { mostOf, sumOf } from './range.ts';
import type { Finding, PlannedUse, VpcUse } from './types.ts';
import { placeText } from './words.ts';

/** What AWS would answer to the templates, the gravest first. */
export function findingsOf(
  estate: Estate,
  functions: readonly Attached[],
  uses: readonly PlannedUse[],
  vpcs: readonly VpcUse[],
  placeOf: PlaceOf,
): Finding[] {
  const known = new Set([...estate.subnets, ...estate.securityGroups].map(({ id }) => id));
  const zones = new Map(estate.subnets.map(({ id, zone }) => [id, zone]));
  const homes = homesIn(estate);
  const kinds = new Map([
    ...estate.vpcs.map(({ id }) => [id, 'VPC'] as const),
    ...estate.securityGroups.map(({ id }) => [id, 'group'] as const),
    ...estate.subnets.map(({ id }) => [id, 'subnet'] as const),
  ]);
  const found = [
    ...functions.flatMap((one) => configurationFindings(one)),
    ...functions.flatMap((one) => oddIds(one, known, kinds)),
    ...functions.flatMap((one) => homeFindings(one, homes)),
    ...designFindings(estate, functions),
    ...functions.flatMap((one) => zoneFindings(one, zones)),
    ...uses.flatMap((use) => subnetFindings(use, placeOf)),
    ...vpcs.flatMap((vpc) => quotaFindings(vpc, placeOf)),
  ];
  const order = { error: 0, warning: 1, info: 2 } as const;
  return found.sort((a, b) => order[a.severity] - order[b.severity]);
}

const SUBNET_ID = /^subnet-[0-9a-z]*$/;
const GROUP_ID = /^sg-[0-9a-zA-Z]*$/;

/** STATE-7: one list alone is refused. */
function configurationFindings({ id, where, vpc }: Attached): Finding[] {
  const [subnets, groups] = [vpc.subnets, vpc.securityGroups];
  const counts = [subnets, groups].map(({ ids, open }) => ids.length + open.length);
  if (counts[0] !== 0 && counts[1] !== 0) return [];
  const [has, lacks] = counts[0] === 0 ? ['groups', 'subnets'] : ['subnets', 'groups'];
  const message = `It has ${has} but no ${lacks}.`;
  const mend = `Add ${lacks}, or remove the ${has}.`;
  const kind = { id: 'half-configuration', rule: 'STATE-7', severity: 'error' } as const;
  return [{ ...kind, subject: id, message, mend, where: placeText(where) }];
}

/** API-1: ids that are written out but cannot be ids of AWS, and those of things of other kinds. */
function oddIds(
  { id, where, vpc }: Attached,
  known: ReadonlySet<string>,
  kinds: ReadonlyMap<string, string>,
): Finding[] {
  const odd = [
    ...vpc.subnets.literals.filter((one) => !SUBNET_ID.test(one)),
    ...vpc.securityGroups.literals.filter((one) => !GROUP_ID.test(one)),
  ].filter((one) => !known.has(one));
  odd.push(
    ...vpc.subnets.ids.filter((one) => (kinds.get(one) ?? 'subnet') !== 'subnet'),
    ...vpc.securityGroups.ids.filter((one) => (kinds.get(one) ?? 'group') !== 'group'),
  );
  if (odd.length === 0) return [];
  const which = odd.map((one) => `\`${one}\``).join(', ');
  const are = odd.length === 1 ? 'is not an id' : 'are not ids';
  const message = `${which} ${are} as AWS writes them: AWS refuses the function.`;
  const mend = mendOf(odd, known);
  const kind = { id: 'malformed-id', rule: 'API-1', severity: 'error' } as const;
  return [{ ...kind, subject: id, message, mend, where: placeText(where) }];
}

/** What is known in another stack under that name was most likely meant. */
function mendOf(odd: readonly string[], known: ReadonlySet<string>): string {
  const meant = odd.flatMap((one) => {
    return [...known].find((id) => id.endsWith(`/${one}`)) ?? [];
  });
  if (meant.length === 0) return 'Give the id as the console shows it.';
  return `Did you mean ${meant.map((one) => `\`${one}\``).join(', ')}?`;
}

/** The VPC of each subnet and group, where it is certain which one that is. */
function homesIn({ vpcs, subnets, securityGroups }: Estate): Map<string, string> {
  const declared = new Set(vpcs.map(({ id }) => id));
  const isSure = (vpc: string) => declared.has(vpc) || /^vpc-[0-9a-f]+$/.test(vpc);
  const things = [...subnets, ...securityGroups];
  return new Map(things.flatMap(({ id, vpc }) => (vpc && isSure(vpc) ? [[id, vpc] as const] : [])));
}

/** API-1: what a function uses together must lie in one VPC. */
function homeFindings({ id, where, vpc }: Attached, homes: ReadonlyMap<string, string>): Finding[] {
  const things = [...vpc.subnets.ids, ...vpc.securityGroups.ids];
  const placed = things.flatMap((one) => (homes.has(one) ? [{ one, home: homes.get(one)! }] : []));
  const first = placed[0];
  const other = placed.find(({ home }) => home !== first?.home);
  if (first === undefined || other === undefined) return [];
  const message = `\`${first.one}\` lies in VPC \`${first.home}\`, and \`${other.one}\` in \`${other.home}\`: AWS refuses the function.`;
  const mend = 'Use subnets and security groups of one VPC.';
  const kind = { id: 'vpcs-differ', rule: 'API-1', severity: 'error' } as const;
  return [{ ...kind, subject: id, message, mend, where: placeText(where) }];
}

function zoneFindings(
  { id, where, vpc }: Attached,
  zones: ReadonlyMap<string, string | null>,
): Finding[] {
  const { ids, open } = vpc.subnets;
  if (open.length > 0 || ids.length === 0) return [];
  const known = ids.map((subnet) => zones.get(subnet) ?? null);
  const isOne = ids.length === 1 || (!known.includes(null) && new Set(known).size === 1);
  if (!isOne) return [];
  const message = 'All its subnets are in one Availability Zone.';
  const mend = 'Add a subnet in another zone.';
  const kind = { id: 'one-az', rule: 'SHARE-2', severity: 'warning' } as const;
  return [{ ...kind, subject: id, message, mend, where: placeText(where) }];
}

type PlaceOf = (id: string) => string | null;

function subnetFindings(use: PlannedUse, placeOf: PlaceOf): Finding[] {
  const { id, usable, inUse, whileReplaced, cidr, isUsed } = use;
  if (usable === null || !isUsed) return [];
  const base = { rule: 'LIMIT-2', subject: id, where: placeOf(id) };
  const room = `of the ${thousands(usable)} addresses of ${cidr}`;
  const others = sumOf(use.others.map(({ rest }) => rest));
  const parts = `${thousands(use.lambda)} for functions, ${rangeText(others)} for others`;
  const mend = 'Give it a larger block.';
  if (inUse.least > usable) {
    const message = `It needs ${rangeText(inUse)} ${room}: ${parts}.`;
    return [{ ...base, id: 'subnet-too-small', severity: 'error', message, mend }];
  }
  if (mostOf(inUse) > usable) {
    const message = `It may need ${rangeText(inUse)} ${room}: ${parts}.`;
    return [{ ...base, id: 'subnet-too-small', severity: 'warning', message, mend }];
  }
  if (mostOf(whileReplaced) <= usable) return [];
  const message = `Replacing all security groups at once needs ${rangeText(whileReplaced)} ${room}.`;
  const kind = { id: 'subnet-too-small-while-replaced', severity: 'warning' } as const;
  const steps = 'Give it a larger block, or replace groups step by step.';
  return [{ ...base, ...kind, message, mend: steps }];
}

function quotaFindings({ id, enis, others: range, quotas }: VpcUse, placeOf: PlaceOf): Finding[] {
  if (enis === null) return [];
  const others = mostOf(range);
  const base = { rule: 'LIMIT-1', subject: id, where: placeOf(id) };
  return quotas.flatMap(({ name, quota }, index): Finding[] => {
    const [kind, severity] =
      index === 0
        ? (['quota-exceeded', 'error'] as const)
        : (['older-quota-exceeded', 'warning'] as const);
    const mend = 'Share security groups, or ask AWS for a higher quota.';
    if (enis + others > quota) {
      const message = `${thousands(enis + others)} interfaces exceed the quota of ${thousands(quota)} (${name}).`;
      return [{ ...base, id: kind, severity, message, mend }];
    }
    if (2 * enis + others <= quota || index > 0) return [];
    const message = `Replacing all groups at once exceeds the quota of ${thousands(quota)} (${name}).`;
    const later = { id: 'quota-exceeded-while-replaced', severity: 'warning' } as const;
    return [{ ...base, ...later, message, mend: 'Replace groups step by step.' }];
  });
}
