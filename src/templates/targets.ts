import { type PortName, portsOfEngine, SERVICE_PORTS } from '../evidence/ports.ts';
import type { PlannedEnd } from './types.ts';
import { type Maybe, Unknown } from './values.ts';
import { idsOf, isGiven, type Names, type View } from './view.ts';

/** Something in a VPC that functions connect to, and where its template says how. */
interface Kind {
  kind: string;
  groups: string;
  subnets: string;
  /** Where the group of its subnets is named, in place of subnets of its own. */
  subnetGroup?: string;
  port?: string;
  /** Where its engine is named, which tells the port; or what it always is. */
  engine?: string;
  always?: PortName;
  /** The resource that has its groups, subnets and port, where it belongs to one. */
  partOf?: string;
  /** A name alone may be meant for its API. */
  isNamed?: true;
}

const kinds = {
  database: { kind: 'database', groups: 'VPCSecurityGroups', subnets: '', isNamed: true },
  cluster: { kind: 'database cluster', groups: 'VpcSecurityGroupIds', subnets: '', isNamed: true },
  cache: { kind: 'cache', groups: 'SecurityGroupIds', subnets: '', isNamed: true },
} as const satisfies Record<string, Kind>;

const RDS_GROUP = 'DBSubnetGroupName';
const search = {
  ...{ kind: 'search domain', groups: 'VPCOptions.SecurityGroupIds' },
  ...{ subnets: 'VPCOptions.SubnetIds', always: 'https' as const },
};

const KINDS: Readonly<Record<string, Kind>> = {
  'AWS::RDS::DBInstance': {
    ...kinds.database,
    ...{ subnetGroup: RDS_GROUP, port: 'Port', engine: 'Engine', partOf: 'DBClusterIdentifier' },
  },
  'AWS::RDS::DBCluster': {
    ...kinds.cluster,
    ...{ subnetGroup: RDS_GROUP, port: 'Port', engine: 'Engine' },
  },
  'AWS::RDS::DBProxy': {
    ...{ kind: 'database proxy', groups: 'VpcSecurityGroupIds', subnets: 'VpcSubnetIds' },
    ...{ engine: 'EngineFamily', isNamed: true },
  },
  'AWS::ElastiCache::CacheCluster': {
    ...kinds.cache,
    groups: 'VpcSecurityGroupIds',
    ...{ subnetGroup: 'CacheSubnetGroupName', port: 'Port', engine: 'Engine' },
  },
  'AWS::ElastiCache::ReplicationGroup': {
    ...kinds.cache,
    ...{ subnetGroup: 'CacheSubnetGroupName', port: 'Port', always: 'redis' },
  },
  'AWS::ElastiCache::ServerlessCache': { ...kinds.cache, subnets: 'SubnetIds', engine: 'Engine' },
  'AWS::MemoryDB::Cluster': {
    ...kinds.cache,
    ...{ subnetGroup: 'SubnetGroupName', port: 'Port', always: 'memorydb' },
  },
  'AWS::DAX::Cluster': { ...kinds.cache, subnetGroup: 'SubnetGroupName', always: 'dax' },
  'AWS::Redshift::Cluster': {
    ...{ ...kinds.cluster, kind: 'data warehouse' },
    ...{ subnetGroup: 'ClusterSubnetGroupName', port: 'Port', always: 'redshift' },
  },
  'AWS::RedshiftServerless::Workgroup': {
    ...{ kind: 'data warehouse', groups: 'SecurityGroupIds', subnets: 'SubnetIds' },
    ...{ port: 'Port', always: 'redshift' },
  },
  'AWS::DocDB::DBCluster': {
    ...kinds.cluster,
    ...{ subnetGroup: RDS_GROUP, port: 'Port', always: 'docdb' },
  },
  'AWS::DocDB::DBInstance': { ...kinds.database, partOf: 'DBClusterIdentifier' },
  'AWS::Neptune::DBCluster': {
    ...kinds.cluster,
    ...{ subnetGroup: RDS_GROUP, port: 'DBPort', always: 'neptune' },
  },
  'AWS::Neptune::DBInstance': { ...kinds.database, partOf: 'DBClusterIdentifier' },
  'AWS::OpenSearchService::Domain': search,
  'AWS::Elasticsearch::Domain': search,
  'AWS::MSK::Cluster': {
    ...{ kind: 'Kafka cluster', groups: 'BrokerNodeGroupInfo.SecurityGroups' },
    ...{ subnets: 'BrokerNodeGroupInfo.ClientSubnets', always: 'kafka', isNamed: true },
  },
  'AWS::AmazonMQ::Broker': {
    ...{ kind: 'message broker', groups: 'SecurityGroups', subnets: 'SubnetIds' },
    engine: 'EngineType',
  },
  'AWS::EC2::VPCEndpoint': {
    ...{ kind: 'interface endpoint', groups: 'SecurityGroupIds', subnets: 'SubnetIds' },
    always: 'https',
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    ...{ kind: 'load balancer', groups: 'SecurityGroups', subnets: 'Subnets' },
  },
};

