import { assumed, documented, inAny, inEach, nothing, observed } from './shorthand.ts';
import type { SubnetUser } from './types.ts';

/** What Lambda itself puts into subnets, and what runs functions of its own. */
export const LAMBDA_USERS = {
  'AWS::Lambda::Function': {
    takes: 'pairings',
    kind: 'function',
    subnets: ['VpcConfig.SubnetIds'],
    ...documented('aws-lambda-vpc'),
  },
  'AWS::Serverless::Function': {
    takes: 'pairings',
    kind: 'function',
    subnets: ['VpcConfig.SubnetIds'],
    ...documented('aws-lambda-vpc'),
  },
  'AWS::Synthetics::Canary': {
    takes: 'pairings',
    kind: 'function of a canary',
    subnets: ['VPCConfig.SubnetIds'],
    ...assumed("A canary is a function of Lambda, with the canary's VPC.", 'botocore-services'),
  },
  'AWS::SecretsManager::RotationSchedule': {
    takes: 'pairings',
    kind: 'function that rotates a secret',
    subnets: ['HostedRotationLambda.VpcSubnetIds'],
    ...assumed('The macro makes a function in a stack of its own.', 'aws-service-spec'),
  },
  'AWS::Lambda::NetworkConnector': {
    takes: 'addresses',
    kind: 'network connector',
    subnets: ['Configuration.VpcEgressConfiguration.SubnetIds'],
    names: ['Name'],
    parts: [inEach({ from: 1, to: null }, { peak: { from: 2, to: null } })],
    sharesQuota: true,
    ...assumed(
      'It makes interfaces in each of its subnets, as AWS says; one each is the least, and that ' +
        'they count against the quota of Lambda is a guess. An update makes new ones first.',
      'aws-network-connector',
      'aws-connector-policy',
    ),
  },
  'AWS::Lambda::CapacityProvider': {
    takes: 'addresses',
    kind: 'managed instances',
    subnets: ['VpcConfig.SubnetIds'],
    names: ['CapacityProviderName'],
    parts: [
      inAny(
        { call: 'instances of a capacity provider' },
        {
          peak: {
            from: { call: 'instances of a capacity provider' },
            to: {
              max: [
                3,
                { floor: { times: [{ of: 'CapacityProviderScalingConfig.MaxVCpuCount' }, 0.5] } },
              ],
            },
          },
        },
      ),
    ],
    ...documented('aws-lambda-managed-instances'),
  },
  'AWS::Lambda::EventSourceMapping': {
    takes: 'addresses',
    kind: 'event source mapping',
    subnets: ['SourceAccessConfigurations.*.URI'],
    through: ['EventSourceArn'],
    parts: [
      inEach({ from: 1, to: null }, { when: { given: 'Topics' } }),
      inEach({ from: 1, to: null }, { when: { given: 'Queues' } }),
      inEach({ from: 1, to: null }, { when: { given: 'DocumentDBEventSourceConfig' } }),
    ],
    sharesQuota: true,
    ...observed('cdk-real-drift#441'),
  },
  'AWS::EC2::Subnet': nothing('subnet', 'it is the subnet itself'),
} as const satisfies Record<string, SubnetUser>;
