import {
  assumed,
  documented,
  inAny,
  inEach,
  NOT_PUBLISHED,
  uncounted,
  WHILE_IT_RUNS,
} from './shorthand.ts';
import type { SubnetUser } from './types.ts';

const FSX_TYPE = 'FileSystemType';

/** File systems, and what copies files or streams media. */
export const STORAGE_USERS = {
  'AWS::EFS::MountTarget': {
    takes: 'addresses',
    kind: 'EFS mount target',
    subnets: ['SubnetId'],
    parts: [inEach(1, { when: { of: 'IpAddressType', isNot: ['IPV6_ONLY'], else: 'IPV4_ONLY' } })],
    sharesQuota: true,
    ...documented('aws-efs-cli', 'aws-lambda-quotas'),
  },
  'AWS::S3Files::MountTarget': {
    takes: 'addresses',
    kind: 'mount target',
    subnets: ['SubnetId'],
    parts: [inEach(1, { when: { of: 'IpAddressType', isNot: ['IPV6_ONLY'], else: 'IPV4_ONLY' } })],
    ...documented('botocore-services'),
  },
  'AWS::FSx::FileSystem': {
    takes: 'addresses',
    kind: 'FSx file system',
    subnets: [
      'SubnetIds',
      'OntapConfiguration.PreferredSubnetId',
      'WindowsConfiguration.PreferredSubnetId',
      'OpenZFSConfiguration.PreferredSubnetId',
    ],
    parts: [
      inEach(
        {
          when: {
            of: 'WindowsConfiguration.DeploymentType',
            is: ['MULTI_AZ_1'],
            else: 'SINGLE_AZ_1',
          },
          take: { from: 1, to: null },
          else: 1,
        },
        { when: { of: FSX_TYPE, is: ['WINDOWS'] }, peak: { from: 1, to: null } },
      ),
      inEach(1, { when: { of: FSX_TYPE, is: ['OPENZFS'] } }),
      inEach({ from: 1, to: null }, { when: { of: FSX_TYPE, isNot: ['WINDOWS', 'OPENZFS'] } }),
    ],
    ...assumed(
      'Windows has one interface, as AWS says, and OpenZFS is taken to; the others have more.',
      'botocore-services',
    ),
  },
  'AWS::FSx::FileCache': {
    takes: 'addresses',
    kind: 'FSx cache',
    subnets: ['SubnetIds'],
    parts: [inEach({ from: 1, to: null })],
    ...assumed('It has an interface for each of its servers, and how many is not told.'),
  },
  'AWS::S3Outposts::Endpoint': uncounted('Outposts endpoint', ['SubnetId'], NOT_PUBLISHED),
  'AWS::DataSync::Agent': uncounted(
    'transfers',
    ['SubnetArns'],
    'each task of this agent takes four addresses, and how many tasks there are is not told',
  ),
  'AWS::DataSync::LocationEFS': uncounted(
    'transfers',
    ['Ec2Config.SubnetArn'],
    'each task with this location takes two or four addresses, and how many there are is not told',
  ),
  'AWS::Transfer::Server': {
    takes: 'addresses',
    kind: 'transfer server',
    subnets: ['EndpointDetails.SubnetIds'],
    parts: [inEach(1)],
    ...assumed('Its endpoint has one interface in each subnet.', 'botocore-services'),
  },
  'AWS::Transfer::WebApp': {
    takes: 'addresses',
    kind: 'transfer web app',
    subnets: ['EndpointDetails.Vpc.SubnetIds'],
    parts: [inEach(1)],
    ...assumed('Its endpoint has one interface in each subnet.', 'botocore-services'),
  },
  'AWS::MediaConnect::Flow': {
    takes: 'addresses',
    kind: 'media flow',
    parts: [{ place: 'entries', entries: 'VpcInterfaces', rest: 1 }],
    ...assumed('A flow has one interface for each that it names.', 'botocore-services'),
  },
  'AWS::MediaConnect::FlowVpcInterface': {
    takes: 'addresses',
    kind: 'media flow',
    subnets: ['SubnetId'],
    parts: [inEach(1)],
    ...assumed('It is one interface of a flow.', 'botocore-services'),
  },
  'AWS::MediaConnect::RouterNetworkInterface': {
    takes: 'addresses',
    kind: 'media router',
    subnets: ['Configuration.Vpc.SubnetId'],
    parts: [inEach({ from: 1, to: null })],
    ...assumed('It names one subnet; how many interfaces it has is not told.', 'botocore-services'),
  },
  'AWS::MediaLive::Channel': {
    takes: 'addresses',
    kind: 'media channel',
    subnets: ['Vpc.SubnetIds'],
    parts: [
      inAny(
        {
          when: { of: 'ChannelClass', is: ['SINGLE_PIPELINE'], else: 'STANDARD' },
          take: 1,
          else: 2,
        },
        { mostInOne: 1 },
      ),
    ],
    ...assumed('Each pipeline has one interface: two, or one alone.', 'botocore-services'),
  },
  'AWS::MediaLive::Input': {
    takes: 'addresses',
    kind: 'media input',
    subnets: ['Vpc.SubnetIds'],
    parts: [inEach(1)],
    ...assumed('Each of its two destinations has one interface.', 'botocore-services'),
  },
  'AWS::GroundStation::DataflowEndpointGroup': uncounted(
    'satellite endpoints',
    ['EndpointDetails.*.SecurityDetails.SubnetIds'],
    WHILE_IT_RUNS,
  ),
} as const satisfies Record<string, SubnetUser>;
