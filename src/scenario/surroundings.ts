import type { Destination, Surroundings } from '../network/types.ts';
import type { CheckedFile } from './schema.ts';

/** What lies around the subnets: NAT gateways, peerings, endpoints and network ACLs. */
export function surroundingsOf(
  network: CheckedFile['network'],
): Pick<Surroundings, 'natGateways' | 'peerings' | 'endpoints' | 'networkAcls'> {
  return {
    natGateways: withIds(network?.natGateways),
    peerings: withIds(network?.peerings).map(({ id, between: [one = '', other = ''] }) => {
      return { id, between: [one, other] };
    }),
    endpoints: withIds(network?.endpoints),
    networkAcls: withIds(network?.networkAcls),
  };
}

function withIds<T extends object>(things: Record<string, T> | null | undefined) {
  return Object.entries(things ?? {}).map(([id, thing]) => ({ id, ...thing }));
}

/** A function's destinations in the order of the file; nothing where it names none. */
export function destinationsOf(
  spec: CheckedFile['functions'][string],
): { destinations: Destination[] } | Record<string, never> {
  if (spec?.destinations === undefined) return {};
  const entries = Object.entries(spec.destinations);
  return { destinations: entries.map(([name, draft]) => ({ ...draft, name })) };
}
