import type { OtherInterfaces, Range } from './types.ts';
import { isDict, type Maybe, Unknown, type Value } from './values.ts';
import { type Builder, idsOf, type View } from './view.ts';

interface Kind {
  kind: string;
  /** Where its subnets stand; of several, those that are given count. */
  paths: readonly string[];
  /** Where the number of its interfaces stands, which are spread over the subnets. */
  count?: string;
  sharesQuota?: true;
}

/**
 * What puts interfaces into subnets beside Lambda. Load balancers and proxies add more under load:
 * one in each subnet is the least.
 */
const KINDS: Readonly<Record<string, Kind>> = {
  'AWS::EC2::VPCEndpoint': { kind: 'interface endpoint', paths: ['SubnetIds'] },
  'AWS::EFS::MountTarget': { kind: 'EFS mount target', paths: ['SubnetId'], sharesQuota: true },
  'AWS::EC2::NatGateway': { kind: 'NAT gateway', paths: ['SubnetId'] },
  'AWS::EC2::Instance': { kind: 'instance', paths: ['SubnetId', 'NetworkInterfaces.*.SubnetId'] },
  'AWS::EC2::NetworkInterface': { kind: 'network interface', paths: ['SubnetId'] },
  'AWS::EC2::TransitGatewayAttachment': { kind: 'transit gateway', paths: ['SubnetIds'] },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    kind: 'load balancer',
    paths: ['Subnets', 'SubnetMappings.*.SubnetId'],
  },
  'AWS::RDS::DBProxy': { kind: 'database proxy', paths: ['VpcSubnetIds'] },
  'AWS::ECS::Service': {
    kind: 'ECS tasks',
    paths: ['NetworkConfiguration.AwsvpcConfiguration.Subnets'],
    count: 'DesiredCount',
  },
  'AWS::OpenSearchService::Domain': { kind: 'search domain', paths: ['VPCOptions.SubnetIds'] },
  'AWS::Elasticsearch::Domain': { kind: 'search domain', paths: ['VPCOptions.SubnetIds'] },
  'AWS::MSK::Cluster': {
    kind: 'Kafka brokers',
    paths: ['BrokerNodeGroupInfo.ClientSubnets'],
    count: 'NumberOfBrokerNodes',
  },
  'AWS::Route53Resolver::ResolverEndpoint': {
    kind: 'resolver endpoint',
    paths: ['IpAddresses.*.SubnetId'],
  },
};

/** The interfaces of other services, as far as the templates tell their subnets. */
export function interfacesOf(views: readonly View[], builder: Builder): OtherInterfaces[] {
  const groups = subnetGroups(views);
  return views.flatMap((view) => {
    const kind = KINDS[view.type];
    if (kind !== undefined) return spread(view, kind, builder);
    return view.type === 'AWS::RDS::DBInstance' ? database(view, groups, builder) : [];
  });
}

function spread(view: View, kind: Kind, { names }: Builder): OtherInterfaces[] {
  const { id, where } = view;
  if (view.type === 'AWS::EC2::VPCEndpoint' && !isInterfaceEndpoint(view)) return [];
  const found = kind.paths.flatMap((path) => lookUp(view, path));
  const subnets = idsOf(found, names).ids;
  const count = kind.count === undefined ? null : Number(numberOf(view.get(kind.count)) ?? 1);
  const each = count === null ? 1 : Math.ceil(count / Math.max(1, subnets.length));
  if (subnets.length === 0 || each === 0) return [];
  const held = { kind: kind.kind, subnets, rest: exactly(each), peak: exactly(each) };
  const sharesQuota = kind.sharesQuota === true;
  return [{ id, where, type: view.type, ...held, total: null, mustBeFree: 0, sharesQuota }];
}

const exactly = (count: number): Range => ({ least: count, most: count });

function isInterfaceEndpoint(view: View): boolean {
  return /^(Interface|GatewayLoadBalancer)$/.test(String(view.get('VpcEndpointType')));
}

function numberOf(value: Maybe): number | null {
  const number = Number(value instanceof Unknown ? Number.NaN : (value ?? Number.NaN));
  return Number.isFinite(number) ? number : null;
}

/** The values under a dotted path, in which a star stands for every item of a list. */
function lookUp(view: View, path: string): Value[] {
  const [head = '', rest] = path.split('.*.');
  const value = view.get(head);
  if (rest === undefined) return value === undefined ? [] : [value];
  const items = Array.isArray(value) ? value : [];
  return items.flatMap((item) => (isDict(item) ? (item.get(rest) ?? []) : []));
}

/** The subnets of each group of a database, and of each cluster by its group. */
function subnetGroups(views: readonly View[]): Map<string, Value> {
  const groups = new Map<string, Value>();
  for (const view of views) {
    if (view.type !== 'AWS::RDS::DBSubnetGroup') continue;
    groups.set(view.id, view.get('SubnetIds') ?? []);
    // A group may be meant by its name as well.
    const name = view.get('DBSubnetGroupName');
    if (typeof name === 'string') groups.set(name, view.get('SubnetIds') ?? []);
  }
  for (const view of views) {
    const named = view.type === 'AWS::RDS::DBCluster' ? view.get('DBSubnetGroupName') : undefined;
    const found = groups.get(resourceOf(named));
    if (found !== undefined) groups.set(view.id, found);
  }
  return groups;
}

const resourceOf = (value: Maybe): string =>
  value instanceof Unknown ? (value.resource ?? '') : String(value ?? '');

/** A database lives in one of its subnets, or fails over to any: each must have room. */
function database(
  view: View,
  groups: ReadonlyMap<string, Value>,
  { names }: Builder,
): OtherInterfaces[] {
  const named = view.get('DBSubnetGroupName') ?? view.get('DBClusterIdentifier');
  const subnets = idsOf(groups.get(resourceOf(named)), names).ids;
  if (subnets.length === 0) return [];
  const kind = 'database (in any of its subnets)';
  const { id, where, type } = view;
  const held = { kind, subnets, rest: exactly(1), peak: exactly(1), total: null, mustBeFree: 0 };
  return [{ id, where, type, ...held, sharesQuota: false }];
}
