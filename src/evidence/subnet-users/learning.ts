import {
  assumed,
  documented,
  inAny,
  inEach,
  NOT_PUBLISHED,
  observed,
  uncounted,
  WHILE_IT_RUNS,
} from './shorthand.ts';
import type { Amount, SubnetUser } from './types.ts';

const JOB = assumed('It starts jobs, and each instance of a job takes two.', 'aws-sagemaker-guide');

/** The instances of a job are there while it runs: two addresses each. */
function jobs(subnets: string, instances: string): SubnetUser {
  const most: Amount = { times: [2, { of: instances, else: 1 }] };
  return {
    takes: 'addresses',
    kind: 'instances of jobs',
    subnets: [subnets],
    parts: [inAny(0, { peak: { from: 0, to: most } })],
    ...JOB,
  };
}

const JOB_SUBNETS = 'NetworkConfig.VpcConfig.Subnets';
const JOB_INSTANCES = 'JobResources.ClusterConfig.InstanceCount';

const ENDPOINT_INSTANCES: Amount = {
  times: [
    2,
    {
      plus: [
        { sum: 'ProductionVariants.*.InitialInstanceCount' },
        { sum: 'ShadowProductionVariants.*.InitialInstanceCount' },
      ],
    },
  ],
};

/** Resource gateways of VPC Lattice that AgentCore makes. */
const gateway = (subnets: readonly string[]): SubnetUser => ({
  takes: 'addresses',
  kind: 'resource gateway',
  subnets,
  parts: [inEach(16, { peak: { from: 16, to: null } })],
  ...assumed(
    'It makes a resource gateway of VPC Lattice, which takes 16 for an interface by default.',
    'aws-agentcore-guide',
    'aws-lattice-guide',
  ),
});

const AUTHORIZER = 'AuthorizerConfiguration.CustomJWTAuthorizer';
const MANAGED = 'ManagedVpcResource.SubnetIds';
const OAUTH = 'Oauth2ProviderConfigInput.CustomOauth2ProviderConfig';
const SHARED = 'agents of equal subnets and groups share interfaces, and how many is not told';

