import type { PlannedEndpoint, PlannedNat, PlannedPeering } from './types.ts';
import { type Maybe, shownOf, Unknown } from './values.ts';
import { idOf, idsOf, isGiven, type Names, type View } from './view.ts';

/** A property by its name, of a resource or of a block in one. */
export type Get = (name: string) => Maybe;

/**
 * Says where a route leads, by the properties it has: `internetGateway`, `egressOnlyGateway`, the
 * id of a NAT gateway or a peering, or null: somewhere that the templates do not tell.
 */
export type WayOf = (route: Get) => string | null;

export function waysIn(views: readonly View[], names: Names): WayOf {
  const types = new Map(views.map(({ id, type }) => [id, type]));
  const inward = new Set(views.filter(isPrivateNat).map(({ id }) => id));
  return (route) => {
    const gateway = route('GatewayId');
    if (isGiven(gateway)) return isInternetGateway(gateway, types) ? 'internetGateway' : null;
    const nat = route('NatGatewayId');
    if (isGiven(nat)) {
      const id = names.of(nat);
      return inward.has(id) || mayBeNothing(nat) ? null : id;
    }
    const egressOnly = route('EgressOnlyInternetGatewayId');
    if (isGiven(egressOnly)) return mayBeNothing(egressOnly) ? null : 'egressOnlyGateway';
    return idOf(route('VpcPeeringConnectionId'), names);
  };
}

function isInternetGateway(gateway: Maybe, types: ReadonlyMap<string, string>): boolean {
  if (!(gateway instanceof Unknown)) return String(gateway).startsWith('igw-');
  return types.get(gateway.resource ?? '') === 'AWS::EC2::InternetGateway';
}

/** A condition decides whether there is a gateway at all. */
function mayBeNothing(value: Maybe): boolean {
  if (!(value instanceof Unknown) || value.choice === undefined) return false;
  return !value.choice.options.every((one) => isGiven(one.value));
}

/** It translates between private networks and knows no internet. */
function isPrivateNat(view: View): boolean {
  if (view.type !== 'AWS::EC2::NatGateway') return false;
  const kind = view.get('ConnectivityType');
  return isGiven(kind) && kind !== 'public';
}

export function natGatewaysOf(views: readonly View[], names: Names): PlannedNat[] {
  const nats = views.filter((view) => view.type === 'AWS::EC2::NatGateway' && !isPrivateNat(view));
  return nats.map((view) => {
    const more = view.get('SecondaryAllocationIds');
    const addresses = 1 + (Array.isArray(more) ? more.length : 0);
    return { id: view.id, where: view.where, subnet: idOf(view.get('SubnetId'), names), addresses };
  });
}

export function peeringsOf(views: readonly View[], names: Names): PlannedPeering[] {
  return views.flatMap((view): PlannedPeering[] => {
    if (view.type !== 'AWS::EC2::VPCPeeringConnection') return [];
    const [one, other] = ['VpcId', 'PeerVpcId'].map((name) => idOf(view.get(name), names));
    return one && other ? [{ id: view.id, between: [one, other] }] : [];
  });
}

export function endpointsOf(views: readonly View[], names: Names): PlannedEndpoint[] {
  return views.flatMap((view): PlannedEndpoint[] => {
    if (view.type !== 'AWS::EC2::VPCEndpoint') return [];
    const kind = view.get('VpcEndpointType') ?? 'Gateway';
    if (kind !== 'Gateway' && kind !== 'Interface') return [];
    return [
      {
        id: view.id,
        vpc: idOf(view.get('VpcId'), names),
        service: serviceOf(view.get('ServiceName')),
        kind: kind === 'Gateway' ? 'gateway' : 'interface',
        tables: idsOf(view.get('RouteTableIds'), names),
        subnets: idsOf(view.get('SubnetIds'), names),
      },
    ];
  });
}

/** `com.amazonaws.eu-west-1.s3` is `s3`, whatever the Region. */
function serviceOf(name: Maybe): string | null {
  return /^com\.amazonaws\.(?:\$\{[^}]*\}|[a-z0-9-]+)\.(.+)$/.exec(shownOf(name))?.[1] ?? null;
}
