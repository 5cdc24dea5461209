import { SUBNET_USERS } from '../evidence/subnet-users/table.ts';
import { editDistance } from '../scenario/nearest.ts';

/** Types of resources that an answer rests on: a slip of the pen in one hides what it stands for. */
const OWN_TYPES = [
  ...['Lambda::Function', 'Lambda::Version', 'Lambda::EventSourceMapping'],
  ...['Lambda::NetworkConnector', 'Lambda::CapacityProvider'],
  ...['Serverless::Function', 'Serverless::Application', 'Serverless::StateMachine'],
  ...['CloudFormation::Stack', 'IAM::Role', 'IAM::Policy', 'IAM::RolePolicy', 'IAM::ManagedPolicy'],
  ...['EC2::VPC', 'EC2::Subnet', 'EC2::SubnetCidrBlock', 'EC2::SecurityGroup'],
  ...['EC2::SecurityGroupEgress', 'EC2::SecurityGroupIngress', 'EC2::Instance'],
  ...['EC2::NetworkInterface', 'EC2::VPCEndpoint', 'EC2::NatGateway', 'EC2::InternetGateway'],
  ...['EC2::EgressOnlyInternetGateway', 'EC2::VPCGatewayAttachment', 'EC2::VPCPeeringConnection'],
  ...['EC2::RouteTable', 'EC2::Route', 'EC2::SubnetRouteTableAssociation'],
  ...['EC2::NetworkAcl', 'EC2::NetworkAclEntry', 'EC2::SubnetNetworkAclAssociation'],
  ...[
    'EFS::MountTarget',
    'ElasticLoadBalancingV2::LoadBalancer',
    'ElasticLoadBalancing::LoadBalancer',
  ],
  ...[
    'AutoScaling::AutoScalingGroup',
    'ECS::Service',
    'EKS::Cluster',
    'EKS::Nodegroup',
    'MSK::Cluster',
  ],
  ...['RDS::DBInstance', 'RDS::DBCluster', 'RDS::DBProxy', 'RDS::DBSubnetGroup'],
  ...['ElastiCache::ReplicationGroup', 'ElastiCache::CacheCluster', 'MemoryDB::Cluster'],
  ...['OpenSearchService::Domain', 'Elasticsearch::Domain', 'Redshift::Cluster'],
  ...['Route53Resolver::ResolverEndpoint'],
].map((name) => `AWS::${name}`);

export const READ_TYPES: readonly string[] = [
  ...new Set([...OWN_TYPES, ...Object.keys(SUBNET_USERS)]),
];

/** Types of AWS that differ from one of those in a letter or two. */
const REAL: ReadonlySet<string> = new Set([
  ...READ_TYPES,
  ...['AWS::ApiGateway::VpcLink', 'AWS::ECS::Cluster', 'AWS::IoT::Policy', 'AWS::PCS::Cluster'],
  ...['AWS::DataSync::LocationHDFS', 'AWS::DataSync::LocationNFS'],
  ...['AWS::GroundStation::DataflowEndpointGroupV2', 'AWS::KinesisAnalytics::Application'],
  ...['AWS::DAX::Cluster', 'AWS::EMR::Cluster', 'AWS::EFS::FileSystem', 'AWS::FSx::FileSystem'],
]);

/** All types of the two services that functions come from, as of November 2026. */
const OF_LAMBDA =
  /^AWS::(Lambda::(Alias|CapacityProvider|CodeSigningConfig|EventInvokeConfig|EventSourceMapping|Function|LayerVersion|LayerVersionPermission|MicrovmImage|NetworkConnector|Permission|ResourcePolicy|Url|Version)|Serverless::(Api|Application|CapacityProvider|Connector|Function|GraphQLApi|HttpApi|LayerVersion|MicrovmImage|NetworkConnector|SimpleTable|StateMachine|WebSocketApi))$/;

const FORM = /^[A-Za-z0-9]+(::[A-Za-z0-9]+){2,}$|^Custom::[\w@-]+$/;

const SLIPS_MAX = 2;

/**
 * What a type of resource was meant to be, where it is none that AWS has and near to one that
 * answers rest on; `meant` is null where it is none, but nobody knows which.
 */
export function misspelt(type: string): { meant: string | null } | null {
  if (REAL.has(type) || OF_LAMBDA.test(type) || type.length > 140) return null;
  const meant = nearestType(type);
  const isOdd = !FORM.test(type) || /^AWS::(Lambda|Serverless)::/.test(type);
  return meant !== null || isOdd ? { meant } : null;
}

/** Blanks, brackets and colons too few are slips too. */
const folded = (type: string): string => type.toLowerCase().replaceAll(/[^a-z0-9]+/g, ':');

function nearestType(type: string): string | null {
  if (/^Custom::|::MODULE$/.test(type)) return null;
  const wanted = folded(/^aws\W/i.test(type.trim()) ? type.trim() : `AWS::${type.trim()}`);
  let best: { type: string; distance: number } | null = null;
  for (const known of READ_TYPES) {
    const near = folded(known);
    if (Math.abs(near.length - wanted.length) > SLIPS_MAX) continue;
    const distance = editDistance(wanted, near);
    if (distance <= SLIPS_MAX && distance < (best?.distance ?? Number.POSITIVE_INFINITY)) {
      best = { type: known, distance };
    }
  }
  return best?.type ?? null;
}
