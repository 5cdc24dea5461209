import type { Answer } from './types.ts';

const CONFLICT = { code: 'ResourceConflictException', httpStatus: 409 } as const;
const INVALID = { code: 'InvalidParameterValueException', httpStatus: 400 } as const;
const MALFORMED = { code: 'ValidationException', httpStatus: 400 } as const;

const NOT_NOW = 'The operation cannot be performed at this time.';
const IN_STATE = `${NOT_NOW} The function is currently in the following state:`;

function malformed(list: string): string {
  return (
    `1 validation error detected: Value '[{list}]' at 'vpcConfig.${list}' failed to satisfy ` +
    'constraint: Member must satisfy constraint: [Member must have length less than or equal to ' +
    '1024, Member must have length greater than or equal to 0, Member must satisfy regular ' +
    'expression pattern: {pattern}]'
  );
}

/** Refusals that depend on the state of a function. */
export const STATE_ANSWERS = {
  pendingInvoke: {
    ...CONFLICT,
    message: `${IN_STATE} Pending`,
    confidence: 'documented',
    sources: ['aws-lambda-guide-2023', 'remotion#1186'],
  },
  pendingDelete: {
    ...CONFLICT,
    message: `${IN_STATE} Pending`,
    confidence: 'assumed',
    why: 'Users report the refusal and its code; the text is taken from the refused call.',
    sources: ['community#2433'],
  },
  updateInProgress: {
    ...CONFLICT,
    message: `${NOT_NOW} An update is in progress for resource: {arn}`,
    confidence: 'observed',
    sources: ['localstack-recorded', 'aws-cli#6718'],
  },
  failedInvoke: {
    ...CONFLICT,
    message: `${IN_STATE} Failed`,
    confidence: 'assumed',
    why: 'No text was found; this follows the pattern of the answer for Pending.',
  },
  failedUpdate: {
    ...CONFLICT,
    message: `${IN_STATE} Failed`,
    confidence: 'assumed',
    why:
      'AWS says that a function whose creation failed must be deleted and created anew, not how ' +
      'it refuses an update; this follows the pattern of the answer for Pending.',
    sources: ['aws-lambda-states'],
  },
  functionNotFound: {
    code: 'ResourceNotFoundException',
    httpStatus: 404,
    message: 'Function not found: {arn}',
    confidence: 'observed',
    sources: ['localstack-recorded'],
  },
  functionExists: {
    ...CONFLICT,
    message: 'Function already exist: {function}',
    confidence: 'assumed',
    why: 'The code and status are in the service model; the wording was not seen.',
    sources: ['botocore'],
  },
  inactiveInvoke: {
    code: 'ResourceNotReadyException',
    httpStatus: 502,
    message:
      'The function is inactive and its VPC connection is no longer available. Wait for the VPC ' +
      'connection to reestablish and try again.',
    confidence: 'documented',
    sources: ['botocore', 'boto3#3788'],
    note: 'The service model has it; the one direct report says that another error came instead.',
  },
  inactiveInvokeArtifact: {
    code: 'CodeArtifactUserPendingException',
    httpStatus: 409,
    message: 'Lambda is initializing your function. It will be ready to invoke shortly.',
    confidence: 'observed',
    sources: ['boto3#3788', 'aws-cdk#20123'],
    note: 'The reports do not say whether the functions were in a VPC.',
  },
  throttled429: {
    code: 'TooManyRequestsException',
    httpStatus: 429,
    reason: 'ConcurrentInvocationLimitExceeded',
    message: 'Rate Exceeded.',
    confidence: 'assumed',
    why: 'Code, status and reason are in the service model; the wording was not seen.',
    sources: ['botocore'],
  },
  revisionOutdated: {
    code: 'PreconditionFailedException',
    httpStatus: 412,
    message:
      'The Revision Id provided does not match the latest Revision Id. Call the ' +
      'GetFunction/GetAlias API to retrieve the latest Revision Id',
    confidence: 'observed',
    sources: ['localstack-recorded'],
  },
} as const satisfies Record<string, Answer>;

/** What AWS's ids look like, as regular expressions; the texts of refusals quote them. */
export const ID_PATTERNS = { subnet: 'subnet-[0-9a-z]*', group: 'sg-[0-9a-zA-Z]*' } as const;

