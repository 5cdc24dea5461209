import type { Destination, Surroundings } from '../network/types.ts';
import type { CheckedFile } from './schema.ts';
import type { DestinationDraft } from './schema-destinations.ts';

/** What was written, without what was left out: there AWS's default holds. */
export function given<T extends object>(
  parts: T,
): { [K in keyof T]?: Exclude<T[K], undefined | null> } {
  const written = Object.entries(parts).filter(
    ([, value]) => value !== undefined && value !== null,
  );
  return Object.fromEntries(written) as { [K in keyof T]?: Exclude<T[K], undefined | null> };
}

/** What lies around the subnets: NAT gateways, peerings, endpoints and network ACLs. */
export function surroundingsOf(
  network: CheckedFile['network'],
): Pick<Surroundings, 'natGateways' | 'peerings' | 'endpoints' | 'networkAcls'> {
  const peerings = withIds(network?.peerings)?.map(({ id, between: [one = '', other = ''] }) => {
    return { id, between: [one, other] as const };
  });
  return given({
    natGateways: withIds(network?.natGateways),
    peerings,
    endpoints: withIds(network?.endpoints),
    networkAcls: withIds(network?.networkAcls),
  });
}

function withIds<T extends object>(things: Record<string, T> | null | undefined) {
  if (things === undefined || things === null) return undefined;
  return Object.entries(things).map(([id, thing]) => ({ id, ...thing }));
}

/** A function's destinations in the order of the file. */
export function destinationsOf(
  spec:
    | { destinations?: Readonly<Record<string, DestinationDraft>> | undefined }
    | null
    | undefined,
): Destination[] | undefined {
  if (spec?.destinations === undefined) return undefined;
  const entries = Object.entries(spec.destinations);
  return entries.map(([name, draft]) => ({ ...draft, name }));
}
