import { TERRAFORM_COMPUTE_TYPES } from './terraform-compute-types.ts';
import { TERRAFORM_DATABASE_TYPES } from './terraform-database-types.ts';
import { TERRAFORM_ENDPOINT_TYPES } from './terraform-endpoint-types.ts';
import { TERRAFORM_NETWORK_TYPES } from './terraform-network-types.ts';
import type { Instance } from './terraform-plan.ts';
import { TERRAFORM_SERVICE_TYPES } from './terraform-service-types.ts';
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

/** The types of the AWS provider that a plan looks at. */
export const TERRAFORM_TYPES: Readonly<Record<string, Naming>> = {
  ...TERRAFORM_NETWORK_TYPES,
  ...TERRAFORM_COMPUTE_TYPES,
  ...TERRAFORM_DATABASE_TYPES,
  ...TERRAFORM_ENDPOINT_TYPES,
  ...TERRAFORM_SERVICE_TYPES,
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
};

/** Names inside blocks and policies that differ as well. */
export const BLOCK_NAMES: Readonly<Record<string, string>> = {
  subnet_ids: 'SubnetIds',
  security_group_ids: 'SecurityGroupIds',
  ipv6_allowed_for_dual_stack: 'Ipv6AllowedForDualStack',
  name: 'PolicyName',
  policy: 'PolicyDocument',
};
