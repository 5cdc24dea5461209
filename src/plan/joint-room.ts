import { thousands } from '../findings/words.ts';
import type { Estate } from '../templates/types.ts';
import type { Judged, Limit, PlannedUse } from './types.ts';

/** Who takes addresses of some subnets, and how many of them together at least. */
interface Taker {
  subnets: readonly string[];
  least: number;
}

/**
 * The room of several subnets together (LIMIT-2, ADDR-3): what may be in any of them is in one of
 * them, so that nothing helps where all need more than all have. Only that is said here; the room
 * of each subnet is judged by itself.
 */
export function jointLimits(estate: Estate, uses: readonly PlannedUse[]): Limit[] {
  const byId = new Map(uses.map((use) => [use.id, use]));
  const takers = [...uses.map(functionsIn), ...estate.interfaces.map(takerOf)];
  const bySubnet = new Map<string, Taker[]>();
  for (const taker of takers) {
    for (const id of taker.subnets) {
      const others = bySubnet.get(id);
      if (others === undefined) bySubnet.set(id, [taker]);
      else others.push(taker);
    }
  }
  const spread = estate.interfaces.filter(({ total, subnets }) => {
    return total !== null && subnets.length > 1 && subnets.some((id) => byId.get(id)?.isUsed);
  });
  const sets = new Map(spread.map(({ subnets }) => [subnets.toSorted().join('\n'), subnets]));
  return [...sets.values()].flatMap((subnets) => {
    const known = subnets.flatMap((id) => byId.get(id)?.usable ?? []);
    if (known.length < subnets.length) return [];
    const has = known.reduce((sum, usable) => sum + usable, 0);
    const near = new Set(subnets.flatMap((id) => bySubnet.get(id) ?? []));
    const inside = [...near].filter((one) => one.subnets.every((id) => subnets.includes(id)));
    const least = inside.reduce((sum, one) => sum + one.least, 0);
    return least > has ? [limitOf(subnets, has, least)] : [];
  });
}

/** Functions, and what was told to be taken. */
function functionsIn({ id, others, inUse }: PlannedUse): Taker {
  const resources = others.filter((one) => one.id !== id);
  const rest = resources.reduce((sum, one) => sum + one.rest.least, 0);
  return { subnets: [id], least: inUse.least - rest };
}

function takerOf({ subnets, rest, total }: Estate['interfaces'][number]): Taker {
  return { subnets, least: total?.least ?? rest.least * subnets.length };
}

function limitOf(subnets: readonly string[], has: number, least: number): Limit {
  const subject = subnets.join(' and ');
  const because =
    `subnets ${subject} together need at least ${thousands(least)} of ` +
    `${thousands(has)} addresses`;
  const judged: Judged = { verdict: 'no', needs: { least, most: null }, because };
  return { kind: 'room', subject, has, now: judged, whileReplaced: judged, settledBy: [] };
}
