import {
  assumed,
  documented,
  inAny,
  inEach,
  NOT_PUBLISHED,
  nothing,
  uncounted,
} from './shorthand.ts';
import type { SubnetUser } from './types.ts';

const GROUP = 'the clusters and instances that name it take the addresses';

const SPARE = assumed(
  'An instance has one interface, and another while its host is replaced; AWS wants a spare ' +
    'address in each subnet of its group.',
  'aws-rds-vpc',
  'cfn-roadmap#2480',
);

/** Relational, document and graph databases. */
export const DATABASE_USERS = {
  'AWS::RDS::DBSubnetGroup': nothing('subnet group', GROUP, {
    subnets: ['SubnetIds'],
    names: ['DBSubnetGroupName'],
  }),
  'AWS::RDS::DBInstance': {
    takes: 'addresses',
    kind: 'database (in any of its subnets)',
    through: ['DBSubnetGroupName', 'DBClusterIdentifier', 'SourceDBInstanceIdentifier'],
    names: ['DBInstanceIdentifier'],
    parts: [
      inAny(
        { when: { of: 'MultiAZ', is: ['true'], else: 'false' }, take: 2, else: 1 },
        {
          mostInOne: 1,
          peak: { when: { of: 'MultiAZ', is: ['true'], else: 'false' }, take: 3, else: 2 },
          free: 1,
        },
      ),
    ],
    without: 'default VPC',
    ...SPARE,
  },
  'AWS::RDS::DBCluster': {
    takes: 'addresses',
    kind: 'database cluster',
    through: ['DBSubnetGroupName'],
    names: ['DBClusterIdentifier'],
    parts: [
      inAny(3, {
        when: { given: 'DBClusterInstanceClass' },
        mostInOne: 1,
        peak: 6,
        free: 1,
      }),
      inAny(
        { scaled: 'rds:cluster:ReadReplicaCount' },
        { when: { missing: 'DBClusterInstanceClass' } },
      ),
    ],
    ...assumed(
      'A cluster of Aurora takes none by itself, its instances do; a Multi-AZ cluster has three.',
      'aws-rds-vpc',
    ),
  },
  'AWS::RDS::DBShardGroup': {
    takes: 'addresses',
    kind: 'shards of a database',
    through: ['DBClusterIdentifier'],
    parts: [{ unknown: NOT_PUBLISHED }],
    ...assumed('No text that says how many addresses the shards take was found.'),
  },
  'AWS::RDS::DBProxy': {
    takes: 'addresses',
    kind: 'database proxy',
    subnets: ['VpcSubnetIds'],
    names: ['DBProxyName'],
    parts: [inEach({ from: 1, to: { call: 'addresses of a proxy' } })],
    ...documented('aws-rds-proxy'),
  },
  'AWS::RDS::DBProxyTargetGroup': nothing('targets of a proxy', 'it only joins two others'),
  'AWS::RDS::DBProxyEndpoint': {
    takes: 'addresses',
    kind: 'endpoint of a database proxy',
    subnets: ['VpcSubnetIds'],
    parts: [inEach({ from: 1, to: 3 })],
    ...documented('aws-rds-proxy'),
  },
  'AWS::DocDB::DBSubnetGroup': nothing('subnet group', GROUP, {
    subnets: ['SubnetIds'],
    names: ['DBSubnetGroupName'],
  }),
  'AWS::DocDB::DBCluster': nothing('DocumentDB cluster', 'its instances take the addresses', {
    through: ['DBSubnetGroupName'],
    names: ['DBClusterIdentifier'],
  }),
  'AWS::DocDB::DBInstance': {
    takes: 'addresses',
    kind: 'DocumentDB instance',
    through: ['DBClusterIdentifier'],
    parts: [inAny(1, { mostInOne: 1, peak: 2, free: 1 })],
    without: 'default VPC',
    ...assumed(
      'An instance has one interface; AWS wants spare addresses, and one is the least.',
      'aws-documentdb-guide',
    ),
  },
  'AWS::DocDBElastic::Cluster': uncounted('DocumentDB cluster', ['SubnetIds'], NOT_PUBLISHED),
  'AWS::Neptune::DBSubnetGroup': nothing('subnet group', GROUP, {
    subnets: ['SubnetIds'],
    names: ['DBSubnetGroupName'],
  }),
  'AWS::Neptune::DBCluster': {
    takes: 'addresses',
    kind: 'Neptune cluster',
    through: ['DBSubnetGroupName'],
    names: ['DBClusterIdentifier'],
    parts: [inAny({ scaled: 'neptune:cluster:ReadReplicaCount' })],
    ...assumed(
      'A cluster takes none by itself: its instances do, also those that scaling adds.',
      'aws-rds-vpc',
    ),
  },
  'AWS::Neptune::DBInstance': {
    takes: 'addresses',
    kind: 'Neptune instance',
    through: ['DBSubnetGroupName', 'DBClusterIdentifier'],
    parts: [inAny(1, { mostInOne: 1, peak: 2, free: 1 })],
    without: 'default VPC',
    ...assumed('Its interface is made as that of a database of RDS.', 'eni-tools', 'aws-rds-vpc'),
  },
  'AWS::NeptuneGraph::PrivateGraphEndpoint': {
    takes: 'addresses',
    kind: 'graph endpoint',
    subnets: ['SubnetIds'],
    parts: [inEach(1)],
    ...assumed('The endpoint has one interface in each of its subnets.', 'botocore-services'),
  },
  'AWS::Timestream::InfluxDBInstance': {
    takes: 'addresses',
    kind: 'InfluxDB instance',
    subnets: ['VpcSubnetIds'],
    parts: [
      inAny(
        {
          when: { of: 'DeploymentType', is: ['WITH_MULTIAZ_STANDBY'], else: 'SINGLE_AZ' },
          take: 2,
          else: 1,
        },
        {
          mostInOne: 1,
          peak: {
            when: { of: 'DeploymentType', is: ['WITH_MULTIAZ_STANDBY'], else: 'SINGLE_AZ' },
            take: 3,
            else: 2,
          },
        },
      ),
    ],
    ...assumed(
      'One address, two with a standby in another zone, one more while it is replaced.',
      'botocore-services',
    ),
  },
  'AWS::Timestream::InfluxDBCluster': uncounted(
    'InfluxDB cluster',
    ['VpcSubnetIds'],
    'how many nodes it has is not told',
  ),
  'AWS::DAX::SubnetGroup': nothing('subnet group', GROUP, {
    subnets: ['SubnetIds'],
    names: ['SubnetGroupName'],
  }),
  'AWS::DAX::Cluster': {
    takes: 'addresses',
    kind: 'DAX nodes',
    through: ['SubnetGroupName'],
    parts: [
      inAny({ of: 'ReplicationFactor' }, { peak: { plus: [{ of: 'ReplicationFactor' }, 1] } }),
    ],
    without: 'default VPC',
    ...assumed('Each node takes one address, one more while a node is replaced.', 'aws-dax-guide'),
  },
  'AWS::DMS::ReplicationSubnetGroup': nothing('subnet group', GROUP, {
    subnets: ['SubnetIds'],
    names: ['ReplicationSubnetGroupIdentifier'],
  }),
  'AWS::DMS::ReplicationInstance': {
    takes: 'addresses',
    kind: 'replication instance',
    through: ['ReplicationSubnetGroupIdentifier'],
    parts: [
      inAny(
        { when: { of: 'MultiAZ', is: ['true'], else: 'false' }, take: 2, else: 1 },
        {
          mostInOne: 1,
          peak: { when: { of: 'MultiAZ', is: ['true'], else: 'false' }, take: 3, else: 2 },
        },
      ),
    ],
    without: 'default VPC',
    ...assumed('One address, two in two zones, one more while it is replaced.', 'aws-dms-api'),
  },
  'AWS::DMS::ReplicationConfig': {
    takes: 'addresses',
    kind: 'serverless replication',
    through: ['ComputeConfig.ReplicationSubnetGroupId'],
    parts: [
      inAny(
        {
          from: 0,
          to: {
            when: { of: 'ComputeConfig.MultiAZ', is: ['true'], else: 'false' },
            take: 2,
            else: 1,
          },
        },
        { peak: { from: 0, to: 4 } },
      ),
    ],
    without: 'default VPC',
    ...assumed(
      'One address while it runs, two in two zones, as many again while its capacity changes.',
      'aws-dms-api',
    ),
  },
  'AWS::DMS::InstanceProfile': {
    takes: 'addresses',
    kind: 'schema conversions',
    through: ['SubnetGroupIdentifier'],
    parts: [{ unknown: NOT_PUBLISHED }],
    ...assumed('No text that says how many addresses a conversion takes was found.'),
  },
  'AWS::ODB::OdbNetwork': nothing('ODB network', 'its blocks lie outside the VPC'),
} as const satisfies Record<string, SubnetUser>;
