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

/** Whether all functions whose VPC is not known lie in one: each uses what another one uses. */
export function isOneVpc(
  functions: readonly Attached[],
  homes: ReadonlyMap<string, string>,
): boolean {
  const parents = new Map<string, string>();
  const rootOf = (id: string): string => {
    let root = id;
    for (let up = parents.get(root); up !== undefined && up !== root; up = parents.get(root)) {
      parents.set(root, parents.get(up) ?? up);
      root = up;
    }
    return root;
  };
  const roots = new Set<string>();
  for (const { vpc } of functions) {
    const ids = [...vpc.subnets.ids, ...groupsOf(vpc)];
    if (ids.length === 0 || ids.some((id) => homes.has(id))) continue;
    const own = rootOf(ids[0]!);
    roots.add(own);
    for (const id of ids) {
      const other = rootOf(id);
      if (other === own) continue;
      parents.set(other, own);
      roots.delete(other);
    }
  }
  return roots.size <= 1;
}
