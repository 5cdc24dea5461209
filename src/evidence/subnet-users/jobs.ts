import { assumed, inAny, inEach, NOT_PUBLISHED, uncounted, WHILE_IT_RUNS } from './shorthand.ts';
import type { SubnetUser } from './types.ts';

/** What reads data in a VPC from time to time. */
export const JOB_USERS = {
  'AWS::Glue::Connection': {
    takes: 'addresses',
    kind: 'workers of jobs',
    subnets: ['ConnectionInput.PhysicalConnectionRequirements.SubnetId'],
    parts: [inAny(0, { peak: { from: 0, to: null } })],
    ...assumed(
      'Each worker of a job that uses it takes one address, and keeps it for an hour after.',
      'aws-glue-guide',
    ),
  },
  'AWS::Glue::DevEndpoint': {
    takes: 'addresses',
    kind: 'development endpoint',
    subnets: ['SubnetId'],
    parts: [inEach({ of: 'NumberOfWorkers', else: { of: 'NumberOfNodes', else: 5 } })],
    ...assumed('Each node has an interface, as those of a job.', 'aws-glue-guide'),
  },
  'AWS::DataZone::Connection': uncounted(
    'workers of jobs',
    [
      'Props.GlueProperties.GlueConnectionInput.PhysicalConnectionRequirements.SubnetId',
      'Props.GlueProperties.GlueConnectionInput.PhysicalConnectionRequirements.SubnetIdList',
    ],
    WHILE_IT_RUNS,
  ),
  'AWS::QuickSight::VPCConnection': {
    takes: 'addresses',
    kind: 'QuickSight connection',
    subnets: ['SubnetIds'],
    parts: [inEach(1)],
    ...assumed('The API lists its interfaces, each with one subnet.', 'botocore-services'),
  },
  'AWS::Kendra::DataSource': uncounted(
    'crawler',
    [
      'DataSourceConfiguration.DatabaseConfiguration.VpcConfiguration.SubnetIds',
      'DataSourceConfiguration.SharePointConfiguration.VpcConfiguration.SubnetIds',
      'DataSourceConfiguration.ConfluenceConfiguration.VpcConfiguration.SubnetIds',
    ],
    WHILE_IT_RUNS,
  ),
  'AWS::QBusiness::DataSource': uncounted('crawler', ['VpcConfiguration.SubnetIds'], WHILE_IT_RUNS),
  'AWS::Omics::Configuration': uncounted(
    'genomics runs',
    ['RunConfigurations.VpcConfig.SubnetIds'],
    WHILE_IT_RUNS,
  ),
  'AWS::LookoutMetrics::AnomalyDetector': uncounted(
    'metrics reader',
    [
      'MetricSetList.*.MetricSource.RDSSourceConfig.VpcConfiguration.SubnetIdList',
      'MetricSetList.*.MetricSource.RedshiftSourceConfig.VpcConfiguration.SubnetIdList',
    ],
    NOT_PUBLISHED,
  ),
} as const satisfies Record<string, SubnetUser>;
