import type { SourceId } from './sources.ts';

/** The part of IAM's policy grammar that AWS's managed policies use. */
export interface ManagedPolicyDocument {
  Version: '2012-10-17';
  Statement: readonly {
    Sid?: string;
    Effect: 'Allow';
    Action: readonly string[];
    Resource: '*';
  }[];
}

export interface ManagedPolicyVersion {
  version: string;
  /** The day on which AWS published this version. */
  createdOn: string;
  document: ManagedPolicyDocument;
  source: SourceId;
}

export type ManagedPolicyName =
  | 'AWSLambdaVPCAccessExecutionRole'
  | 'AWSLambdaENIManagementAccess'
  | 'AWSLambdaBasicExecutionRole';

const LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

const INTERFACES = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DeleteNetworkInterface',
];

const ADDRESSES = ['ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'];

function allow(Action: readonly string[]): ManagedPolicyDocument {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] };
}

const VPC_ACCESS_V3: ManagedPolicyDocument = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'AWSLambdaVPCAccessExecutionPermissions',
      Effect: 'Allow',
      Action: [
        ...LOGS,
        'ec2:CreateNetworkInterface',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSubnets',
        'ec2:DeleteNetworkInterface',
        ...ADDRESSES,
      ],
      Resource: '*',
    },
  ],
};

const source = 'aws-managed-policies';

/** Policies that AWS keeps for execution roles, by name, newest version last. */
export const MANAGED_POLICIES: Readonly<
  Record<ManagedPolicyName, readonly ManagedPolicyVersion[]>
> = {
  AWSLambdaVPCAccessExecutionRole: [
    {
      version: 'v1',
      createdOn: '2016-02-11',
      document: allow([...LOGS, ...INTERFACES]),
      source,
    },
    {
      version: 'v2',
      createdOn: '2020-10-15',
      document: allow([...LOGS, ...INTERFACES, ...ADDRESSES]),
      source,
    },
    { version: 'v3', createdOn: '2024-01-05', document: VPC_ACCESS_V3, source },
  ],
  AWSLambdaENIManagementAccess: [
    {
      version: 'v2',
      createdOn: '2020-10-01',
      document: allow([...INTERFACES, ...ADDRESSES]),
      source,
    },
  ],
  AWSLambdaBasicExecutionRole: [
    { version: 'v1', createdOn: '2015-04-09', document: allow(LOGS), source },
  ],
};
