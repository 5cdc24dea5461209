import type { Naming } from './terraform-types.ts';

const one = { SubnetId: 'subnet_id' };
const several = { SubnetIds: 'subnet_ids' };

const FIREHOSE = [
  ['Elasticsearch', 'elasticsearch'],
  ['Amazonopensearchservice', 'opensearch'],
  ['AmazonOpenSearchServerless', 'opensearchserverless'],
] as const;

/** Where the nodes of a search domain stand, which has two names in both languages. */
function searchOf(type: string, head: string): Naming {
  return {
    type,
    properties: {
      'VPCOptions.SubnetIds': 'vpc_options.0.subnet_ids',
      DomainName: 'domain_name',
      [`${head}.InstanceCount`]: 'cluster_config.0.instance_count',
      [`${head}.DedicatedMasterEnabled`]: 'cluster_config.0.dedicated_master_enabled',
      [`${head}.DedicatedMasterCount`]: 'cluster_config.0.dedicated_master_count',
      [`${head}.WarmCount`]: 'cluster_config.0.warm_count',
    },
  };
}

/** Streams, search, file systems and endpoints of the AWS provider. */
export const TERRAFORM_SERVICE_TYPES: Readonly<Record<string, Naming>> = {
  aws_efs_mount_target: {
    type: 'AWS::EFS::MountTarget',
    properties: { ...one, IpAddressType: 'ip_address_type' },
  },
  aws_fsx_windows_file_system: fsx('WINDOWS', 'WindowsConfiguration'),
  aws_fsx_lustre_file_system: fsx('LUSTRE', 'LustreConfiguration'),
  aws_fsx_ontap_file_system: fsx('ONTAP', 'OntapConfiguration'),
  aws_fsx_openzfs_file_system: fsx('OPENZFS', 'OpenZFSConfiguration'),
  aws_fsx_file_cache: { type: 'AWS::FSx::FileCache', properties: several },
  aws_opensearch_domain: searchOf('AWS::OpenSearchService::Domain', 'ClusterConfig'),
  aws_elasticsearch_domain: searchOf('AWS::Elasticsearch::Domain', 'ElasticsearchClusterConfig'),
  aws_opensearchserverless_vpc_endpoint: {
    type: 'AWS::OpenSearchServerless::VpcEndpoint',
    properties: several,
  },
  aws_osis_pipeline: {
    type: 'AWS::OSIS::Pipeline',
    properties: { 'VpcOptions.SubnetIds': 'vpc_options.0.subnet_ids' },
  },
  aws_msk_cluster: {
    type: 'AWS::MSK::Cluster',
    properties: {
      'BrokerNodeGroupInfo.ClientSubnets': 'broker_node_group_info.0.client_subnets',
      NumberOfBrokerNodes: 'number_of_broker_nodes',
      KafkaVersion: 'kafka_version',
      ClusterName: 'cluster_name',
    },
  },
  aws_msk_serverless_cluster: {
    type: 'AWS::MSK::ServerlessCluster',
    properties: {
      'VpcConfigs.*.SubnetIds': 'vpc_config.*.subnet_ids',
      ClusterName: 'cluster_name',
    },
  },
  aws_msk_vpc_connection: {
    type: 'AWS::MSK::VpcConnection',
    properties: { ClientSubnets: 'client_subnets' },
  },
  aws_mskconnect_connector: {
    type: 'AWS::KafkaConnect::Connector',
    properties: {
      'KafkaCluster.ApacheKafkaCluster.Vpc.Subnets':
        'kafka_cluster.0.apache_kafka_cluster.0.vpc.0.subnets',
      'Capacity.ProvisionedCapacity.WorkerCount': 'capacity.0.provisioned_capacity.0.worker_count',
      'Capacity.AutoScaling.MinWorkerCount': 'capacity.0.autoscaling.0.min_worker_count',
      'Capacity.AutoScaling.MaxWorkerCount': 'capacity.0.autoscaling.0.max_worker_count',
    },
  },
  aws_mq_broker: {
    type: 'AWS::AmazonMQ::Broker',
    properties: {
      ...several,
      BrokerName: 'broker_name',
      EngineType: 'engine_type',
      PubliclyAccessible: 'publicly_accessible',
    },
  },
  aws_mwaa_environment: {
    type: 'AWS::MWAA::Environment',
    properties: {
      'NetworkConfiguration.SubnetIds': 'network_configuration.0.subnet_ids',
      WebserverAccessMode: 'webserver_access_mode',
      Schedulers: 'schedulers',
      MinWorkers: 'min_workers',
      MaxWorkers: 'max_workers',
    },
  },
  aws_kinesis_firehose_delivery_stream: {
    type: 'AWS::KinesisFirehose::DeliveryStream',
    properties: Object.fromEntries(
      FIREHOSE.map(([head, place]) => [
        `${head}DestinationConfiguration.VpcConfiguration.SubnetIds`,
        `${place}_configuration.0.vpc_config.0.subnet_ids`,
      ]),
    ),
  },
  aws_kinesisanalyticsv2_application: {
    type: 'AWS::KinesisAnalyticsV2::Application',
    properties: {
      'ApplicationConfiguration.VpcConfigurations.*.SubnetIds':
        'application_configuration.0.vpc_configuration.0.subnet_ids',
    },
  },
  aws_lambda_event_source_mapping: {
    type: 'AWS::Lambda::EventSourceMapping',
    properties: { EventSourceArn: 'event_source_arn', Topics: 'topics', Queues: 'queues' },
    blocks: {
      SourceAccessConfigurations: {
        place: 'source_access_configuration',
        names: { Type: 'type', URI: 'uri' },
      },
    },
  },
  aws_synthetics_canary: {
    type: 'AWS::Synthetics::Canary',
    properties: { VPCConfig: 'vpc_config.0', ExecutionRoleArn: 'execution_role_arn' },
  },
  aws_emr_cluster: {
    type: 'AWS::EMR::Cluster',
    properties: {
      'Instances.Ec2SubnetId': 'ec2_attributes.0.subnet_id',
      'Instances.Ec2SubnetIds': 'ec2_attributes.0.subnet_ids',
      'Instances.MasterInstanceGroup.InstanceCount': 'master_instance_group.0.instance_count',
      'Instances.CoreInstanceGroup.InstanceCount': 'core_instance_group.0.instance_count',
    },
  },
  aws_emr_instance_group: {
    type: 'AWS::EMR::InstanceGroupConfig',
    properties: { JobFlowId: 'cluster_id', InstanceCount: 'instance_count' },
  },
  aws_emr_studio: { type: 'AWS::EMR::Studio', properties: several },
  aws_emrserverless_application: {
    type: 'AWS::EMRServerless::Application',
    properties: {
      'NetworkConfiguration.SubnetIds': 'network_configuration.0.subnet_ids',
    },
  },
  aws_glue_connection: {
    type: 'AWS::Glue::Connection',
    properties: {
      'ConnectionInput.PhysicalConnectionRequirements.SubnetId':
        'physical_connection_requirements.0.subnet_id',
    },
  },
  aws_glue_dev_endpoint: {
    type: 'AWS::Glue::DevEndpoint',
    properties: {
      ...one,
      NumberOfNodes: 'number_of_nodes',
      NumberOfWorkers: 'number_of_workers',
    },
  },
  aws_sagemaker_domain: {
    type: 'AWS::SageMaker::Domain',
    properties: { ...several, AppNetworkAccessType: 'app_network_access_type' },
  },
  aws_sagemaker_notebook_instance: {
    type: 'AWS::SageMaker::NotebookInstance',
    properties: one,
  },
  aws_sagemaker_model: {
    type: 'AWS::SageMaker::Model',
    properties: { 'VpcConfig.Subnets': 'vpc_config.0.subnets', ModelName: 'name' },
  },
  aws_transfer_server: {
    type: 'AWS::Transfer::Server',
    properties: { 'EndpointDetails.SubnetIds': 'endpoint_details.0.subnet_ids' },
  },
  aws_grafana_workspace: {
    type: 'AWS::Grafana::Workspace',
    properties: { 'VpcConfiguration.SubnetIds': 'vpc_configuration.0.subnet_ids' },
  },
  aws_prometheus_scraper: {
    type: 'AWS::APS::Scraper',
    properties: { 'Source.EksConfiguration.SubnetIds': 'source.0.eks.0.subnet_ids' },
  },
  aws_quicksight_vpc_connection: { type: 'AWS::QuickSight::VPCConnection', properties: several },
  aws_cloudwatch_event_target: {
    type: 'AWS::Events::Rule',
    properties: {
      'Targets.*.EcsParameters.NetworkConfiguration.AwsVpcConfiguration.Subnets':
        'ecs_target.0.network_configuration.0.subnets',
    },
  },
  aws_scheduler_schedule: {
    type: 'AWS::Scheduler::Schedule',
    properties: {
      'Target.EcsParameters.NetworkConfiguration.AwsvpcConfiguration.Subnets':
        'target.0.ecs_parameters.0.network_configuration.0.subnets',
    },
  },
};

function fsx(kind: string, configuration: string): Naming {
  const properties = { ...several, [`${configuration}.DeploymentType`]: 'deployment_type' };
  return { type: 'AWS::FSx::FileSystem', properties, always: { FileSystemType: kind } };
}
