import { SUBNET_PREFIXES } from '../evidence/fixed.ts';
import { thousands } from '../findings/words.ts';
import { AWS_LIMITS } from './limits.ts';
import { type Attached, groupsOf } from './pairings.ts';
import { mostOf } from './range.ts';
import type { Tight } from './tight.ts';
import type { Advice, PlannedPairing, PlannedUse } from './types.ts';

/** What is to be made better: who is where, and what is short. */
interface Estimate {
  functions: readonly Attached[];
  pairings: readonly PlannedPairing[];
  uses: readonly PlannedUse[];
  tight: readonly Tight[];
}

/**
 * What would save interfaces and addresses, by how many, and what it costs: first what mends a
 * shortage, then what saves most.
 */
export function adviceOf(estimate: Estimate): Advice[] {
  const cohorts = cohortsOf(estimate);
  const advice = [
    ...mergeGroups(cohorts, estimate),
    ...fewerSubnets(cohorts, estimate),
    ...replaceInSteps(estimate),
    ...widenSubnets(estimate),
    ...deleteVersions(estimate),
  ];
  return advice
    .filter(({ kind, mends, enisSaved }) => {
      // What costs redundancy is worth it only where it makes room.
      return mends.length > 0 || (enisSaved > 0 && kind !== 'fewer subnets');
    })
    .sort((a, b) => b.mends.length - a.mends.length || b.enisSaved - a.enisSaved);
}

/** Functions in the same subnets. */
interface Cohort {
  subnets: string[];
  /** Their sets of groups, by themselves as text. */
  sets: Map<string, string[]>;
  /** By subnet: interfaces that nobody else needs, and the sets of those that others need too. */
  enis: Map<string, { own: number; shared: Set<string> }>;
}

function cohortsOf({ functions, pairings }: Estimate): Cohort[] {
  const cohorts = new Map<string, Cohort>();
  const cohortOf = new Map<string, Cohort>();
  for (const { id, vpc } of functions) {
    const groups = groupsOf(vpc);
    // Without groups AWS refuses the function, so it has no interface to save.
    if (vpc.subnets.open.length > 0 || groups.length === 0) continue;
    const subnets = vpc.subnets.ids.toSorted();
    const key = JSON.stringify([subnets, vpc.dualStack]);
    const cohort = cohorts.get(key) ?? { subnets, sets: new Map(), enis: new Map() };
    cohorts.set(key, cohort);
    cohortOf.set(id, cohort);
    cohort.sets.set(JSON.stringify(groups), groups);
  }
  for (const { subnet, securityGroups, functions: ids } of pairings) {
    const users = new Set(ids.map((id) => cohortOf.get(id)));
    for (const user of users) {
      const enis = user?.enis.get(subnet) ?? { own: 0, shared: new Set() };
      user?.enis.set(subnet, enis);
      if (users.size === 1) enis.own += 1;
      else enis.shared.add(JSON.stringify(securityGroups));
    }
  }
  return [...cohorts.values()];
}

/** One set of groups for all functions in the same subnets (SHARE-1). */
function mergeGroups(cohorts: readonly Cohort[], estimate: Estimate): Advice[] {
  return cohorts.flatMap(({ subnets, sets, enis }): Advice[] => {
    if (sets.size < 2) return [];
    const sharedBy = (set: string) => [...enis.values()].filter(({ shared }) => shared.has(set));
    // Best is the set that most subnets have anyway, for others.
    const [best = ''] = [...sets.keys()].sort((a, b) => sharedBy(b).length - sharedBy(a).length);
    const saved = [...enis].map(([id, { own, shared }]) => {
      return [id, shared.has(best) ? own : own - 1] as const;
    });
    const does = `Give the functions in ${subnets.join(', ')} one set of security groups instead of ${sets.size}.`;
    const loses = 'Rules that tell these functions apart: each gets what any of them needs.';
    const subjects = [...sets.values()].map((groups) => groups.join('+'));
    return [{ kind: 'merge groups', subjects, does, loses, ...savedBy(saved, estimate) }];
  });
}

const ZONES_ENOUGH = 2;

/** Functions in three zones or more could do with two: those with most room. */
function fewerSubnets(cohorts: readonly Cohort[], estimate: Estimate): Advice[] {
  const useOf = new Map(estimate.uses.map((use) => [use.id, use]));
  return cohorts.flatMap(({ subnets, enis }): Advice[] => {
    if (subnets.length <= ZONES_ENOUGH) return [];
    const keep = inDifferentZones(subnets.map((id) => useOf.get(id)!)).sort();
    const saved = [...enis].flatMap(([id, { own }]) =>
      keep.includes(id) ? [] : [[id, own] as const],
    );
    return [
      {
        kind: 'fewer subnets',
        subjects: subnets,
        does: `Use ${keep.join(' and ')} only, of ${subnets.length} subnets.`,
        loses: `Redundancy: ${keep.length} zones instead of up to ${subnets.length}; and room for connections, as there are fewer ENIs.`,
        ...savedBy(saved, estimate),
      },
    ];
  });
}

