import type { Scene, SeenEni } from './scene.ts';

/** How something that is to be seen here stands to the other way: it is not there, or otherwise. */
export type Difference = 'onlyHere' | 'otherwise';

/**
 * What differs from the other way, by the names of functions, ENIs and numbers. An ENI of the same
 * number in another pairing is another ENI.
 */
export function differencesTo(other: Scene, here: Scene): Map<string, Difference> {
  const there = new Map(lookOf(other));
  const differences = new Map<string, Difference>();
  for (const [name, look] of lookOf(here)) {
    const known = there.get(name);
    const isThere = known !== undefined && known.place === look.place;
    if (!isThere) differences.set(name, 'onlyHere');
    else if (known.state !== look.state) differences.set(name, 'otherwise');
  }
  return differences;
}

interface Look {
  place: string;
  state: string;
}

function lookOf({ functions, vpcs }: Scene): [name: string, look: Look][] {
  const pairings = vpcs.flatMap(({ subnets }) => subnets.flatMap((subnet) => subnet.pairings));
  return [
    ...functions.map(({ name, holds, waits, ...states }): [string, Look] => {
      return [name, { place: '', state: JSON.stringify([states, holds, waits]) }];
    }),
    ...pairings.flatMap(({ name: place, enis }) =>
      enis.map(({ name, phase }: SeenEni): [string, Look] => [name, { place, state: phase }]),
    ),
    ...vpcs.flatMap(({ id, enis, quota, subnets }): [string, Look][] => [
      [`enis of ${id}`, { place: '', state: `${enis}/${quota}` }],
      ...subnets.map(({ id: subnet, free }): [string, Look] => {
        return [`free of ${subnet}`, { place: '', state: String(free) }];
      }),
    ]),
  ];
}
