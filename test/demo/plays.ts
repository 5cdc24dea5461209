import { type Play, playOf } from '../../src/demo/play.ts';
import { parseScenarioObject } from '../../src/scenario/parse.ts';
import { scenarioOf } from '../scenarios/stories.ts';

export const NAMES = ['share-one-pairing', 'idle-reclaim', 'old-versions-hold', 'slow-destroy'];

export async function playNamed(name: string): Promise<Play> {
  return playOf(await scenarioOf(`${name}.yaml`), {}, null);
}

/** A run with many functions, some names as long as they may be, and a quota that is used up. */
export function crowdPlay(many: number): Play {
  const names = Array.from({ length: many }, (_, place) => {
    return `function-${place}${'x'.repeat(place % 10 === 0 ? 100 : 0)}`;
  });
  const vpcOf = (place: number) => {
    return { subnets: ['a', 'b'], securityGroups: [`group-${place % 7}`] };
  };
  const groups = Array.from({ length: 7 }, (_, place) => [`group-${place}`, { vpc: 'main' }]);
  const parsed = parseScenarioObject(
    {
      name: 'crowd',
      until: '2d',
      network: {
        vpcs: { main: { eniQuota: 10 } },
        subnets: {
          a: { vpc: 'main', cidr: '10.0.0.0/24' },
          b: { vpc: 'main', cidr: '10.0.1.0/24' },
        },
        securityGroups: Object.fromEntries(groups),
      },
      functions: Object.fromEntries(names.map((name, place) => [name, { vpc: vpcOf(place) }])),
    },
    { file: 'crowd' },
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return playOf(parsed.scenario, {}, null);
}