function inDifferentZones(uses: readonly PlannedUse[]): string[] {
  const free = ({ usable, whileReplaced }: PlannedUse) => (usable ?? 0) - mostOf(whileReplaced);
  const [first, ...others] = uses.toSorted((a, b) => free(b) - free(a));
  const { id, zone } = first!;
  const other = others.find((use) => zone === null || use.zone !== zone) ?? others[0]!;
  return [id, other.id];
}

const ONE_OF = { addresses: 'address', ENIs: 'ENI' } as const;

/** ENI-3: the old interfaces of a step are gone before the next one needs their addresses. */
function replaceInSteps({ tight }: Estimate): Advice[] {
  const passable = tight.filter(({ has, needs }) => needs < has);
  if (passable.length === 0) return [];
  const steps = passable.map(({ has, needs, needsAtPeak }) =>
    Math.ceil((needsAtPeak - needs) / (has - needs)),
  );
  const { id, unit, has, needs, needsAtPeak } = passable[steps.indexOf(Math.max(...steps))]!;
  return [
    {
      kind: 'replace in steps',
      subjects: passable.map((one) => one.id),
      does: `Replace security groups in ${Math.max(...steps)} steps: ${id} has ${thousands(has - needs)} ${has - needs === 1 ? ONE_OF[unit] : unit} to spare, and all at once would take ${thousands(needsAtPeak - needs)}.`,
      mends: passable.map((one) => one.id),
      enisSaved: 0,
      addressesSaved: 0,
      loses: 'Time: each step waits until Lambda has deleted the interfaces of the one before.',
    },
  ];
}

/** LIMIT-2: the smallest block that has room for a replacement of all groups. */
function widenSubnets({ uses }: Estimate): Advice[] {
  return uses.flatMap(({ id, cidr, usable, lambda, whileReplaced }): Advice[] => {
    const peak = mostOf(whileReplaced);
    if (cidr === null || usable === null || lambda === 0 || peak <= usable) return [];
    const reserved = AWS_LIMITS.reservedAddresses;
    const prefix = 32 - Math.ceil(Math.log2(peak + reserved));
    if (prefix < SUBNET_PREFIXES.least) return [];
    return [
      {
        kind: 'widen subnet',
        subjects: [id],
        does: `Make ${id} a /${prefix} (${2 ** (32 - prefix) - reserved} addresses) instead of ${cidr}.`,
        mends: [id],
        enisSaved: 0,
        addressesSaved: 0,
        loses: 'Nothing but address space; a subnet cannot be resized, so it means a new one.',
      },
    ];
  });
}

/** ENI-2: versions published before a change of groups hold the old interfaces. */
function deleteVersions({ functions, pairings }: Estimate): Advice[] {
  const publishing = new Set(functions.filter((one) => one.publishes).map(({ id }) => id));
  if (publishing.size === 0) return [];
  const held = pairings.filter(({ functions: ids }) => ids.some((id) => publishing.has(id)));
  return [
    {
      kind: 'delete versions',
      subjects: [...publishing].sort(),
      does: 'After each change of subnets or groups, delete the versions published before it.',
      mends: [],
      enisSaved: held.length,
      addressesSaved: held.length,
      loses: 'The way back: a deleted version cannot be rolled back to.',
    },
  ];
}

type Saved = readonly (readonly [subnet: string, enis: number])[];

/** What is saved in all, and where it makes room enough; each interface is there twice at the peak. */
function savedBy(saved: Saved, { uses, tight }: Estimate) {
  const vpcOf = new Map(uses.map(({ id, vpc }) => [id, vpc ?? 'unknown']));
  const total = (counted: Saved) => counted.reduce((sum, [, enis]) => sum + enis, 0);
  const mended = tight.filter(({ kind, id, has, needsAtPeak }) => {
    const here = saved.filter(([subnet]) => (kind === 'VPC' ? vpcOf.get(subnet) : subnet) === id);
    return needsAtPeak - 2 * total(here) <= has;
  });
  const enis = total(saved);
  return { mends: mended.map(({ id }) => id), enisSaved: enis, addressesSaved: enis };
}
