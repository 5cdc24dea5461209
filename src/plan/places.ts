import type { Estate } from '../templates/types.ts';
import { UNKNOWN_VPC } from './homes.ts';
import type { Attached } from './pairings.ts';
import type { PlannedUse } from './types.ts';
import { placeText } from './words.ts';

/**
 * Where a VPC or subnet stands in its file, `file:line:column`. One that is not declared stands
 * where it is named first: in a subnet, else in a function that uses it. Null: nowhere.
 */
export function placesOf(
  { vpcs, subnets }: Pick<Estate, 'vpcs' | 'subnets'>,
  functions: readonly Attached[],
  uses: readonly PlannedUse[],
): (id: string) => string | null {
  const places = new Map<string, string>();
  const stands = (id: string, where: Attached['where']) => {
    if (!places.has(id)) places.set(id, placeText(where));
  };
  for (const { id, where } of [...vpcs, ...subnets]) stands(id, where);
  for (const { vpc, where } of subnets) if (vpc !== null) stands(vpc, where);
  const vpcOf = new Map(uses.map(({ id, vpc }) => [id, vpc ?? UNKNOWN_VPC]));
  for (const { vpc, where } of functions) {
    for (const id of vpc.subnets.ids) {
      stands(id, where);
      stands(vpcOf.get(id) ?? UNKNOWN_VPC, where);
    }
  }
  return (id) => places.get(id) ?? null;
}
