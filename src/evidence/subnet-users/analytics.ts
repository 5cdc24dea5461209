import {
  assumed,
  documented,
  inAny,
  inEach,
  NOT_PUBLISHED,
  nothing,
  uncounted,
} from './shorthand.ts';
import type { Amount, CountedPart, SubnetUser } from './types.ts';

/** AWS reserves them in each subnet, for the domain and for the copy that an update makes. */
function searchPart(config: string): CountedPart {
  const nodes: Amount = { of: `${config}.InstanceCount`, else: 1 };
  const masters: Amount = {
    when: { of: `${config}.DedicatedMasterEnabled`, is: ['true'], else: 'false' },
    take: { of: `${config}.DedicatedMasterCount`, else: 3 },
    else: 0,
  };
  const known: Amount = { plus: [{ times: [3, nodes] }, masters] };
  const others: Amount = {
    times: [
      3,
      {
        plus: [
          { of: `${config}.WarmCount`, else: 0 },
          { sum: `${config}.NodeOptions.*.NodeConfig.Count` },
        ],
      },
    ],
  };
  return inEach({ from: known, to: { plus: [known, others] } });
}

const REDSHIFT_ENHANCED: Amount = {
  table: 'BaseCapacity',
  else: 37,
  rows: [
    [8, 9],
    [32, 13],
    [64, 21],
    [128, 37],
    [256, 69],
    [512, 133],
    [1024, 261],
  ],
};

const REDSHIFT_ENHANCED_GROWS: Amount = {
  table: 'BaseCapacity',
  else: 52,
  rows: [
    [8, 10],
    [16, 13],
    [32, 16],
    [64, 28],
    [128, 52],
    [256, 100],
    [1024, 197],
  ],
};

const REDSHIFT_NODES: Amount = {
  when: { of: 'ClusterType', is: ['multi-node'], else: 'single-node' },
  take: { plus: [1, { of: 'NumberOfNodes' }] },
  else: 1,
};

const EMR_NODES: Amount = {
  plus: [
    1,
    { sum: 'Instances.MasterInstanceGroup.InstanceCount' },
    { sum: 'Instances.CoreInstanceGroup.InstanceCount' },
    { sum: 'Instances.TaskInstanceGroups.*.InstanceCount' },
    { sum: 'Instances.MasterInstanceFleet.TargetOnDemandCapacity' },
    { sum: 'Instances.MasterInstanceFleet.TargetSpotCapacity' },
    { sum: 'Instances.CoreInstanceFleet.TargetOnDemandCapacity' },
    { sum: 'Instances.CoreInstanceFleet.TargetSpotCapacity' },
    { sum: 'Instances.TaskInstanceFleets.*.TargetOnDemandCapacity' },
    { sum: 'Instances.TaskInstanceFleets.*.TargetSpotCapacity' },
  ],
};