/** SageMaker, AgentCore and what else trains or asks models. */
export const LEARNING_USERS = {
  'AWS::SageMaker::Domain': {
    takes: 'addresses',
    kind: 'Studio file system and apps',
    subnets: ['SubnetIds'],
    parts: [
      inEach(1),
      inAny(0, {
        when: { of: 'AppNetworkAccessType', is: ['VpcOnly'], else: 'PublicInternetOnly' },
        peak: { from: 0, to: null },
      }),
    ],
    sharesQuota: true,
    ...documented('aws-sagemaker-guide'),
  },
  'AWS::SageMaker::NotebookInstance': {
    takes: 'addresses',
    kind: 'notebook',
    subnets: ['SubnetId'],
    parts: [inEach(1)],
    ...observed('eni-tools'),
  },
  'AWS::SageMaker::Model': {
    takes: 'addresses',
    kind: 'instances of an endpoint',
    subnets: ['VpcConfig.Subnets'],
    names: ['ModelName'],
    parts: [
      inAny({ times: [2, { call: 'instances behind a model' }] }, { peak: { from: 0, to: null } }),
    ],
    ...assumed(
      'Two for each instance, as in jobs; an endpoint doubles them while it is updated.',
      'aws-sagemaker-guide',
    ),
  },
  'AWS::SageMaker::EndpointConfig': {
    takes: 'addresses',
    kind: 'instances of an endpoint',
    subnets: ['VpcConfig.Subnets'],
    parts: [inAny(ENDPOINT_INSTANCES, { peak: { from: 0, to: null } })],
    ...assumed(
      'Two for each instance, as in jobs; an endpoint doubles them while it is updated.',
      'aws-sagemaker-guide',
    ),
  },
  'AWS::SageMaker::ProcessingJob': {
    takes: 'addresses',
    kind: 'instances of a job',
    subnets: [JOB_SUBNETS],
    parts: [
      inAny({
        from: 0,
        to: { times: [2, { of: 'ProcessingResources.ClusterConfig.InstanceCount' }] },
      }),
    ],
    ...documented('aws-sagemaker-guide'),
  },
  'AWS::SageMaker::DataQualityJobDefinition': jobs(JOB_SUBNETS, JOB_INSTANCES),
  'AWS::SageMaker::ModelBiasJobDefinition': jobs(JOB_SUBNETS, JOB_INSTANCES),
  'AWS::SageMaker::ModelExplainabilityJobDefinition': jobs(JOB_SUBNETS, JOB_INSTANCES),
  'AWS::SageMaker::ModelQualityJobDefinition': jobs(JOB_SUBNETS, JOB_INSTANCES),
  'AWS::SageMaker::MonitoringSchedule': jobs(
    `MonitoringScheduleConfig.MonitoringJobDefinition.${JOB_SUBNETS}`,
    'MonitoringScheduleConfig.MonitoringJobDefinition.MonitoringResources.ClusterConfig.InstanceCount',
  ),
  'AWS::SageMaker::Cluster': {
    takes: 'addresses',
    kind: 'cluster instances',
    subnets: [
      'VpcConfig.Subnets',
      'InstanceGroups.*.OverrideVpcConfig.Subnets',
      'RestrictedInstanceGroups.*.OverrideVpcConfig.Subnets',
    ],
    parts: [
      inAny({
        times: [
          {
            plus: [
              { sum: 'InstanceGroups.*.InstanceCount' },
              { sum: 'RestrictedInstanceGroups.*.InstanceCount' },
            ],
          },
          { from: 1, to: 5 },
        ],
      }),
    ],
    ...assumed(
      'One for each instance at least; five is the figure for training with EFA.',
      'aws-sagemaker-guide',
    ),
  },
  'AWS::SageMaker::Workforce': {
    takes: 'addresses',
    kind: 'workforce endpoint',
    subnets: ['WorkforceVpcConfig.Subnets'],
    parts: [inEach({ from: 1, to: null })],
    ...assumed('It is an endpoint in each subnet, of a size not told.', 'botocore-services'),
  },
  'AWS::Comprehend::DocumentClassifier': uncounted(
    'training jobs',
    ['VpcConfig.Subnets'],
    WHILE_IT_RUNS,
  ),
  'AWS::Comprehend::EntityRecognizer': uncounted(
    'training jobs',
    ['VpcConfig.Subnets'],
    WHILE_IT_RUNS,
  ),
  'AWS::Comprehend::Flywheel': uncounted(
    'training jobs',
    ['DataSecurityConfig.VpcConfig.Subnets'],
    WHILE_IT_RUNS,
  ),
  'AWS::BedrockAgentCore::Runtime': uncounted(
    'agent runtime',
    [
      'NetworkConfiguration.NetworkModeConfig.Subnets',
      `${AUTHORIZER}.PrivateEndpoint.${MANAGED}`,
      `${AUTHORIZER}.PrivateEndpointOverrides.*.PrivateEndpoint.${MANAGED}`,
    ],
    SHARED,
  ),
  'AWS::BedrockAgentCore::BrowserCustom': uncounted(
    'agent browser',
    ['NetworkConfiguration.VpcConfig.Subnets'],
    SHARED,
  ),
  'AWS::BedrockAgentCore::CodeInterpreterCustom': uncounted(
    'agent code interpreter',
    ['NetworkConfiguration.VpcConfig.Subnets'],
    SHARED,
  ),
  'AWS::BedrockAgentCore::Gateway': uncounted(
    'agent gateway',
    [`${AUTHORIZER}.PrivateEndpoint.${MANAGED}`],
    NOT_PUBLISHED,
  ),
  'AWS::BedrockAgentCore::GatewayTarget': gateway([`PrivateEndpoint.${MANAGED}`]),
  'AWS::BedrockAgentCore::OAuth2CredentialProvider': gateway([
    `${OAUTH}.PrivateEndpoint.${MANAGED}`,
    `${OAUTH}.PrivateEndpointOverrides.*.PrivateEndpoint.${MANAGED}`,
  ]),
  'AWS::BedrockAgentCore::Harness': uncounted(
    'agent harness',
    [
      'Environment.AgentCoreRuntimeEnvironment.NetworkConfiguration.NetworkModeConfig.Subnets',
      `${AUTHORIZER}.PrivateEndpoint.${MANAGED}`,
      `${AUTHORIZER}.PrivateEndpointOverrides.*.PrivateEndpoint.${MANAGED}`,
    ],
    NOT_PUBLISHED,
  ),
  'AWS::BedrockAgentCore::CapacityProvider': uncounted(
    'agent instances',
    ['ComputeConfiguration.Ec2Configuration.VpcConfiguration.Subnets'],
    NOT_PUBLISHED,
  ),
  'AWS::SecurityAgent::AgentSpace': uncounted(
    'security agents',
    ['AwsResources.Vpcs.*.SubnetArns'],
    WHILE_IT_RUNS,
  ),
  'AWS::SecurityAgent::Pentest': uncounted(
    'security tests',
    ['VpcConfig.SubnetArns'],
    WHILE_IT_RUNS,
  ),
} as const satisfies Record<string, SubnetUser>;
