import type { PlannedFunction, VpcAttachment } from './types.ts';

/**
 * A subnet that a condition chooses is one of those it chooses between. Where another function with
 * the same groups is in one of them, nobody knows whether they share: the list is open then.
 */
export function openChoices(
  functions: readonly PlannedFunction[],
  choices: ReadonlyMap<string, readonly string[]>,
): void {
  if (choices.size === 0) return;
  const attached = functions.flatMap(({ vpc }) => {
    return vpc === null || vpc === 'unknown' ? [] : [vpc];
  });
  const places = placesOf(attached, choices);
  for (const vpc of attached) {
    const isOpen = (id: string): boolean =>
      (choices.get(id) ?? []).some((one) => (places.get(placeOf(one, vpc))?.size ?? 0) > 1);
    const { ids, open } = vpc.subnets;
    vpc.subnets = {
      ...vpc.subnets,
      ids: ids.filter((id) => !isOpen(id)),
      open: [...open, ...ids.filter(isOpen)],
    };
  }
}

/** What may be in each place: ids that are there for sure, and choices that may turn out to be. */
function placesOf(
  attached: readonly VpcAttachment[],
  choices: ReadonlyMap<string, readonly string[]>,
): Map<string, Set<string>> {
  const places = new Map<string, Set<string>>();
  for (const vpc of attached) {
    for (const id of vpc.subnets.ids) {
      for (const one of choices.get(id) ?? [id]) {
        const place = placeOf(one, vpc);
        places.set(place, (places.get(place) ?? new Set()).add(id));
      }
    }
  }
  return places;
}

function placeOf(subnet: string, { securityGroups: { ids, open } }: VpcAttachment): string {
  return JSON.stringify([subnet, [...ids, ...open].sort()]);
}
