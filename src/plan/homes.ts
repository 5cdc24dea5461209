import type { Estate } from '../templates/types.ts';
import { type Attached, groupsOf } from './pairings.ts';

/** Stands for the VPC of functions of which the templates do not tell it. */
export const UNKNOWN_VPC = 'unknown';

/** The VPC of every subnet and group: what one function uses together lies in one VPC. */
export function vpcsOfIds(estate: Estate, functions: readonly Attached[]): Map<string, string> {
  const known = new Map<string, string>();
  for (const { id, vpc } of [...estate.subnets, ...estate.securityGroups])
    if (vpc !== null) known.set(id, vpc);
  let open = functions;
  for (let before = -1; before !== open.length; ) {
    before = open.length;
    open = open.filter(({ vpc }) => {
      const ids = [...vpc.subnets.ids, ...groupsOf(vpc)];
      const home = ids.map((id) => known.get(id)).find((found) => found !== undefined);
      if (home === undefined) return true;
      for (const id of ids) if (!known.has(id)) known.set(id, home);
      return false;
    });
  }
  return known;
}
