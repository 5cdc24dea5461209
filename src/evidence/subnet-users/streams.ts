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

const ONCE_TASKS_RUN = assumed(
  'The tasks that it starts take one address each while they run; their number is not told.',
  'aws-ecs-guide',
);

/** Brokers, streams and what moves events. */
export const STREAM_USERS = {
  'AWS::MSK::Cluster': {
    takes: 'addresses',
    kind: 'Kafka brokers',
    subnets: ['BrokerNodeGroupInfo.ClientSubnets'],
    names: ['ClusterName'],
    parts: [
      { place: 'evenly', rest: { of: 'NumberOfBrokerNodes' } },
      inAny(3, { when: { of: 'KafkaVersion', isNot: ['*kraft*', '4.*'], else: '' } }),
    ],
    ...assumed(
      'A broker has one interface, as AWS says; ZooKeeper, where it runs, has three nodes more.',
      'botocore-services',
    ),
  },
  'AWS::MSK::ServerlessCluster': {
    takes: 'addresses',
    kind: 'Kafka endpoint',
    subnets: ['VpcConfigs.*.SubnetIds'],
    names: ['ClusterName'],
    parts: [inEach(1)],
    ...assumed('It is reached through endpoints, one interface a subnet.', 'aws-msk-guide'),
  },
  'AWS::MSK::VpcConnection': {
    takes: 'addresses',
    kind: 'Kafka connection',
    subnets: ['ClientSubnets'],
    parts: [inEach({ from: 1, to: null })],
    ...assumed(
      'It is an endpoint in each subnet; whether it has one interface a broker is not told.',
      'aws-msk-guide',
    ),
  },
  'AWS::MSK::Replicator': uncounted(
    'Kafka replicator',
    ['KafkaClusters.*.VpcConfig.SubnetIds'],
    NOT_PUBLISHED,
  ),
  'AWS::KafkaConnect::Connector': {
    takes: 'addresses',
    kind: 'Kafka Connect workers',
    subnets: ['KafkaCluster.ApacheKafkaCluster.Vpc.Subnets'],
    parts: [
      inAny({
        of: 'Capacity.ProvisionedCapacity.WorkerCount',
        else: {
          from: { of: 'Capacity.AutoScaling.MinWorkerCount' },
          to: { of: 'Capacity.AutoScaling.MaxWorkerCount' },
        },
      }),
    ],
    ...documented('aws-msk-guide'),
  },
  'AWS::AmazonMQ::Broker': {
    takes: 'addresses',
    kind: 'message broker',
    subnets: ['SubnetIds'],
    names: ['BrokerName'],
    parts: [
      inEach(1, { when: { of: 'EngineType', isNot: ['RABBITMQ'] } }),
      inEach(
        { when: { of: 'PubliclyAccessible', is: ['true'], else: 'false' }, take: 0, else: 1 },
        { when: { of: 'EngineType', is: ['RABBITMQ'] } },
      ),
    ],
    without: 'default VPC',
    ...assumed(
      'AWS tells the subnets of each deployment mode; one address in each is read from that.',
      'aws-mq-api',
    ),
  },
  'AWS::KinesisFirehose::DeliveryStream': {
    takes: 'addresses',
    kind: 'delivery stream',
    subnets: [
      'AmazonopensearchserviceDestinationConfiguration.VpcConfiguration.SubnetIds',
      'AmazonOpenSearchServerlessDestinationConfiguration.VpcConfiguration.SubnetIds',
      'ElasticsearchDestinationConfiguration.VpcConfiguration.SubnetIds',
    ],
    parts: [inEach({ from: 1, to: 3 }, { peak: 3 })],
    ...documented('botocore-services'),
  },
  'AWS::KinesisAnalyticsV2::Application': {
    takes: 'addresses',
    kind: 'Flink application',
    subnets: ['ApplicationConfiguration.VpcConfigurations.*.SubnetIds'],
    parts: [inAny({ from: 1, to: null })],
    ...assumed(
      'Its interfaces are in one of its subnets; their number follows its capacity, unstated.',
      'aws-flink-guide',
    ),
  },
  'AWS::OSIS::Pipeline': {
    takes: 'addresses',
    kind: 'ingestion pipeline',
    subnets: ['VpcOptions.SubnetIds'],
    parts: [inEach(1, { peak: { from: 1, to: null } })],
    ...assumed(
      'Its endpoint has one interface a subnet; sources may need more.',
      'botocore-services',
    ),
  },
  'AWS::IoT::TopicRuleDestination': {
    takes: 'addresses',
    kind: 'IoT destination',
    subnets: ['VpcProperties.SubnetIds'],
    parts: [inEach({ from: 1, to: null })],
    ...assumed(
      'It makes interfaces in its subnets, and how many is not told.',
      'botocore-services',
    ),
  },
  'AWS::Pipes::Pipe': {
    takes: 'addresses',
    kind: 'pipe',
    parts: [
      inAny(0, {
        subnets: [
          'TargetParameters.EcsTaskParameters.NetworkConfiguration.AwsvpcConfiguration.Subnets',
        ],
        peak: { from: 0, to: null },
      }),
      inEach(
        { from: 1, to: null },
        { subnets: ['SourceParameters.SelfManagedKafkaParameters.Vpc.Subnets'] },
      ),
    ],
    ...ONCE_TASKS_RUN,
  },
  'AWS::Events::Rule': {
    takes: 'addresses',
    kind: 'tasks that a rule starts',
    subnets: ['Targets.*.EcsParameters.NetworkConfiguration.AwsVpcConfiguration.Subnets'],
    parts: [inAny(0, { peak: { from: 0, to: null } })],
    ...ONCE_TASKS_RUN,
  },
  'AWS::Scheduler::Schedule': {
    takes: 'addresses',
    kind: 'tasks that a schedule starts',
    subnets: ['Target.EcsParameters.NetworkConfiguration.AwsvpcConfiguration.Subnets'],
    parts: [inAny(0, { peak: { from: 0, to: null } })],
    ...ONCE_TASKS_RUN,
  },
  'AWS::APS::Scraper': {
    takes: 'addresses',
    kind: 'metrics scraper',
    subnets: ['Source.EksConfiguration.SubnetIds', 'Source.VpcConfiguration.SubnetIds'],
    parts: [inEach(1)],
    ...documented('aws-prometheus-guide'),
  },
  'AWS::Grafana::Workspace': {
    takes: 'addresses',
    kind: 'Grafana workspace',
    subnets: ['VpcConfiguration.SubnetIds'],
    parts: [inEach({ from: 0, to: null }, { free: 15 })],
    ...documented('aws-grafana-guide'),
  },
  'AWS::MWAA::Environment': {
    takes: 'addresses',
    kind: 'Airflow endpoints and workers',
    subnets: ['NetworkConfiguration.SubnetIds'],
    parts: [
      inEach({
        when: { of: 'WebserverAccessMode', is: ['PRIVATE_ONLY'], else: 'PUBLIC_ONLY' },
        take: 2,
        else: 1,
      }),
      inAny(
        {
          plus: [
            { of: 'Schedulers', else: 2 },
            { of: 'MinWorkers', else: 1 },
          ],
        },
        {
          peak: {
            times: [
              2,
              {
                plus: [
                  { of: 'Schedulers', else: 2 },
                  { of: 'MaxWorkers', else: 10 },
                ],
              },
            ],
          },
        },
      ),
    ],
    ...assumed(
      'The endpoints are documented; that schedulers and workers take one each is read from that.',
      'aws-mwaa-guide',
    ),
  },
  'AWS::MWAAServerless::Workflow': uncounted(
    'Airflow tasks',
    ['NetworkConfiguration.SubnetIds'],
    WHILE_IT_RUNS,
  ),
} as const satisfies Record<string, SubnetUser>;
