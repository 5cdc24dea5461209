import type { Estate } from '../templates/types.ts';
import { UNKNOWN_VPC } from './homes.ts';
import { type Attached, groupsOf } from './pairings.ts';
import { placeText } from './words.ts';

type Declared = Pick<Estate, 'vpcs' | 'subnets' | 'securityGroups' | 'functions'>;

/**
 * Where a VPC, subnet, function or list of subnets stands in its file, `file:line:column`. What is
 * not declared stands where it is named first: in a subnet or a group, else in a function. Null:
 * nowhere.
 * @param homes the VPC of every subnet and group
 */
export function placesOf(
  { vpcs, subnets, securityGroups, functions }: Declared,
  attached: readonly Attached[],
  homes: ReadonlyMap<string, string>,
): (id: string) => string | null {
  const places = new Map<string, string>();
  const stands = (id: string, where: Attached['where']) => {
    if (!places.has(id)) places.set(id, placeText(where));
  };
  // What the command line tells of a subnet has no line.
  const declared = subnets.filter(({ where }) => where.line > 0);
  for (const { id, where } of [...vpcs, ...declared, ...functions]) stands(id, where);
  for (const { vpc, where } of [...declared, ...securityGroups]) {
    if (vpc !== null) stands(vpc, where);
  }
  for (const { vpc, where } of attached) {
    for (const id of [...vpc.subnets.ids, ...vpc.subnets.open]) stands(id, where);
    const ids = [...vpc.subnets.ids, ...groupsOf(vpc)];
    stands(ids.map((id) => homes.get(id)).find((home) => home) ?? UNKNOWN_VPC, where);
  }
  for (const { id, where } of subnets) stands(id, where);
  return (id) => places.get(id) ?? null;
}
