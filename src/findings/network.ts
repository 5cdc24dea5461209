import { ANYWHERE } from '../network/blocks.ts';
import { byId } from '../network/lookup.ts';
import { reach } from '../network/reach.ts';
import { percentOf, routeTo } from '../network/site.ts';
import type { Destination } from '../network/types.ts';
import { connectionFindings } from './connections.ts';
import { filterFindings } from './filters.ts';
import { subnetFindings } from './subnets.ts';
import { type Design, type DesignFunction, ELSEWHERE, type Found } from './types.ts';
import { sentence, severityFor } from './words.ts';

/** NET-1 to NET-6: what functions reach, and parts of the network that do nothing. */
export function networkFindings(design: Design): Found[] {
  return [
    ...design.functions.flatMap((fn) =>
      fn.destinations.flatMap((to) => destination(design, fn, to)),
    ),
    ...connectionFindings(design),
    ...natGateways(design),
    ...subnetFindings(design),
    ...filterFindings(design),
  ];
}

/** One finding for each way in which a configuration cannot reach a destination. */
function destination({ surroundings }: Design, fn: DesignFunction, to: Destination): Found[] {
  const outcomes = fn.configs.map((config) => reach(surroundings, config, to));
  const wanted = to.expect ?? 'reached';
  const cameTrue = outcomes.some(({ share }) => outcomeOf(share) === wanted);
  const base = { subject: fn.id, where: fn.where };
  const lost = new Map<string, Found>();
  for (const { share, obstacle } of outcomes) {
    if (obstacle === null) continue;
    const { reason, mend, rule } = obstacle;
    const what =
      share === 0
        ? `\`${fn.id}\` cannot reach \`${to.name}\`, so its calls run into their timeout`
        : `\`${fn.id}\` reaches \`${to.name}\` with ${percentOf(share)} of its connections only`;
    const meant = wanted !== 'reached' && cameTrue;
    const severity = meant ? 'info' : share === 0 ? severityFor(fn) : 'warning';
    const message = `${what}: ${reason}.`;
    lost.set(message, {
      ...base,
      id: 'unreachable',
      rule,
      severity,
      message,
      mend: sentence(mend),
    });
  }
  if (wanted === 'reached' || cameTrue) return [...lost.values()];
  const message = `\`${to.name}\` is expected to be ${wanted} from \`${fn.id}\`, and never is.`;
  const mend = 'Take the `expect` of the destination out, or mend the network.';
  return [
    ...lost.values(),
    { ...base, id: 'reached-unexpectedly', severity: 'error', message, mend },
  ];
}

function outcomeOf(share: number): NonNullable<Destination['expect']> {
  if (share === 1) return 'reached';
  return share === 0 ? 'unreachable' : 'partly';
}

function natGateways({ surroundings }: Design): Found[] {
  return (surroundings.natGateways ?? []).flatMap(({ id, subnet, where = null }): Found[] => {
    const home = byId(surroundings.subnets, subnet);
    if (home?.routes === undefined) return [];
    const via = routeTo(home, ANYWHERE[4])?.via;
    if (via === 'internetGateway' || via === ELSEWHERE) return [];
    const message = `NAT gateway \`${id}\` stands in private subnet \`${subnet}\` and leads nowhere.`;
    const mend = 'Put it into a subnet that routes 0.0.0.0/0 to the internet gateway.';
    const base = { severity: 'warning', subject: id, where } as const;
    return [{ ...base, id: 'nat-in-private-subnet', message, mend }];
  });
}
