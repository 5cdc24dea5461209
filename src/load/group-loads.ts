import type { CountedLanes, Outlook } from './counted-lanes.ts';
import type { Group } from './groups.ts';
import { leastOf, loadOf, mostOf, type PairingLoad, sumOf } from './pairing-load.ts';

/** By pairing of a group. */
export interface Loads {
  now: PairingLoad[];
  least: number[];
  most: number[];
  untilMs: number;
}

/** The connections of a group by pairing: their laws now, and bounds until a step later. */
export function loadsIn(group: Group, lanes: CountedLanes, stepMs: number, nowMs: number): Loads {
  const loads: Loads = { now: [], least: [], most: [], untilMs: Number.POSITIVE_INFINITY };
  const outlooks = group.lanes.map((place) => lanes.outlook(place, nowMs));
  // Versions spread over several subnets load each of their pairings alike.
  const known = new Map<string, { now: PairingLoad; least: number; most: number }>();
  for (const pairing of group.pairings) {
    const lanesHere = group.lanes.flatMap((place, i) => {
      return lanes.pairingsOf(place).includes(pairing) ? [i] : [];
    });
    const key = lanesHere.join();
    const here =
      known.get(key) ??
      loadsOf(
        lanesHere.map((i) => outlooks[i]!),
        stepMs,
      );
    known.set(key, here);
    loads.now.push(here.now);
    loads.least.push(here.least);
    loads.most.push(here.most);
  }
  for (const { untilMs } of outlooks) loads.untilMs = Math.min(loads.untilMs, untilMs);
  return loads;
}

function loadsOf(outlooks: readonly Outlook[], stepMs: number) {
  const shares = (of: 'now' | 'least' | 'most') => outlooks.map((outlook) => outlook[of]);
  return {
    now: loadOf(shares('now'), stepMs),
    least: leastOf(sumOf(shares('least'))),
    most: mostOf(sumOf(shares('most'))),
  };
}
