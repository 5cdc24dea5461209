import { assumed, documented, inAny, inEach, uncounted } from './shorthand.ts';
import type { Amount, SubnetUser } from './types.ts';

const TASKS = { of: 'DesiredCount', else: 1, scales: 'ecs:service:DesiredCount' } as const;

/** A rolling update starts new tasks before the old ones end; a second set doubles them. */
const TASKS_WHILE_DEPLOYING: Amount = {
  when: { of: 'DeploymentController.Type', is: ['CODE_DEPLOY', 'EXTERNAL'], else: 'ECS' },
  take: { times: [2, TASKS] },
  else: {
    when: {
      of: 'DeploymentConfiguration.Strategy',
      is: ['BLUE_GREEN', 'LINEAR', 'CANARY'],
      else: 'ROLLING',
    },
    take: { times: [2, TASKS] },
    else: {
      floor: {
        times: [TASKS, { of: 'DeploymentConfiguration.MaximumPercent', else: 200 }, 0.01],
      },
    },
  },
};

/** Nodes have one address of their own; how many their pods take is told to no template. */
const PER_NODE = { from: 1, to: null } as const;

/** ECS, EKS and what runs containers beside them. */
export const CONTAINER_USERS = {
  'AWS::ECS::Service': {
    takes: 'addresses',
    kind: 'ECS tasks',
    subnets: ['NetworkConfiguration.AwsvpcConfiguration.Subnets'],
    names: ['ServiceName'],
    parts: [
      inAny(TASKS, {
        when: { of: 'SchedulingStrategy', isNot: ['DAEMON'], else: 'REPLICA' },
        peak: TASKS_WHILE_DEPLOYING,
      }),
      {
        when: { of: 'SchedulingStrategy', is: ['DAEMON'], else: 'REPLICA' },
        unknown: 'a daemon runs on every instance of its cluster',
      },
    ],
    ...documented('aws-ecs-guide'),
  },
  'AWS::ECS::TaskSet': uncounted(
    'ECS tasks',
    ['NetworkConfiguration.AwsVpcConfiguration.Subnets'],
    'its number is a share of what its service wants',
  ),
  'AWS::ECS::CapacityProvider': uncounted(
    'managed instances',
    ['ManagedInstancesProvider.InstanceLaunchTemplate.NetworkConfiguration.Subnets'],
    'how many instances it starts depends on the tasks',
  ),
  'AWS::ECS::ExpressGatewayService': {
    takes: 'addresses',
    kind: 'ECS tasks and their load balancer',
    subnets: ['NetworkConfiguration.Subnets'],
    parts: [
      inAny(
        {
          from: { of: 'ScalingTarget.MinTaskCount', else: 1 },
          to: { of: 'ScalingTarget.MaxTaskCount' },
        },
        { peak: { times: [2, { of: 'ScalingTarget.MaxTaskCount' }] } },
      ),
      inEach(1, { free: 8 }),
    ],
    without: 'default VPC',
    ...assumed(
      'It makes a load balancer and tasks of its own, and replaces all tasks at once at most.',
      'aws-service-spec',
    ),
  },
  'AWS::EKS::Cluster': {
    takes: 'addresses',
    kind: 'EKS control plane',
    subnets: ['ResourcesVpcConfig.SubnetIds'],
    names: ['Name'],
    parts: [
      inAny({ from: 2, to: 4 }, { peak: { from: 2, to: 8 }, free: 6 }),
      {
        when: { of: 'ComputeConfig.Enabled', is: ['true'], else: 'false' },
        unknown: 'in Auto Mode the nodes and pods take addresses, as many as the load wants',
      },
    ],
    ...documented('aws-eks-guide'),
  },
  'AWS::EKS::Nodegroup': {
    takes: 'addresses',
    kind: 'EKS nodes and their pods',
    subnets: ['Subnets'],
    parts: [
      inAny(
        {
          times: [
            { of: 'ScalingConfig.DesiredSize', else: { of: 'ScalingConfig.MinSize' } },
            PER_NODE,
          ],
        },
        { peak: { times: [{ of: 'ScalingConfig.MaxSize' }, PER_NODE] } },
      ),
    ],
    ...documented('aws-eks-guide', 'amazon-vpc-cni'),
  },
  'AWS::EKS::FargateProfile': uncounted(
    'EKS pods',
    ['Subnets'],
    'each pod that it matches takes an address, and how many there are is not told',
  ),
  'AWS::AppRunner::VpcConnector': {
    takes: 'addresses',
    kind: 'App Runner connector',
    subnets: ['Subnets'],
    parts: [inEach(1)],
    ...assumed(
      'Its interfaces belong to a pair of subnets and groups and are shared, as those of Lambda.',
      'aws-apprunner-guide',
    ),
  },
} as const satisfies Record<string, SubnetUser>;
