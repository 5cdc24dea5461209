import { AWS_LIMITS } from './limits.ts';
import { type Attached, groupsOf } from './pairings.ts';
import type { Advice, PlannedPairing, PlannedUse } from './types.ts';

/** What would save interfaces and addresses, by how many, and what it costs; the best first. */
export function adviceOf(
  functions: readonly Attached[],
  pairings: readonly PlannedPairing[],
  uses: readonly PlannedUse[],
): Advice[] {
  const advice = [
    ...mergeGroups(functions),
    ...fewerSubnets(functions, uses),
    ...widenSubnets(uses),
    ...deleteVersions(functions, pairings),
  ];
  return advice.sort((a, b) => b.enisSaved - a.enisSaved);
}

/** One set of groups for all functions in the same subnets (SHARE-1). */
function mergeGroups(functions: readonly Attached[]): Advice[] {
  const bySubnets = new Map<string, { subnets: string[]; sets: Map<string, string[]> }>();
  for (const { vpc } of functions) {
    if (vpc.subnets.open.length > 0) continue;
    const subnets = vpc.subnets.ids.toSorted();
    const key = JSON.stringify([subnets, vpc.dualStack]);
    const entry = bySubnets.get(key) ?? { subnets, sets: new Map() };
    const groups = groupsOf(vpc);
    entry.sets.set(JSON.stringify(groups), groups);
    bySubnets.set(key, entry);
  }
  return [...bySubnets.values()].flatMap(({ subnets, sets }): Advice[] => {
    if (sets.size < 2) return [];
    const saved = (sets.size - 1) * subnets.length;
    const named = [...sets.values()].map((groups) => groups.join('+'));
    return [
      {
        kind: 'merge groups',
        subjects: named,
        does: `Give the functions in ${subnets.join(', ')} one set of security groups instead of ${sets.size}.`,
        enisSaved: saved,
        addressesSaved: saved,
        loses: 'Rules that tell these functions apart: each gets what any of them needs.',
      },
    ];
  });
}

const ZONES_ENOUGH = 2;

/** Functions in three zones or more could do with two. */
function fewerSubnets(functions: readonly Attached[], uses: readonly PlannedUse[]): Advice[] {
  const sets = new Map<string, Set<string>>();
  for (const { vpc } of functions) {
    if (vpc.subnets.open.length > 0 || vpc.subnets.ids.length <= ZONES_ENOUGH) continue;
    const key = JSON.stringify(vpc.subnets.ids.toSorted());
    const groups = sets.get(key) ?? new Set();
    groups.add(JSON.stringify([groupsOf(vpc), vpc.dualStack]));
    sets.set(key, groups);
  }
  const zones = new Map(uses.map(({ id, zone }) => [id, zone]));
  return [...sets].map(([key, groups]): Advice => {
    const subnets = JSON.parse(key) as string[];
    const keep = inDifferentZones(subnets, zones);
    const saved = (subnets.length - keep.length) * groups.size;
    return {
      kind: 'fewer subnets',
      subjects: subnets,
      does: `Use ${keep.join(' and ')} only, of ${subnets.length} subnets.`,
      enisSaved: saved,
      addressesSaved: saved,
      loses: `Redundancy: ${keep.length} zones instead of up to ${subnets.length}; and room for connections, as there are fewer ENIs.`,
    };
  });
}

function inDifferentZones(
  subnets: readonly string[],
  zones: ReadonlyMap<string, string | null>,
): string[] {
  const keep = [subnets[0]!];
  const first = zones.get(subnets[0]!) ?? null;
  const other = subnets.slice(1).find((id) => first === null || zones.get(id) !== first);
  return [...keep, other ?? subnets[1]!];
}

/** LIMIT-2: the smallest block that has room for a replacement of all groups. */
function widenSubnets(uses: readonly PlannedUse[]): Advice[] {
  return uses.flatMap(({ id, cidr, usable, lambda, peak }): Advice[] => {
    if (cidr === null || usable === null || lambda === 0 || peak <= usable) return [];
    const reserved = AWS_LIMITS.reservedAddresses;
    const prefix = 32 - Math.ceil(Math.log2(peak + reserved));
    return [
      {
        kind: 'widen subnet',
        subjects: [id],
        does: `Make ${id} a /${prefix} (${2 ** (32 - prefix) - reserved} addresses) instead of ${cidr}.`,
        enisSaved: 0,
        addressesSaved: 0,
        loses: 'Nothing but address space; a subnet cannot be resized, so it means a new one.',
      },
    ];
  });
}

/** ENI-2: versions published before a change of groups hold the old interfaces. */
function deleteVersions(
  functions: readonly Attached[],
  pairings: readonly PlannedPairing[],
): Advice[] {
  const publishing = new Set(functions.filter((one) => one.publishes).map(({ id }) => id));
  if (publishing.size === 0) return [];
  const held = pairings.filter(({ functions: ids }) => ids.some((id) => publishing.has(id)));
  return [
    {
      kind: 'delete versions',
      subjects: [...publishing].sort(),
      does: 'After each change of subnets or groups, delete the versions published before it.',
      enisSaved: held.length,
      addressesSaved: held.length,
      loses: 'The way back: a deleted version cannot be rolled back to.',
    },
  ];
}
