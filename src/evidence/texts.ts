import { ACCESS_ANSWERS } from './texts-access.ts';
import { CONFIG_ANSWERS, STATE_ANSWERS } from './texts-lambda.ts';
import { NETWORK_ANSWERS } from './texts-network.ts';
import type { Answer, StateReason } from './types.ts';

export type TextKey =
  | keyof typeof STATE_ANSWERS
  | keyof typeof ACCESS_ANSWERS
  | keyof typeof CONFIG_ANSWERS
  | keyof typeof NETWORK_ANSWERS;

/**
 * What AWS answers when it refuses. Placeholders: `{function} {arn} {subnet} {group} {vpc} {eni}
 * {state} {role} {list} {max} {pattern} {user} {action} {resource} {where} {groups} {subnets}`.
 */
export const TEXTS: Readonly<Record<TextKey, Answer>> = {
  ...STATE_ANSWERS,
  ...ACCESS_ANSWERS,
  ...CONFIG_ANSWERS,
  ...NETWORK_ANSWERS,
};

/** The reason codes of `StateReasonCode` and `LastUpdateStatusReasonCode` that networks cause. */
export type ReasonCode =
  | 'Creating'
  | 'Idle'
  | 'Restoring'
  | 'EniLimitExceeded'
  | 'InsufficientRolePermissions'
  | 'SubnetOutOfIPAddresses'
  | 'InvalidSubnet'
  | 'InvalidSecurityGroup'
  | 'InvalidConfiguration'
  | 'InternalError'
  | 'EC2RequestLimitExceeded';

/** The code is in AWS's service model, and no text was ever seen beside it. */
const CODE_ONLY = {
  message: null,
  confidence: 'documented',
  sources: ['botocore'],
} as const satisfies StateReason;

/** The text beside each reason code. */
export const STATE_REASONS: Readonly<Record<ReasonCode, StateReason>> = {
  Creating: {
    message: 'The function is being created.',
    confidence: 'observed',
    sources: ['localstack-recorded'],
  },
  Idle: {
    message: null,
    confidence: 'documented',
    sources: ['botocore', 'aws-lambda-vpc', 'provider-aws#2084'],
  },
  Restoring: {
    message: null,
    confidence: 'assumed',
    why:
      'The code is in the service model; that it stands for the wake-up of an idle function is ' +
      'read from its name.',
    sources: ['botocore'],
  },
  EniLimitExceeded: {
    message:
      'You have exceeded the maximum limit for Lambda HyperPlane ENIs for your VPC. Contact AWS ' +
      'support to increase the VPC limit for Lambda HyperPlane ENIs',
    confidence: 'assumed',
    why: 'AWS publishes the text; that the state reason is what carries it was not seen.',
    sources: ['aws-repost-hyperplane', 'botocore'],
  },
  InsufficientRolePermissions: {
    message: "The function's execution role doesn't have permission to perform this operation.",
    confidence: 'observed',
    sources: ['terraform-aws-lambda#489'],
  },
  SubnetOutOfIPAddresses: CODE_ONLY,
  InvalidSubnet: CODE_ONLY,
  InvalidSecurityGroup: CODE_ONLY,
  InvalidConfiguration: CODE_ONLY,
  InternalError: CODE_ONLY,
  EC2RequestLimitExceeded: CODE_ONLY,
};
