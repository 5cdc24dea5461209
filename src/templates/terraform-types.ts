import { TERRAFORM_NETWORK_TYPES } from './terraform-network-types.ts';
import type { Instance } from './terraform-plan.ts';
import type { References } from './terraform-values.ts';
import type { Maybe, Value } from './values.ts';

/** A type of Terraform in the words of CloudFormation: where each property stands. */
export interface Naming {
  type: string;
  properties: Readonly<Record<string, string>>;
  /** Properties that are lists of blocks. */
  blocks?: Readonly<Record<string, Blocks>>;
  /** Reads a property, where names follow a rule instead of a table. */
  read?: (path: string, instance: Instance, references: References) => Maybe;
  /** Properties that follow from the type. */
  always?: Readonly<Record<string, Value>>;
}

/** Blocks of one name, and where their properties stand in them. */
export interface Blocks {
  place: string;
  names: Readonly<Record<string, string>>;
}

const VPC_CONFIG = 'vpc_config.0';
const one = { SubnetId: 'subnet_id' };
const several = { SubnetIds: 'subnet_ids' };
const balancer: Naming = {
  type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  properties: { Subnets: 'subnets' },
};
const database: Naming = {
  type: 'AWS::RDS::DBInstance',
  properties: {
    DBSubnetGroupName: 'db_subnet_group_name',
    DBClusterIdentifier: 'cluster_identifier',
  },
};
const search: Naming = {
  type: 'AWS::OpenSearchService::Domain',
  properties: { 'VPCOptions.SubnetIds': 'vpc_options.0.subnet_ids' },
};

/** The types of the AWS provider that a plan looks at. */
export const TERRAFORM_TYPES: Readonly<Record<string, Naming>> = {
  ...TERRAFORM_NETWORK_TYPES,
  aws_lambda_function: {
    type: 'AWS::Lambda::Function',
    properties: {
      VpcConfig: VPC_CONFIG,
      Role: 'role',
      CapacityProviderConfig: 'capacity_provider_config.0',
    },
  },
  aws_iam_role: {
    type: 'AWS::IAM::Role',
    properties: {
      Policies: 'inline_policy',
      ManagedPolicyArns: 'managed_policy_arns',
      PermissionsBoundary: 'permissions_boundary',
    },
  },
  aws_iam_role_policy: {
    type: 'AWS::IAM::RolePolicy',
    properties: { RoleName: 'role', PolicyDocument: 'policy' },
  },
  aws_iam_role_policy_attachment: {
    type: 'AWS::IAM::RoleAttachment',
    properties: { RoleName: 'role', PolicyArn: 'policy_arn' },
  },
  aws_iam_policy_attachment: {
    type: 'AWS::IAM::RoleAttachment',
    properties: { Roles: 'roles', PolicyArn: 'policy_arn' },
  },
  aws_iam_policy: { type: 'AWS::IAM::ManagedPolicy', properties: { PolicyDocument: 'policy' } },
  aws_efs_mount_target: { type: 'AWS::EFS::MountTarget', properties: one },
  aws_instance: { type: 'AWS::EC2::Instance', properties: one },
  aws_network_interface: { type: 'AWS::EC2::NetworkInterface', properties: one },
  aws_ec2_transit_gateway_vpc_attachment: {
    type: 'AWS::EC2::TransitGatewayAttachment',
    properties: several,
  },
  aws_lb: balancer,
  aws_alb: balancer,
  aws_db_subnet_group: {
    type: 'AWS::RDS::DBSubnetGroup',
    properties: { ...several, DBSubnetGroupName: 'name' },
  },
  aws_db_instance: database,
  aws_rds_cluster_instance: database,
  aws_rds_cluster: {
    type: 'AWS::RDS::DBCluster',
    properties: { DBSubnetGroupName: 'db_subnet_group_name' },
  },
  aws_db_proxy: { type: 'AWS::RDS::DBProxy', properties: { VpcSubnetIds: 'vpc_subnet_ids' } },
  aws_ecs_service: {
    type: 'AWS::ECS::Service',
    properties: {
      'NetworkConfiguration.AwsvpcConfiguration.Subnets': 'network_configuration.0.subnets',
      DesiredCount: 'desired_count',
    },
  },
  aws_opensearch_domain: search,
  aws_elasticsearch_domain: search,
  aws_msk_cluster: {
    type: 'AWS::MSK::Cluster',
    properties: {
      'BrokerNodeGroupInfo.ClientSubnets': 'broker_node_group_info.0.client_subnets',
      NumberOfBrokerNodes: 'number_of_broker_nodes',
    },
  },
};

/** Names inside blocks and policies that differ as well. */
export const BLOCK_NAMES: Readonly<Record<string, string>> = {
  subnet_ids: 'SubnetIds',
  security_group_ids: 'SecurityGroupIds',
  ipv6_allowed_for_dual_stack: 'Ipv6AllowedForDualStack',
  name: 'PolicyName',
  policy: 'PolicyDocument',
};
