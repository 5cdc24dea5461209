import type { Naming } from './terraform-types.ts';

const one = { SubnetId: 'subnet_id' };
const several = { SubnetIds: 'subnet_ids' };
const vpcConfig = (head = 'VpcConfig') => ({ [`${head}.SubnetIds`]: 'vpc_config.0.subnet_ids' });

const balancer: Naming = {
  type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  properties: {
    Subnets: 'subnets',
    'SubnetMappings.*.SubnetId': 'subnet_mapping.*.subnet_id',
    Type: 'load_balancer_type',
  },
};

const directory: Naming = {
  type: 'AWS::DirectoryService::SimpleAD',
  properties: { 'VpcSettings.SubnetIds': 'vpc_settings.0.subnet_ids' },
};

const TEMPLATE = { 'LaunchTemplate.LaunchTemplateId': 'launch_template.0.id' };

/** Instances, containers and load balancers of the AWS provider. */
export const TERRAFORM_COMPUTE_TYPES: Readonly<Record<string, Naming>> = {
  aws_instance: {
    type: 'AWS::EC2::Instance',
    properties: {
      ...one,
      NetworkInterfaces: 'network_interface',
      SecondaryPrivateIpAddresses: 'secondary_private_ips',
      ...TEMPLATE,
    },
  },
  aws_network_interface: {
    type: 'AWS::EC2::NetworkInterface',
    properties: {
      ...one,
      PrivateIpAddresses: 'private_ips',
      SecondaryPrivateIpAddressCount: 'private_ips_count',
      Ipv4Prefixes: 'ipv4_prefixes',
      Ipv4PrefixCount: 'ipv4_prefix_count',
    },
  },
  aws_launch_template: {
    type: 'AWS::EC2::LaunchTemplate',
    properties: {
      LaunchTemplateName: 'name',
      'LaunchTemplateData.NetworkInterfaces.*.SubnetId': 'network_interfaces.*.subnet_id',
    },
    blocks: {
      'LaunchTemplateData.NetworkInterfaces': {
        place: 'network_interfaces',
        names: {
          PrivateIpAddresses: 'ipv4_addresses',
          SecondaryPrivateIpAddressCount: 'ipv4_address_count',
          Ipv4Prefixes: 'ipv4_prefixes',
          Ipv4PrefixCount: 'ipv4_prefix_count',
        },
      },
    },
  },
  aws_autoscaling_group: {
    type: 'AWS::AutoScaling::AutoScalingGroup',
    properties: {
      VPCZoneIdentifier: 'vpc_zone_identifier',
      DesiredCapacity: 'desired_capacity',
      MinSize: 'min_size',
      MaxSize: 'max_size',
      'InstanceMaintenancePolicy.MaxHealthyPercentage':
        'instance_maintenance_policy.0.max_healthy_percentage',
      ...TEMPLATE,
      'MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification.LaunchTemplateId':
        'mixed_instances_policy.0.launch_template.0.launch_template_specification.0.launch_template_id',
    },
  },
  aws_batch_compute_environment: {
    type: 'AWS::Batch::ComputeEnvironment',
    properties: {
      'ComputeResources.Subnets': 'compute_resources.0.subnets',
      'ComputeResources.Type': 'compute_resources.0.type',
      'ComputeResources.MinvCpus': 'compute_resources.0.min_vcpus',
      'ComputeResources.MaxvCpus': 'compute_resources.0.max_vcpus',
    },
  },
  aws_lb: balancer,
  aws_alb: balancer,
  aws_elb: { type: 'AWS::ElasticLoadBalancing::LoadBalancer', properties: { Subnets: 'subnets' } },
  aws_ecs_service: {
    type: 'AWS::ECS::Service',
    properties: {
      'NetworkConfiguration.AwsvpcConfiguration.Subnets': 'network_configuration.0.subnets',
      DesiredCount: 'desired_count',
      ServiceName: 'name',
      SchedulingStrategy: 'scheduling_strategy',
      'DeploymentController.Type': 'deployment_controller.0.type',
      'DeploymentConfiguration.Strategy': 'deployment_configuration.0.strategy',
      'DeploymentConfiguration.MaximumPercent': 'deployment_maximum_percent',
    },
  },
  aws_appautoscaling_target: {
    type: 'AWS::ApplicationAutoScaling::ScalableTarget',
    properties: {
      ScalableDimension: 'scalable_dimension',
      ResourceId: 'resource_id',
      MinCapacity: 'min_capacity',
      MaxCapacity: 'max_capacity',
    },
  },
  aws_eks_cluster: {
    type: 'AWS::EKS::Cluster',
    properties: {
      ...vpcConfig('ResourcesVpcConfig'),
      Name: 'name',
      'ComputeConfig.Enabled': 'compute_config.0.enabled',
    },
  },
  aws_eks_node_group: {
    type: 'AWS::EKS::Nodegroup',
    properties: {
      Subnets: 'subnet_ids',
      'ScalingConfig.MinSize': 'scaling_config.0.min_size',
      'ScalingConfig.DesiredSize': 'scaling_config.0.desired_size',
      'ScalingConfig.MaxSize': 'scaling_config.0.max_size',
    },
  },
  aws_eks_fargate_profile: {
    type: 'AWS::EKS::FargateProfile',
    properties: { Subnets: 'subnet_ids' },
  },
  aws_apprunner_vpc_connector: {
    type: 'AWS::AppRunner::VpcConnector',
    properties: { Subnets: 'subnets' },
  },
  aws_codebuild_project: {
    type: 'AWS::CodeBuild::Project',
    properties: {
      'VpcConfig.Subnets': 'vpc_config.0.subnets',
      ConcurrentBuildLimit: 'concurrent_build_limit',
    },
  },
  aws_codebuild_fleet: {
    type: 'AWS::CodeBuild::Fleet',
    properties: {
      'FleetVpcConfig.Subnets': 'vpc_config.0.subnets',
      BaseCapacity: 'base_capacity',
      'ScalingConfiguration.MaxCapacity': 'scaling_configuration.0.max_capacity',
    },
  },
  aws_imagebuilder_infrastructure_configuration: {
    type: 'AWS::ImageBuilder::InfrastructureConfiguration',
    properties: one,
  },
  aws_cloud9_environment_ec2: { type: 'AWS::Cloud9::EnvironmentEC2', properties: one },
  aws_appstream_fleet: {
    type: 'AWS::AppStream::Fleet',
    properties: {
      ...vpcConfig(),
      FleetType: 'fleet_type',
      'ComputeCapacity.DesiredInstances': 'compute_capacity.0.desired_instances',
      MaxConcurrentSessions: 'max_concurrent_sessions',
    },
  },
  aws_appstream_image_builder: {
    type: 'AWS::AppStream::ImageBuilder',
    properties: vpcConfig(),
  },
  aws_directory_service_directory: directory,
  aws_workspaces_workspace: {
    type: 'AWS::WorkSpaces::Workspace',
    properties: { DirectoryId: 'directory_id' },
  },
  aws_gamelift_game_server_group: {
    type: 'AWS::GameLift::GameServerGroup',
    properties: { VpcSubnets: 'vpc_subnets', MinSize: 'min_size', MaxSize: 'max_size' },
  },
  aws_cloudhsm_v2_cluster: { type: 'AWS::CloudHSM::Cluster', properties: several },
  aws_cloudhsm_v2_hsm: {
    type: 'AWS::CloudHSM::Hsm',
    properties: { ...one, ClusterId: 'cluster_id' },
  },
};
