import type { Answer } from './types.ts';

const DEPENDENCY = { code: 'DependencyViolation', httpStatus: 400 } as const;
const FORBIDDEN = { code: 'OperationNotPermitted', httpStatus: 400 } as const;
const NO_ENTITY = { code: 'NoSuchEntity', httpStatus: 404 } as const;

const BY_ANALOGY =
  "The code and text were seen inside Lambda's answer to a create; that EC2's own delete answers " +
  'with them, as a 400, is by analogy.';

/** Answers of EC2 and IAM to those who tear a network or a role down. */
export const NETWORK_ANSWERS = {
  subnetHasDependency: {
    ...DEPENDENCY,
    message: "The subnet '{subnet}' has dependencies and cannot be deleted.",
    confidence: 'observed',
    sources: ['aws-cdk#14456'],
  },
  groupHasDependency: {
    ...DEPENDENCY,
    message: 'resource {group} has a dependent object',
    confidence: 'observed',
    sources: ['terraform-provider-aws#37046', 'cfn-postgresql-user-provider#9'],
  },
  vpcHasDependency: {
    ...DEPENDENCY,
    message: "The vpc '{vpc}' has dependencies and cannot be deleted.",
    confidence: 'observed',
    sources: ['cloud-nuke#345'],
  },
  eniInUse: {
    code: 'InvalidParameterValue',
    httpStatus: 400,
    message: "Network interface '{eni}' is currently in use.",
    confidence: 'observed',
    sources: ['cloud-nuke#431'],
  },
  eniNotFound: {
    code: 'InvalidNetworkInterfaceID.NotFound',
    httpStatus: 400,
    message: "The networkInterface ID '{eni}' does not exist",
    confidence: 'assumed',
    why: 'A tool that deletes these interfaces waits for the code; the wording was not seen.',
    sources: ['cdkd#38'],
  },
  subnetGone: {
    code: 'InvalidSubnetID.NotFound',
    httpStatus: 400,
    message: "The subnet ID '{subnet}' does not exist",
    confidence: 'assumed',
    why: BY_ANALOGY,
    sources: ['localstack-recorded'],
  },
  groupGone: {
    code: 'InvalidGroup.NotFound',
    httpStatus: 400,
    message: "The security group '{group}' does not exist",
    confidence: 'assumed',
    why: BY_ANALOGY,
    sources: ['localstack-recorded'],
  },
  vpcGone: {
    code: 'InvalidVpcID.NotFound',
    httpStatus: 400,
    message: "The vpc ID '{vpc}' does not exist",
    confidence: 'assumed',
    why: 'No source was read; the code and text follow those for a missing subnet.',
  },
  roleGone: {
    ...NO_ENTITY,
    message: 'The role with name {role} cannot be found.',
    confidence: 'assumed',
    why: 'No source was read for the answers of IAM; this is the usual wording.',
  },
  policyGone: {
    ...NO_ENTITY,
    message: 'The policy of the role {role} cannot be found.',
    confidence: 'assumed',
    why: 'No source was read for the answers of IAM; the wording is ours.',
  },
  attachmentManaged: {
    ...FORBIDDEN,
    message: "You are not allowed to manage 'ela-attach' attachments.",
    confidence: 'observed',
    sources: ['aws-modern-application-workshop#56'],
    note: 'The HTTP status was not seen; 400 is what EC2 sends with its other refusals.',
  },
  eniGroupsFixed: {
    ...FORBIDDEN,
    message: 'The security group can not be modified for this type of interface',
    confidence: 'documented',
    sources: ['aws-lambda-networking-errors', 'terraform-provider-aws#31520'],
    note: 'The HTTP status was not seen; 400 is what EC2 sends with its other refusals.',
  },
} as const satisfies Record<string, Answer>;
