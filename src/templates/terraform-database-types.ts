import type { Naming } from './terraform-types.ts';

const groupOf = (type: string, name: string): Naming => ({
  type,
  properties: { SubnetIds: 'subnet_ids', [name]: 'name' },
});

const database: Naming = {
  type: 'AWS::RDS::DBInstance',
  properties: {
    DBSubnetGroupName: 'db_subnet_group_name',
    DBClusterIdentifier: 'cluster_identifier',
    DBInstanceIdentifier: 'identifier',
    DBInstanceClass: 'instance_class',
    SourceDBInstanceIdentifier: 'replicate_source_db',
    MultiAZ: 'multi_az',
  },
};

const cluster = {
  DBSubnetGroupName: 'db_subnet_group_name',
  DBClusterIdentifier: 'cluster_identifier',
};

/** Databases and caches of the AWS provider, for what they take of their subnets. */
export const TERRAFORM_DATABASE_TYPES: Readonly<Record<string, Naming>> = {
  aws_db_subnet_group: groupOf('AWS::RDS::DBSubnetGroup', 'DBSubnetGroupName'),
  aws_db_instance: database,
  aws_rds_cluster_instance: database,
  aws_rds_cluster: {
    type: 'AWS::RDS::DBCluster',
    properties: { ...cluster, DBClusterInstanceClass: 'db_cluster_instance_class' },
  },
  aws_db_proxy: {
    type: 'AWS::RDS::DBProxy',
    properties: { VpcSubnetIds: 'vpc_subnet_ids', DBProxyName: 'name' },
  },
  aws_db_proxy_target: {
    type: 'AWS::RDS::DBProxyTargetGroup',
    properties: {
      DBProxyName: 'db_proxy_name',
      DBClusterIdentifiers: 'db_cluster_identifier',
      DBInstanceIdentifiers: 'db_instance_identifier',
    },
  },
  aws_db_proxy_endpoint: {
    type: 'AWS::RDS::DBProxyEndpoint',
    properties: { VpcSubnetIds: 'vpc_subnet_ids' },
  },
  aws_docdb_subnet_group: groupOf('AWS::DocDB::DBSubnetGroup', 'DBSubnetGroupName'),
  aws_docdb_cluster: { type: 'AWS::DocDB::DBCluster', properties: cluster },
  aws_docdb_cluster_instance: {
    type: 'AWS::DocDB::DBInstance',
    properties: { DBClusterIdentifier: 'cluster_identifier' },
  },
  aws_docdbelastic_cluster: {
    type: 'AWS::DocDBElastic::Cluster',
    properties: { SubnetIds: 'subnet_ids' },
  },
  aws_neptune_subnet_group: groupOf('AWS::Neptune::DBSubnetGroup', 'DBSubnetGroupName'),
  aws_neptune_cluster: {
    type: 'AWS::Neptune::DBCluster',
    properties: { ...cluster, DBSubnetGroupName: 'neptune_subnet_group_name' },
  },
  aws_neptune_cluster_instance: {
    type: 'AWS::Neptune::DBInstance',
    properties: {
      DBSubnetGroupName: 'neptune_subnet_group_name',
      DBClusterIdentifier: 'cluster_identifier',
    },
  },
  aws_timestreaminfluxdb_db_instance: {
    type: 'AWS::Timestream::InfluxDBInstance',
    properties: { VpcSubnetIds: 'vpc_subnet_ids', DeploymentType: 'deployment_type' },
  },
  aws_timestreaminfluxdb_db_cluster: {
    type: 'AWS::Timestream::InfluxDBCluster',
    properties: { VpcSubnetIds: 'vpc_subnet_ids' },
  },
  aws_dax_subnet_group: groupOf('AWS::DAX::SubnetGroup', 'SubnetGroupName'),
  aws_dax_cluster: {
    type: 'AWS::DAX::Cluster',
    properties: { SubnetGroupName: 'subnet_group_name', ReplicationFactor: 'replication_factor' },
  },
  aws_elasticache_subnet_group: groupOf('AWS::ElastiCache::SubnetGroup', 'CacheSubnetGroupName'),
  aws_elasticache_cluster: {
    type: 'AWS::ElastiCache::CacheCluster',
    properties: { CacheSubnetGroupName: 'subnet_group_name', NumCacheNodes: 'num_cache_nodes' },
  },
  aws_elasticache_replication_group: {
    type: 'AWS::ElastiCache::ReplicationGroup',
    properties: {
      CacheSubnetGroupName: 'subnet_group_name',
      NumCacheClusters: 'num_cache_clusters',
      NumNodeGroups: 'num_node_groups',
      ReplicasPerNodeGroup: 'replicas_per_node_group',
      ReplicationGroupId: 'replication_group_id',
    },
  },
  aws_elasticache_serverless_cache: {
    type: 'AWS::ElastiCache::ServerlessCache',
    properties: { SubnetIds: 'subnet_ids' },
  },
  aws_memorydb_subnet_group: groupOf('AWS::MemoryDB::SubnetGroup', 'SubnetGroupName'),
  aws_memorydb_cluster: {
    type: 'AWS::MemoryDB::Cluster',
    properties: {
      SubnetGroupName: 'subnet_group_name',
      NumShards: 'num_shards',
      NumReplicasPerShard: 'num_replicas_per_shard',
    },
  },
  aws_redshift_subnet_group: groupOf('AWS::Redshift::ClusterSubnetGroup', 'Name'),
  aws_redshift_cluster: {
    type: 'AWS::Redshift::Cluster',
    properties: {
      ClusterSubnetGroupName: 'cluster_subnet_group_name',
      ClusterType: 'cluster_type',
      NumberOfNodes: 'number_of_nodes',
      MultiAZ: 'multi_az',
    },
  },
  aws_redshift_endpoint_access: {
    type: 'AWS::Redshift::EndpointAccess',
    properties: { SubnetGroupName: 'subnet_group_name' },
  },
  aws_redshiftserverless_workgroup: {
    type: 'AWS::RedshiftServerless::Workgroup',
    properties: {
      SubnetIds: 'subnet_ids',
      BaseCapacity: 'base_capacity',
      EnhancedVpcRouting: 'enhanced_vpc_routing',
    },
  },
  aws_dms_replication_subnet_group: {
    type: 'AWS::DMS::ReplicationSubnetGroup',
    properties: {
      SubnetIds: 'subnet_ids',
      ReplicationSubnetGroupIdentifier: 'replication_subnet_group_id',
    },
  },
  aws_dms_replication_instance: {
    type: 'AWS::DMS::ReplicationInstance',
    properties: {
      ReplicationSubnetGroupIdentifier: 'replication_subnet_group_id',
      MultiAZ: 'multi_az',
    },
  },
  aws_dms_replication_config: {
    type: 'AWS::DMS::ReplicationConfig',
    properties: {
      'ComputeConfig.ReplicationSubnetGroupId': 'compute_config.0.replication_subnet_group_id',
      'ComputeConfig.MultiAZ': 'compute_config.0.multi_az',
    },
  },
};
