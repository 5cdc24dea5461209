import { assumed, documented, inAny, inEach, nothing, uncounted } from './shorthand.ts';
import type { SubnetUser } from './types.ts';

const PER_INSTANCE = { call: 'addresses of an instance' } as const;

const INSTANCE = assumed(
  'An instance takes one address for each interface and each secondary address; a prefix is 16.',
  'aws-ec2-guide-prefixes',
);

/** Instances, what starts them, and the jobs that run on them. */
export const COMPUTE_USERS = {
  'AWS::EC2::Instance': {
    takes: 'addresses',
    kind: 'instance',
    subnets: ['SubnetId'],
    parts: [
      inEach(PER_INSTANCE),
      {
        place: 'entries',
        entries: 'NetworkInterfaces',
        rest: { call: 'addresses of an interface' },
      },
    ],
    without: 'default VPC',
    ...INSTANCE,
  },
  'AWS::EC2::LaunchTemplate': nothing(
    'launch template',
    'the instances that are started from it take the addresses',
    { subnets: ['LaunchTemplateData.NetworkInterfaces.*.SubnetId'], names: ['LaunchTemplateName'] },
  ),
  'AWS::EC2::EC2Fleet': {
    takes: 'addresses',
    kind: 'instances of a fleet',
    subnets: [
      'LaunchTemplateConfigs.*.Overrides.*.SubnetId',
      'LaunchTemplateConfigs.*.Overrides.*.NetworkInterfaces.*.SubnetId',
    ],
    through: ['LaunchTemplateConfigs.*.LaunchTemplateSpecification.LaunchTemplateId'],
    parts: [
      inAny({
        times: [{ of: 'TargetCapacitySpecification.TotalTargetCapacity' }, PER_INSTANCE],
      }),
    ],
    ...assumed(
      'A fleet holds as many instances as its capacity where none weighs more than one.',
      'aws-service-spec',
    ),
  },
  'AWS::EC2::SpotFleet': {
    takes: 'addresses',
    kind: 'instances of a fleet',
    subnets: [
      'SpotFleetRequestConfigData.LaunchTemplateConfigs.*.Overrides.*.SubnetId',
      'SpotFleetRequestConfigData.LaunchSpecifications.*.SubnetId',
      'SpotFleetRequestConfigData.LaunchSpecifications.*.NetworkInterfaces.*.SubnetId',
    ],
    through: [
      'SpotFleetRequestConfigData.LaunchTemplateConfigs.*.LaunchTemplateSpecification.LaunchTemplateId',
    ],
    parts: [inAny({ times: [{ of: 'SpotFleetRequestConfigData.TargetCapacity' }, PER_INSTANCE] })],
    ...assumed(
      'A fleet holds as many instances as its capacity where none weighs more than one.',
      'aws-service-spec',
    ),
  },
  'AWS::AutoScaling::AutoScalingGroup': {
    takes: 'addresses',
    kind: 'instances of a group',
    subnets: ['VPCZoneIdentifier'],
    through: [
      'LaunchTemplate.LaunchTemplateId',
      'MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification.LaunchTemplateId',
    ],
    parts: [
      inAny(
        { times: [{ of: 'DesiredCapacity', else: { of: 'MinSize' } }, PER_INSTANCE] },
        {
          peak: {
            times: [
              {
                max: [
                  { of: 'MaxSize' },
                  {
                    ceil: {
                      times: [
                        { of: 'DesiredCapacity', else: { of: 'MinSize' } },
                        { of: 'InstanceMaintenancePolicy.MaxHealthyPercentage', else: 100 },
                        0.01,
                      ],
                    },
                  },
                ],
              },
              PER_INSTANCE,
            ],
          },
        },
      ),
    ],
    ...documented('aws-autoscaling-guide'),
  },
  'AWS::AutoScaling::LaunchConfiguration': nothing(
    'launch configuration',
    'the instances that are started from it take the addresses',
  ),
  'AWS::GameLift::GameServerGroup': {
    takes: 'addresses',
    kind: 'game servers',
    subnets: ['VpcSubnets'],
    parts: [inAny({ of: 'MinSize', else: 1 }, { peak: { of: 'MaxSize' } })],
    without: 'default VPC',
    ...assumed('Each instance of the group takes one address.', 'botocore-services'),
  },
  'AWS::Batch::ComputeEnvironment': {
    takes: 'addresses',
    kind: 'instances or tasks of jobs',
    subnets: ['ComputeResources.Subnets'],
    parts: [
      inAny(
        { from: 0, to: { of: 'ComputeResources.MinvCpus', else: 0 } },
        {
          when: { of: 'ComputeResources.Type', is: ['EC2', 'SPOT'] },
          peak: { from: 0, to: { plus: [{ of: 'ComputeResources.MaxvCpus' }, 1] } },
        },
      ),
      inAny(0, {
        when: { of: 'ComputeResources.Type', is: ['FARGATE', 'FARGATE_SPOT'] },
        peak: { from: 0, to: { times: [4, { of: 'ComputeResources.MaxvCpus' }] } },
      }),
      { when: { given: 'EksConfiguration' }, unknown: 'its nodes take addresses for their pods' },
      {
        subnets: [
          'ComputeResources.ManagedInstancesProvider.InstanceLaunchTemplate.NetworkConfiguration.Subnets',
        ],
        unknown: 'how many instances it starts depends on its jobs',
      },
    ],
    ...assumed(
      'An instance has at least one processor, a task at least a quarter; jobs set the number.',
      'aws-batch-api',
    ),
  },
  'AWS::CodeBuild::Project': {
    takes: 'addresses',
    kind: 'builds',
    subnets: ['VpcConfig.Subnets'],
    parts: [inAny(0, { peak: { from: 0, to: { of: 'ConcurrentBuildLimit' } } })],
    ...assumed('A build takes one address while it runs.', 'aws-codebuild-guide'),
  },
  'AWS::CodeBuild::Fleet': {
    takes: 'addresses',
    kind: 'build machines',
    subnets: ['FleetVpcConfig.Subnets'],
    parts: [
      inAny(
        { of: 'BaseCapacity' },
        { peak: { of: 'ScalingConfiguration.MaxCapacity', else: { of: 'BaseCapacity' } } },
      ),
    ],
    ...assumed('Each machine of the fleet takes one address.', 'aws-codebuild-guide'),
  },
  'AWS::ImageBuilder::InfrastructureConfiguration': {
    takes: 'addresses',
    kind: 'instances that build images',
    subnets: ['SubnetId'],
    parts: [inAny(0, { peak: { from: 0, to: null } })],
    ...assumed('An instance runs there while an image is built or tested.', 'botocore-services'),
  },
  'AWS::PCS::Cluster': {
    takes: 'addresses',
    kind: 'cluster',
    subnets: ['Networking.SubnetIds'],
    parts: [inEach(1)],
    ...documented('botocore-services'),
  },
  'AWS::PCS::ComputeNodeGroup': {
    takes: 'addresses',
    kind: 'cluster nodes',
    subnets: ['SubnetIds'],
    through: ['CustomLaunchTemplate.TemplateId'],
    parts: [
      inAny(
        {
          times: [
            { of: 'ScalingConfiguration.MinInstanceCount' },
            { call: 'addresses of an instance' },
          ],
        },
        {
          peak: {
            times: [
              { of: 'ScalingConfiguration.MaxInstanceCount' },
              { call: 'addresses of an instance' },
            ],
          },
        },
      ),
    ],
    ...documented('botocore-services'),
  },
  'AWS::DRS::ReplicationConfigurationTemplate': uncounted(
    'replication servers',
    ['StagingAreaSubnetId'],
    'how many replication servers there are depends on what they replicate',
  ),
} as const satisfies Record<string, SubnetUser>;
