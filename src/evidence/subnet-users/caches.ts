import { assumed, documented, inAny, inEach, nothing } from './shorthand.ts';
import type { Amount, SubnetUser } from './types.ts';

const GROUP = 'the clusters that name it take the addresses';

const SHARDS = {
  of: 'NumNodeGroups',
  else: 1,
  scales: 'elasticache:replication-group:NodeGroups',
} as const;

const REPLICAS: Amount = {
  of: 'ReplicasPerNodeGroup',
  else: { when: { given: 'NumNodeGroups' }, take: { from: 0, to: 5 }, else: 0 },
  scales: 'elasticache:replication-group:Replicas',
};

/** Shards are told one by one, by number, or are the nodes of one shard. */
const REPLICATION_NODES: Amount = {
  when: { given: 'NodeGroupConfiguration' },
  take: {
    when: { given: 'ReplicasPerNodeGroup' },
    take: {
      times: [{ max: [SHARDS, { items: 'NodeGroupConfiguration' }] }, { plus: [1, REPLICAS] }],
    },
    else: {
      plus: [{ items: 'NodeGroupConfiguration' }, { sum: 'NodeGroupConfiguration.*.ReplicaCount' }],
    },
  },
  else: {
    of: 'NumCacheClusters',
    else: { times: [SHARDS, { plus: [1, REPLICAS] }] },
  },
};

const MEMORY_NODES: Amount = {
  times: [{ of: 'NumShards', else: 1 }, { plus: [1, { of: 'NumReplicasPerShard', else: 1 }] }],
};

/** Caches and databases in memory: a node is an interface, a shard is a node and its replicas. */
export const CACHE_USERS = {
  'AWS::ElastiCache::SubnetGroup': nothing('subnet group', GROUP, {
    subnets: ['SubnetIds'],
    names: ['CacheSubnetGroupName'],
  }),
  'AWS::ElastiCache::CacheCluster': {
    takes: 'addresses',
    kind: 'cache nodes',
    through: ['CacheSubnetGroupName'],
    parts: [
      inAny({ of: 'NumCacheNodes' }, { peak: { plus: [{ of: 'NumCacheNodes' }, 1] }, free: 1 }),
    ],
    without: 'default VPC',
    ...assumed('Each node takes one address, one more while a node is replaced.', 'eni-tools'),
  },
  'AWS::ElastiCache::ReplicationGroup': {
    takes: 'addresses',
    kind: 'cache nodes',
    through: ['CacheSubnetGroupName'],
    names: ['ReplicationGroupId'],
    parts: [inAny(REPLICATION_NODES, { peak: { times: [2, REPLICATION_NODES] } })],
    without: 'default VPC',
    ...assumed(
      'Each node takes one address; a change of the node type may hold old and new nodes at once.',
      'botocore-services',
    ),
  },
  'AWS::ElastiCache::ServerlessCache': {
    takes: 'addresses',
    kind: 'cache endpoint',
    subnets: ['SubnetIds'],
    parts: [inEach(1)],
    without: 'default VPC',
    ...documented('botocore-services'),
  },
  'AWS::MemoryDB::SubnetGroup': nothing('subnet group', GROUP, {
    subnets: ['SubnetIds'],
    names: ['SubnetGroupName'],
  }),
  'AWS::MemoryDB::Cluster': {
    takes: 'addresses',
    kind: 'cache nodes',
    through: ['SubnetGroupName'],
    parts: [inAny(MEMORY_NODES, { peak: { times: [2, MEMORY_NODES] } })],
    without: 'default VPC',
    ...assumed(
      'Each node takes one address, as in ElastiCache, also while the node type changes.',
      'botocore-services',
    ),
  },
} as const satisfies Record<string, SubnetUser>;
