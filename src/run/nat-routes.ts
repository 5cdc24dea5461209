import { natOf } from '../network/nat.ts';
import type { Scenario } from '../scenario/types.ts';

/** Connections through one NAT gateway to one address. */
export interface NatRoute {
  nat: string;
  destination: string;
  /** How many addresses the gateway has, each with ports of its own. */
  addresses: number;
}

/** NET-3: the ways whose ports a scenario asks to be counted, in the order it names them. */
export function natRoutesOf(scenario: Scenario): NatRoute[] {
  const routes = new Map<string, NatRoute>();
  scenario.functions.forEach((_, fn) => {
    for (const { route } of waysOf(scenario, fn)) routes.set(nameOf(route), route);
  });
  return [...routes.values()];
}

/**
 * Says by subnet which of the routes connections of a function take there; null: none is counted.
 * @param routes as `natRoutesOf` gives them
 */
export function routesOf(
  scenario: Scenario,
  fn: number,
  routes: readonly NatRoute[],
): Record<string, number> | null {
  const ways = waysOf(scenario, fn).map(({ subnet, route }): [string, number] => {
    return [subnet, routes.findIndex((one) => nameOf(one) === nameOf(route))];
  });
  return ways.length > 0 ? Object.fromEntries(ways) : null;
}

function waysOf(scenario: Scenario, fn: number): { subnet: string; route: NatRoute }[] {
  const { connections, destinations = [] } = scenario.functions[fn]!;
  if (connections.to === undefined) return [];
  const destination = destinations.find(({ name }) => name === connections.to);
  if (destination?.kind !== 'internet' || destination.address === null) return [];
  const { address } = destination;
  const used = subnetsOf(scenario, fn);
  return scenario.network.subnets.flatMap((subnet) => {
    if (!used.has(subnet.id)) return [];
    const nat = natOf(scenario.network, subnet, destination);
    if (nat === null) return [];
    const route = { nat: nat.id, destination: address, addresses: nat.addresses ?? 1 };
    return [{ subnet: subnet.id, route }];
  });
}

/** Those of all configurations that it ever has. */
function subnetsOf(scenario: Scenario, fn: number): Set<string> {
  const { id, vpc } = scenario.functions[fn]!;
  const later = scenario.timeline.flatMap((action) => {
    const isHere = action.action === 'update' && action.function === id;
    return isHere && action.vpc !== null && action.vpc !== 'keep' ? (action.vpc.subnets ?? []) : [];
  });
  return new Set([...(vpc?.subnets ?? []), ...later]);
}

export function nameOf({ nat, destination }: NatRoute): string {
  return `${nat} to ${destination}`;
}
