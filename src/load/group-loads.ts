import type { CountedLanes, Outlook } from './counted-lanes.ts';
import type { Group } from './groups.ts';
import { leastOf, loadOf, mostOf, type PairingLoad } from './pairing-load.ts';

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
  for (const pairing of group.pairings) {
    const here = outlooks.filter((_, i) => lanes.pairingsOf(group.lanes[i]!).includes(pairing));
    const load = (of: (outlook: Outlook) => Outlook['now']) => loadOf(here.map(of), stepMs);
    loads.now.push(load(({ now }) => now));
    loads.least.push(leastOf(load(({ least }) => least)));
    loads.most.push(mostOf(load(({ most }) => most)));
  }
  for (const { untilMs } of outlooks) loads.untilMs = Math.min(loads.untilMs, untilMs);
  return loads;
}
