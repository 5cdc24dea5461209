import {
  assumed,
  documented,
  inAny,
  inEach,
  nothing,
  uncounted,
  WHILE_IT_RUNS,
} from './shorthand.ts';
import type { SubnetUser } from './types.ts';

/** Desktops, streamed applications, and instances that a service starts for people. */
export const WORKPLACE_USERS = {
  'AWS::AppStream::Fleet': {
    takes: 'addresses',
    kind: 'streaming instances',
    subnets: ['VpcConfig.SubnetIds'],
    names: ['Name'],
    parts: [
      inAny(
        {
          of: 'ComputeCapacity.DesiredInstances',
          else: { from: 1, to: { of: 'ComputeCapacity.DesiredSessions' } },
          scales: 'appstream:fleet:DesiredCapacity',
        },
        { when: { of: 'FleetType', isNot: ['ELASTIC'], else: 'ON_DEMAND' } },
      ),
      inAny(
        { from: 0, to: { of: 'MaxConcurrentSessions' } },
        { when: { of: 'FleetType', is: ['ELASTIC'], else: 'ON_DEMAND' } },
      ),
    ],
    ...documented('aws-appstream-guide'),
  },
  'AWS::AppStream::ImageBuilder': {
    takes: 'addresses',
    kind: 'image builder',
    subnets: ['VpcConfig.SubnetIds'],
    parts: [inAny(1)],
    ...assumed('An image builder is one instance in one subnet.', 'aws-appstream-guide'),
  },
  'AWS::AppStream::AppBlockBuilder': {
    takes: 'addresses',
    kind: 'app block builder',
    subnets: ['VpcConfig.SubnetIds'],
    parts: [inAny(1)],
    ...assumed('An app block builder is one instance in one subnet.', 'aws-appstream-guide'),
  },
  'AWS::WorkSpaces::Workspace': {
    takes: 'addresses',
    kind: 'WorkSpace',
    through: ['DirectoryId'],
    parts: [inAny(1)],
    ...assumed('A WorkSpace has one interface in a subnet of its directory.', 'eni-tools'),
  },
  'AWS::WorkSpaces::WorkspacesPool': {
    takes: 'addresses',
    kind: 'WorkSpaces',
    through: ['DirectoryId'],
    parts: [inAny({ of: 'Capacity.DesiredUserSessions' }, { peak: { from: 0, to: null } })],
    ...assumed(
      'Each session has a WorkSpace with one interface; scaling may add more.',
      'eni-tools',
    ),
  },
  'AWS::WorkSpacesWeb::NetworkSettings': {
    takes: 'addresses',
    kind: 'streaming sessions',
    subnets: ['SubnetIds'],
    parts: [inAny(0, { peak: { from: 0, to: null } })],
    ...assumed('Each streaming session takes one address while it lasts.', 'botocore-services'),
  },
  'AWS::WorkspacesInstances::WorkspaceInstance': {
    takes: 'addresses',
    kind: 'instance',
    subnets: ['ManagedInstance.SubnetId'],
    parts: [
      inEach(1),
      {
        place: 'entries',
        entries: 'ManagedInstance.NetworkInterfaces',
        rest: { call: 'addresses of an interface' },
      },
    ],
    ...assumed('It is started like an instance of EC2.', 'botocore-services'),
  },
  'AWS::DeviceFarm::Project': uncounted('device tests', ['VpcConfig.SubnetIds'], WHILE_IT_RUNS),
  'AWS::DeviceFarm::TestGridProject': uncounted(
    'browser tests',
    ['VpcConfig.SubnetIds'],
    WHILE_IT_RUNS,
  ),
  'AWS::NimbleStudio::LaunchProfile': uncounted(
    'streaming sessions',
    ['Ec2SubnetIds'],
    WHILE_IT_RUNS,
  ),
  'AWS::Cloud9::EnvironmentEC2': {
    takes: 'addresses',
    kind: 'instance',
    subnets: ['SubnetId'],
    parts: [inEach(1)],
    without: 'default VPC',
    ...assumed('An environment is one instance with one interface.', 'aws-service-spec'),
  },
  'AWS::OpsWorks::Instance': {
    takes: 'addresses',
    kind: 'instance',
    subnets: ['SubnetId'],
    parts: [inEach(1)],
    ...assumed('It is an instance of EC2 with one interface.', 'aws-service-spec'),
  },
  'AWS::OpsWorks::Stack': nothing('OpsWorks stack', 'it is a default for later instances', {
    subnets: ['DefaultSubnetId'],
  }),
  'AWS::OpsWorksCM::Server': {
    takes: 'addresses',
    kind: 'instance',
    subnets: ['SubnetIds'],
    parts: [inAny(1, { peak: 2 })],
    ...assumed('It is one instance, and another beside it in maintenance.', 'aws-service-spec'),
  },
} as const satisfies Record<string, SubnetUser>;