/** Refusals of a VPC configuration or of a role, before anything is created. */
export const CONFIG_ANSWERS = {
  malformedSubnet: {
    ...MALFORMED,
    message: malformed('subnetIds'),
    confidence: 'observed',
    sources: ['localstack-recorded'],
  },
  malformedGroup: {
    ...MALFORMED,
    message: malformed('securityGroupIds'),
    confidence: 'observed',
    sources: ['localstack-recorded'],
  },
  tooManySubnets: {
    ...MALFORMED,
    message:
      "1 validation error detected: Value '[{list}]' at 'vpcConfig.subnetIds' failed to satisfy " +
      'constraint: Member must have length less than or equal to {max}',
    confidence: 'assumed',
    why: 'The limit is in the service model; the text follows the one seen for groups.',
    sources: ['botocore', 'simple-file-manager-for-amazon-efs#75'],
  },
  tooManySecurityGroups: {
    ...MALFORMED,
    message:
      "1 validation error detected: Value '[{list}]' at 'vpcConfig.securityGroupIds' failed to " +
      'satisfy constraint: Member must have length less than or equal to {max}',
    confidence: 'observed',
    sources: ['simple-file-manager-for-amazon-efs#75'],
  },
  oneListEmpty: {
    ...INVALID,
    message: 'SubnetIds and SecurityIds must coexist or be both empty list.',
    confidence: 'observed',
    sources: ['aws-sdk-js#1293', 'lambda-action#72'],
  },
  groupNotFound: {
    ...INVALID,
    message:
      'Error occurred while DescribeSecurityGroups. EC2 Error Code: InvalidGroup.NotFound. EC2 ' +
      "Error Message: The security group '{group}' does not exist",
    confidence: 'observed',
    sources: ['localstack-recorded'],
  },
  subnetNotFound: {
    ...INVALID,
    message:
      'Error occurred while DescribeSubnets. EC2 Error Code: InvalidSubnetID.NotFound. EC2 Error ' +
      "Message: The subnet ID '{subnet}' does not exist",
    confidence: 'observed',
    sources: ['localstack-recorded'],
  },
  groupsInOtherVpc: {
    ...INVALID,
    message: 'Security Groups are required to be in the same VPC',
    confidence: 'observed',
    sources: ['serverless-vpc-plugin#765'],
    note: 'How the text ends, and its code, were not seen.',
  },
  subnetsInOtherVpc: {
    ...INVALID,
    message: 'Subnets are required to be in the same VPC',
    confidence: 'assumed',
    why: 'No text was seen word for word; this follows the one for security groups.',
    sources: ['serverless-vpc-plugin#765'],
  },
  dedicatedTenancy: {
    ...INVALID,
    message: 'Dedicated tenancy VPCs are not supported',
    confidence: 'assumed',
    why: 'AWS states the rule; the words of the refusal were not seen.',
    sources: ['aws-lambda-vpc-30-days'],
  },
  notDualStack: {
    ...INVALID,
    message: 'All subnets must be dual-stack when Ipv6AllowedForDualStack is true',
    confidence: 'assumed',
    why: 'AWS states the rule; the words of the refusal were not seen.',
    sources: ['aws-lambda-vpc', 'aws-lambda-vpc-30-days'],
  },
  ipv6OnlySubnet: {
    ...INVALID,
    message: 'Subnets without an IPv4 CIDR block are not supported: {list}',
    confidence: 'assumed',
    why:
      'AWS says only that functions cannot send IPv6 traffic out of IPv6-only subnets. That a ' +
      'configuration with one is refused, and how, is our reading of it.',
    sources: ['aws-lambda-vpc', 'aws-lambda-vpc-30-days'],
  },
  roleNotAssumable: {
    ...INVALID,
    message: 'The role defined for the function cannot be assumed by Lambda.',
    confidence: 'observed',
    sources: ['terraform-function'],
  },
  roleLacksCreate: {
    ...INVALID,
    message:
      'The provided execution role does not have permissions to call CreateNetworkInterface on EC2',
    confidence: 'observed',
    sources: ['webiny-js#2580', 'aws-sam-cli#617'],
  },
  ec2Throttled: {
    ...INVALID,
    message:
      'Your request has been throttled by EC2, please make sure you have enough API rate limit. ' +
      'EC2 Error Code: RequestLimitExceeded. EC2 Error Message: Request limit exceeded.',
    confidence: 'observed',
    sources: ['serverless#3339', 'terraform-function'],
  },
} as const satisfies Record<string, Answer>;
