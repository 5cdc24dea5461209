import type { Estate } from '../templates/types.ts';
import { UNKNOWN_VPC } from './homes.ts';
import type { Attached } from './pairings.ts';
import type { PlannedUse } from './types.ts';
import { placeText } from './words.ts';

/**
 * Where a VPC, subnet, function or list of subnets stands in its file, `file:line:column`. What is
 * not declared stands where it is named first: in a subnet, else in a function. Null: nowhere.
 */
export function placesOf(
  { vpcs, subnets, functions }: Pick<Estate, 'vpcs' | 'subnets' | 'functions'>,
  attached: readonly Attached[],
  uses: readonly PlannedUse[],
): (id: string) => string | null {
  const places = new Map<string, string>();
  const stands = (id: string, where: Attached['where']) => {
    if (!places.has(id)) places.set(id, placeText(where));
  };
  // What the command line tells of a subnet has no line.
  const declared = subnets.filter(({ where }) => where.line > 0);
  for (const { id, where } of [...vpcs, ...declared, ...functions]) stands(id, where);
  for (const { vpc, where } of declared) if (vpc !== null) stands(vpc, where);
  const vpcOf = new Map(uses.map(({ id, vpc }) => [id, vpc ?? UNKNOWN_VPC]));
  for (const { vpc, where } of attached) {
    for (const id of [...vpc.subnets.ids, ...vpc.subnets.open]) {
      stands(id, where);
      stands(vpcOf.get(id) ?? UNKNOWN_VPC, where);
    }
  }
  for (const { id, where } of subnets) stands(id, where);
  return (id) => places.get(id) ?? null;
}
