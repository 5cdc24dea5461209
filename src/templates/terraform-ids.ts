import { child, textOf } from './node.ts';
import { TERRAFORM_NETWORK_TYPES } from './terraform-network-types.ts';
import type { TerraformPlan } from './terraform-plan.ts';

/** A VPC stands for its main table and its default ACL as well. */
export const NAMED_BY: Readonly<Record<string, readonly string[]>> = {
  aws_iam_role: ['id', 'arn', 'name'],
  aws_iam_policy: ['id', 'arn'],
  aws_default_route_table: [],
  aws_default_network_acl: [],
  awscc_ec2_subnet: ['id', 'subnet_id'],
  awscc_ec2_security_group: ['id', 'group_id', 'security_group_id'],
  awscc_ec2_vpc: ['id', 'vpc_id'],
  awscc_ec2_route_table: ['id', 'route_table_id'],
  awscc_iam_role: ['id', 'arn', 'role_name'],
  awscc_iam_managed_policy: ['id', 'policy_arn'],
  aws_vpc: ['id', 'arn', 'default_route_table_id', 'main_route_table_id', 'default_network_acl_id'],
};

/** Ids, ARNs and names that are known already, by the address of the resource that has them. */
export function knownIds(plan: TerraformPlan): Map<string, string> {
  const ids = new Map<string, string>();
  for (const { type, address, values } of plan.instances) {
    const keys =
      NAMED_BY[type] ?? (TERRAFORM_NETWORK_TYPES[type] === undefined ? [] : ['id', 'arn']);
    for (const key of keys) {
      const text = textOf(child(values, key));
      if (text !== undefined && text !== '') ids.set(text, address);
    }
  }
  return ids;
}
