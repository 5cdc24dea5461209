import type { RuleId } from '../evidence/rules.ts';
import type { SourceId } from '../evidence/sources.ts';

const PAGE = 'aws-lambda-vpc-30-days';

/** Every kind of finding: the rule it follows from, and who says so. */
export const FINDINGS = {
  unreachable: { rule: 'NET-2', source: 'aws-lambda-networking-errors' },
  'reached-unexpectedly': { rule: 'NET-2', source: PAGE },
  'public-subnet': { rule: 'NET-1', source: 'aws-lambda-vpc' },
  'nat-in-private-subnet': { rule: 'NET-1', source: 'aws-lambda-networking-errors' },
  'no-way-out': { rule: 'NET-1', source: PAGE },
  'subnets-differ': { rule: 'NET-1', source: 'aws-lambda-networking-errors' },
  'ipv6-without-way-out': { rule: 'NET-5', source: PAGE },
  'groups-let-nothing-out': { rule: 'NET-4', source: 'aws-lambda-networking-errors' },
  'groups-without-ipv6': { rule: 'NET-5', source: 'aws-lambda-vpc' },
  'acl-blocks-everything': { rule: 'NET-4', source: 'aws-vpc-network-acls' },
  'acl-blocks-answers': { rule: 'NET-4', source: 'aws-lambda-networking-errors' },
  'connection-blocked': { rule: 'NET-4', source: 'aws-lambda-networking-errors' },
  'mount-blocked': { rule: 'NET-4', source: 'aws-lambda-filesystem' },
  'mount-target-missing': { rule: 'NET-2', source: 'aws-lambda-filesystem' },
  'mount-target-later': { rule: 'NET-2', source: 'aws-lambda-filesystem' },
  'dedicated-tenancy': { rule: 'API-3', source: PAGE },
  'not-dual-stack': { rule: 'API-4', source: PAGE },
  'too-many-ids': { rule: 'LIMIT-3', source: 'botocore' },
  'one-az': { rule: 'SHARE-2', source: 'aws-lambda-guide-2023' },
  'groups-not-shared': { rule: 'SHARE-1', source: PAGE },
  'quota-exceeded': { rule: 'LIMIT-1', source: 'aws-lambda-quotas' },
  'subnet-too-small': { rule: 'LIMIT-2', source: 'botocore' },
  'subnet-without-reserve': { rule: 'CAP-3', source: PAGE },
  'old-versions-hold': { rule: 'ENI-2', source: 'aws-lambda-vpc' },
  'role-leaves-first': { rule: 'ENI-4', source: 'aws-cdk#34400' },
  'policy-after-create': { rule: 'IAM-4', source: 'terraform-aws-lambda#489' },
  'role-cannot-create': { rule: 'IAM-4', source: PAGE },
  'create-without-groups': { rule: 'IAM-4', source: PAGE },
  'role-cannot-describe': { rule: 'IAM-4', source: PAGE },
  'describe-limited': { rule: 'IAM-4', source: PAGE },
  'role-cannot-delete': { rule: 'ENI-4', source: PAGE },
  'role-lacks-newer-actions': { rule: 'IAM-4', source: 'aws-managed-policies' },
  'misspelt-action': { rule: 'IAM-1', source: 'aws-iam-evaluation' },
  'own-code-may-manage': { rule: 'IAM-5', source: PAGE },
  'for-all-values-unguarded': { rule: 'IAM-3', source: 'aws-iam-multivalued-keys' },
  'allows-or-together': { rule: 'IAM-1', source: 'aws-iam-evaluation' },
  'part-unknown': { rule: 'LIMIT-1', source: 'aws-lambda-quotas' },
  'attachment-unknown': { rule: 'STATE-7', source: 'aws-lambda-vpc' },
  'role-unknown': { rule: 'IAM-4', source: PAGE },
  'quota-unknown': { rule: 'LIMIT-1', source: 'aws-lambda-quotas' },
  'room-unknown': { rule: 'LIMIT-2', source: 'botocore' },
  'half-configuration': { rule: 'STATE-7', source: 'localstack-recorded' },
  'malformed-id': { rule: 'API-1', source: 'localstack-recorded' },
  'vpcs-differ': { rule: 'API-1', source: 'serverless-vpc-plugin#765' },
  'quota-exceeded-while-replaced': { rule: 'LIMIT-1', source: 'aws-lambda-quotas' },
  'older-quota-exceeded': { rule: 'LIMIT-1', source: 'aws-lambda-quotas' },
  'subnet-too-small-while-replaced': { rule: 'LIMIT-2', source: 'botocore' },
  'vpc-key-never-present': { rule: 'IAM-2', source: PAGE },
} as const satisfies Record<string, { rule: RuleId; source: SourceId }>;

export type FindingId = keyof typeof FINDINGS;

/** Kinds that tell what nobody knows: they count where an unknown is as bad as a no. */
export const UNKNOWN_FINDINGS = [
  ...(['part-unknown', 'attachment-unknown', 'quota-unknown', 'room-unknown'] as const),
  'role-unknown',
] satisfies FindingId[];