/** What takes connections from within the VPC. */
export interface Target extends PlannedEnd {
  kind: string;
  ports: readonly number[];
  isNamed: boolean;
  onlyIf: View['onlyIf'];
}

/** The resources of the templates by id, and what listens. */
export interface Around {
  byId: ReadonlyMap<string, View>;
  listeners: ReadonlyMap<string, number[]>;
}

/** The target that a resource is; null: it is none, or a part of it is not known. */
export function targetOf(view: View, around: Around, names: Names): Target | null {
  const own = KINDS[view.type];
  if (own === undefined || isPublic(view)) return null;
  const whole = around.byId.get(
    resourceOf(own.partOf === undefined ? undefined : view.get(own.partOf)),
  );
  const home = whole ?? view;
  const kind = KINDS[home.type] ?? own;
  const ports = portsOf(home, kind, around);
  if (ports === null) return null;
  const groups = idsOf(home.get(kind.groups), names);
  // Without groups of its own it has those that the VPC was born with.
  const isTold = groups.ids.length > 0 && groups.open.length === 0;
  return {
    id: view.id,
    kind: own.kind,
    ports,
    isNamed: own.isNamed === true,
    onlyIf: view.onlyIf,
    subnets: idsOf(subnetsOf(home, kind, around), names),
    securityGroups: isTold ? groups.ids : null,
  };
}

/** Its name leads to public addresses, so that the way is another one. */
function isPublic({ type, get }: View): boolean {
  if (type === 'AWS::EC2::VPCEndpoint') return get('VpcEndpointType') !== 'Interface';
  if (type === 'AWS::AmazonMQ::Broker') return String(get('PubliclyAccessible')) !== 'false';
  if (type === 'AWS::ElasticLoadBalancingV2::LoadBalancer') {
    return get('Scheme') !== 'internal' && String(get('IsInternal')) !== 'true';
  }
  return /Elasticsearch|OpenSearch/.test(type) && !isGiven(get('VPCOptions.SubnetIds'));
}

function portsOf(
  view: View,
  { port, engine, always }: Kind,
  around: Around,
): readonly number[] | null {
  const given = port === undefined ? undefined : view.get(port);
  if (given instanceof Unknown) return null;
  if (isGiven(given) && Number(given) > 0) return [Number(given)];
  if (view.type === 'AWS::ElasticLoadBalancingV2::LoadBalancer') return listening(view, around);
  const name = engine === undefined ? undefined : view.get(engine);
  if (name instanceof Unknown) return null;
  if (isGiven(name)) return portsOfEngine(String(name));
  return always === undefined ? null : SERVICE_PORTS[always].ports;
}

/** The ports of each load balancer's listeners, by its id. */
export function listenersIn(views: readonly View[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const { type, get } of views) {
    if (type !== 'AWS::ElasticLoadBalancingV2::Listener' || get('Protocol') === 'UDP') continue;
    const id = resourceOf(get('LoadBalancerArn'));
    found.set(id, [...(found.get(id) ?? []), Number(get('Port'))]);
  }
  return found;
}

/** Null: it has no listener, or the port of one is not known. */
function listening({ id }: View, { listeners }: Around): number[] | null {
  const ports = listeners.get(id);
  return ports === undefined || ports.some(Number.isNaN) ? null : ports;
}

function subnetsOf(view: View, kind: Kind, around: Around): Maybe {
  if (kind.subnetGroup === undefined)
    return kind.subnets === '' ? undefined : view.get(kind.subnets);
  return around.byId.get(resourceOf(view.get(kind.subnetGroup)))?.get('SubnetIds');
}

/** The id of the resource that a value names, or has an attribute of; empty: it names none. */
export function resourceOf(value: Maybe): string {
  if (!(value instanceof Unknown)) return '';
  return value.resource ?? value.attribute?.resource ?? '';
}