/** Search, warehouses and clusters that compute. */
export const ANALYTICS_USERS = {
  'AWS::OpenSearchService::Domain': {
    takes: 'addresses',
    kind: 'search domain',
    subnets: ['VPCOptions.SubnetIds'],
    names: ['DomainName'],
    parts: [searchPart('ClusterConfig')],
    ...documented('aws-opensearch-guide'),
  },
  'AWS::Elasticsearch::Domain': {
    takes: 'addresses',
    kind: 'search domain',
    subnets: ['VPCOptions.SubnetIds'],
    names: ['DomainName'],
    parts: [searchPart('ElasticsearchClusterConfig')],
    ...documented('aws-opensearch-guide'),
  },
  'AWS::OpenSearchServerless::VpcEndpoint': {
    takes: 'addresses',
    kind: 'interface endpoint',
    subnets: ['SubnetIds'],
    parts: [inEach(1)],
    ...assumed('It is an interface endpoint, one interface a subnet.', 'botocore-services'),
  },
  'AWS::Redshift::ClusterSubnetGroup': nothing(
    'subnet group',
    'the clusters that name it take the addresses',
    { subnets: ['SubnetIds'] },
  ),
  'AWS::Redshift::Cluster': {
    takes: 'addresses',
    kind: 'warehouse nodes',
    through: ['ClusterSubnetGroupName'],
    parts: [
      inAny(
        {
          when: { of: 'MultiAZ', is: ['true'], else: 'false' },
          take: { times: [2, REDSHIFT_NODES] },
          else: { from: 1, to: REDSHIFT_NODES },
        },
        { peak: { times: [2, REDSHIFT_NODES] } },
      ),
    ],
    without: 'default VPC',
    ...assumed(
      'The leader and each node have an interface at most; a resize builds a second set.',
      'aws-redshift-guide',
    ),
  },
  'AWS::Redshift::EndpointAccess': {
    takes: 'addresses',
    kind: 'interface endpoint',
    through: ['SubnetGroupName'],
    parts: [inAny(1)],
    ...assumed(
      'It is a managed interface endpoint in one subnet of its group.',
      'botocore-services',
    ),
  },
  'AWS::RedshiftServerless::Workgroup': {
    takes: 'addresses',
    kind: 'warehouse workgroup',
    subnets: ['SubnetIds'],
    parts: [
      inEach(
        { from: 1, to: 3 },
        {
          when: { of: 'EnhancedVpcRouting', is: ['false'], else: 'false' },
          peak: { from: 1, to: 6 },
        },
      ),
      inEach(
        { from: 1, to: REDSHIFT_ENHANCED },
        {
          when: { of: 'EnhancedVpcRouting', is: ['true'], else: 'false' },
          peak: { from: 1, to: { plus: [REDSHIFT_ENHANCED, REDSHIFT_ENHANCED_GROWS] } },
        },
      ),
    ],
    without: 'default VPC',
    ...documented('aws-redshift-guide'),
  },
  'AWS::EMR::Cluster': {
    takes: 'addresses',
    kind: 'cluster nodes',
    subnets: ['Instances.Ec2SubnetId', 'Instances.Ec2SubnetIds'],
    parts: [
      inAny(EMR_NODES, {
        peak: {
          max: [
            EMR_NODES,
            { plus: [2, { sum: 'ManagedScalingPolicy.ComputeLimits.MaximumCapacityUnits' }] },
          ],
        },
      }),
    ],
    without: 'default VPC',
    ...assumed(
      'Each node takes one address in the one subnet that is chosen, and EMR adds a device.',
      'aws-emr-guide',
    ),
  },
  'AWS::EMR::InstanceGroupConfig': {
    takes: 'addresses',
    kind: 'cluster nodes',
    through: ['JobFlowId'],
    parts: [
      inAny(
        { of: 'InstanceCount' },
        {
          peak: { of: 'AutoScalingPolicy.Constraints.MaxCapacity', else: { of: 'InstanceCount' } },
        },
      ),
    ],
    ...assumed('Each node takes one address where its cluster is.', 'aws-emr-guide'),
  },
  'AWS::EMR::InstanceFleetConfig': {
    takes: 'addresses',
    kind: 'cluster nodes',
    through: ['ClusterId'],
    parts: [inAny({ plus: [{ sum: 'TargetOnDemandCapacity' }, { sum: 'TargetSpotCapacity' }] })],
    ...assumed('Each node takes one address where its cluster is.', 'aws-emr-guide'),
  },
  'AWS::EMR::Studio': uncounted('workspaces', ['SubnetIds'], NOT_PUBLISHED),
  'AWS::EMRServerless::Application': {
    takes: 'addresses',
    kind: 'workers of jobs',
    subnets: ['NetworkConfiguration.SubnetIds'],
    parts: [
      inAny(
        { from: 0, to: { sum: 'InitialCapacity.*.Value.WorkerCount' } },
        { peak: { from: 0, to: null } },
      ),
    ],
    ...assumed('A worker takes one address; how many a job starts is not told.', 'aws-emr-guide'),
  },
} as const satisfies Record<string, SubnetUser>;
