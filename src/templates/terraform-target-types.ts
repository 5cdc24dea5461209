import type { Naming } from './terraform-types.ts';

const groups = { VpcSecurityGroupIds: 'vpc_security_group_ids' };
const cacheGroups = { SecurityGroupIds: 'security_group_ids' };
const PORT = { Port: 'port' };
const subnetGroup = { SubnetIds: 'subnet_ids' };
const search = {
  'VPCOptions.SubnetIds': 'vpc_options.0.subnet_ids',
  'VPCOptions.SecurityGroupIds': 'vpc_options.0.security_group_ids',
};
const balancer: Naming = {
  type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  properties: { Subnets: 'subnets', SecurityGroups: 'security_groups', IsInternal: 'internal' },
};
const listener: Naming = {
  type: 'AWS::ElasticLoadBalancingV2::Listener',
  properties: { LoadBalancerArn: 'load_balancer_arn', Protocol: 'protocol', ...PORT },
};

/** What functions connect to, as the AWS provider writes it: groups, subnets and ports. */
export const TERRAFORM_TARGET_TYPES: Readonly<Record<string, Naming>> = {
  aws_efs_mount_target: {
    type: 'AWS::EFS::MountTarget',
    properties: {
      ...{ FileSystemId: 'file_system_id', SubnetId: 'subnet_id' },
      SecurityGroups: 'security_groups',
    },
  },
  aws_efs_access_point: {
    type: 'AWS::EFS::AccessPoint',
    properties: { FileSystemId: 'file_system_id' },
  },
  aws_db_instance: {
    type: 'AWS::RDS::DBInstance',
    properties: {
      ...{ VPCSecurityGroups: 'vpc_security_group_ids', DBSubnetGroupName: 'db_subnet_group_name' },
      ...{ ...PORT, Engine: 'engine' },
    },
  },
  aws_rds_cluster: {
    type: 'AWS::RDS::DBCluster',
    properties: { ...groups, ...PORT, DBSubnetGroupName: 'db_subnet_group_name', Engine: 'engine' },
  },
  aws_rds_cluster_instance: {
    type: 'AWS::RDS::DBInstance',
    properties: { DBClusterIdentifier: 'cluster_identifier' },
  },
  aws_db_proxy: {
    type: 'AWS::RDS::DBProxy',
    properties: { ...groups, VpcSubnetIds: 'vpc_subnet_ids', EngineFamily: 'engine_family' },
  },
  aws_elasticache_cluster: {
    type: 'AWS::ElastiCache::CacheCluster',
    properties: {
      ...{ VpcSecurityGroupIds: 'security_group_ids', CacheSubnetGroupName: 'subnet_group_name' },
      ...{ ...PORT, Engine: 'engine' },
    },
  },
  aws_elasticache_replication_group: {
    type: 'AWS::ElastiCache::ReplicationGroup',
    properties: { ...cacheGroups, ...PORT, CacheSubnetGroupName: 'subnet_group_name' },
  },
  aws_elasticache_serverless_cache: {
    type: 'AWS::ElastiCache::ServerlessCache',
    properties: { ...cacheGroups, ...subnetGroup, Engine: 'engine' },
  },
  aws_elasticache_subnet_group: {
    type: 'AWS::ElastiCache::SubnetGroup',
    properties: subnetGroup,
  },
  aws_memorydb_cluster: {
    type: 'AWS::MemoryDB::Cluster',
    properties: { ...cacheGroups, ...PORT, SubnetGroupName: 'subnet_group_name' },
  },
  aws_memorydb_subnet_group: { type: 'AWS::MemoryDB::SubnetGroup', properties: subnetGroup },
  aws_redshift_cluster: {
    type: 'AWS::Redshift::Cluster',
    properties: { ...groups, ...PORT, ClusterSubnetGroupName: 'cluster_subnet_group_name' },
  },
  aws_redshift_subnet_group: {
    type: 'AWS::Redshift::ClusterSubnetGroup',
    properties: subnetGroup,
  },
  aws_redshiftserverless_workgroup: {
    type: 'AWS::RedshiftServerless::Workgroup',
    properties: { ...cacheGroups, ...subnetGroup, ...PORT },
  },
  aws_docdb_cluster: {
    type: 'AWS::DocDB::DBCluster',
    properties: { ...groups, ...PORT, DBSubnetGroupName: 'db_subnet_group_name' },
  },
  aws_docdb_subnet_group: { type: 'AWS::DocDB::DBSubnetGroup', properties: subnetGroup },
  aws_neptune_cluster: {
    type: 'AWS::Neptune::DBCluster',
    properties: { ...groups, DBPort: 'port', DBSubnetGroupName: 'neptune_subnet_group_name' },
  },
  aws_neptune_subnet_group: { type: 'AWS::Neptune::DBSubnetGroup', properties: subnetGroup },
  aws_opensearch_domain: { type: 'AWS::OpenSearchService::Domain', properties: search },
  aws_elasticsearch_domain: { type: 'AWS::OpenSearchService::Domain', properties: search },
  aws_msk_cluster: {
    type: 'AWS::MSK::Cluster',
    properties: {
      'BrokerNodeGroupInfo.ClientSubnets': 'broker_node_group_info.0.client_subnets',
      'BrokerNodeGroupInfo.SecurityGroups': 'broker_node_group_info.0.security_groups',
    },
  },
  aws_mq_broker: {
    type: 'AWS::AmazonMQ::Broker',
    properties: {
      ...{ SecurityGroups: 'security_groups', ...subnetGroup, EngineType: 'engine_type' },
      PubliclyAccessible: 'publicly_accessible',
    },
  },
  aws_vpc_endpoint: { type: 'AWS::EC2::VPCEndpoint', properties: cacheGroups },
  aws_lb: balancer,
  aws_alb: balancer,
  aws_lb_listener: listener,
  aws_alb_listener: listener,
};
