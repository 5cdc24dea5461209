import type { Source } from './sources-types.ts';

const LAMBDA = 'https://docs.aws.amazon.com/lambda/latest/dg';
const IAM = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';
const CLOUDFORMATION = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide';
const AUTHORIZATION = 'https://docs.aws.amazon.com/service-authorization/latest/reference';

/** What AWS itself publishes. */
export const AWS_SOURCES = {
  'aws-lambda-vpc': {
    title: 'Giving Lambda functions access to resources in an Amazon VPC',
    url: `${LAMBDA}/configuration-vpc.html`,
    kind: 'aws-docs',
    edition: 'late 2025 or 2026: 14 idle days',
  },
  'aws-lambda-vpc-30-days': {
    title: 'Conceder acesso a funções do Lambda para recursos em uma Amazon VPC',
    url: 'https://docs.aws.amazon.com/pt_br/lambda/latest/dg/configuration-vpc.html',
    kind: 'aws-docs',
    edition: 'Portuguese translation of an older edition: 30 idle days',
  },
  'aws-lambda-states': {
    title: 'Lambda function states',
    url: `${LAMBDA}/functions-states.html`,
    kind: 'aws-docs',
    edition: 'late 2025 or 2026',
  },
  'aws-lambda-networking-errors': {
    title: 'Troubleshoot networking issues in Lambda',
    url: `${LAMBDA}/troubleshooting-networking.html`,
    kind: 'aws-docs',
    edition: 'late 2025 or 2026',
  },
  'aws-lambda-quotas': {
    title: 'Lambda quotas',
    url: `${LAMBDA}/gettingstarted-limits.html`,
    kind: 'aws-docs',
    edition: '2026',
  },
  'aws-lambda-snapstart': {
    title: 'Troubleshooting SnapStart errors for Lambda functions',
    url: `${LAMBDA}/snapstart-troubleshooting.html`,
    kind: 'aws-docs',
  },
  'aws-lambda-authorization': {
    title: 'Actions, resources, and condition keys for AWS Lambda',
    url: `${AUTHORIZATION}/list_awslambda.html`,
    kind: 'aws-docs',
    edition: '2026',
  },
  'aws-lambda-async': {
    title: 'AWS Lambda Developer Guide: how Lambda handles errors of asynchronous invocations',
    url: 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html',
    kind: 'aws-docs',
  },
  'aws-lambda-guide-2023': {
    title: 'AWS Lambda Developer Guide, the last edition kept as Markdown',
    url: 'https://github.com/awsdocs/aws-lambda-developer-guide',
    place: 'doc_source/*.md at commit 03f7fcb0',
    kind: 'aws-docs',
    edition: '2023-10-30',
  },
  'aws-lambda-guide-2019': {
    title: 'AWS Lambda Developer Guide, the first editions with Hyperplane',
    url: 'https://github.com/awsdocs/aws-lambda-developer-guide',
    place: 'commits 78214f1 and 6a01dba',
    kind: 'aws-docs',
    edition: '2019-09-10 and 2019-11-25',
  },
  'aws-repost-hyperplane': {
    title: 'Hyperplane ENIs of Lambda functions in a VPC (AWS re:Post Knowledge Center)',
    url: 'https://repost.aws/knowledge-center/lambda-hyperplane-vpc',
    kind: 'aws-docs',
  },
  'aws-iam-multivalued-keys': {
    title: 'Single-valued vs. multivalued context keys',
    url: `${IAM}/reference_policies_condition-single-vs-multi-valued-context-keys.html`,
    kind: 'aws-docs',
  },
  'aws-iam-evaluation': {
    title: 'Policy evaluation logic',
    url: `${IAM}/reference_policies_evaluation-logic.html`,
    kind: 'aws-docs',
  },
  'aws-nat-gateway': {
    title: 'NAT gateway basics',
    url: 'https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html',
    kind: 'aws-docs',
  },
  'aws-vpc-route-tables': {
    title: 'Configure route tables',
    url: 'https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html',
    kind: 'aws-docs',
  },
  'aws-vpc-network-acls': {
    title: 'Control subnet traffic with network access control lists',
    url: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html',
    kind: 'aws-docs',
  },
  'aws-cloudformation-resources': {
    title: 'CloudFormation template Resources syntax',
    url: `${CLOUDFORMATION}/resources-section-structure.html`,
    kind: 'aws-docs',
  },
  'aws-lambda-filesystem': {
    title: 'Configuring Amazon EFS file system access for Lambda functions',
    url: `${LAMBDA}/configuration-filesystem-efs.html`,
    kind: 'aws-docs',
    edition: '2026',
  },
  'aws-rds-create-instance': {
    title: 'CreateDBInstance, Amazon RDS API reference: the default port of each engine',
    url: 'https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html',
    kind: 'aws-docs',
  },
  'aws-rds-create-cluster': {
    title: 'CreateDBCluster, Amazon RDS API reference: the default port of each engine',
    url: 'https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html',
    kind: 'aws-docs',
  },
  'aws-cloudformation-db-port': {
    title: 'AWS::RDS::DBCluster, port of Aurora PostgreSQL where a template gives none',
    url: 'https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/281',
    kind: 'aws-docs',
  },
  'aws-elasticache-ports': {
    title: 'Access patterns for accessing an ElastiCache cache in an Amazon VPC',
    url: 'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/elasticache-vpc-accessing.html',
    kind: 'aws-docs',
  },
  'aws-memorydb-ports': {
    title: 'Access patterns for accessing a MemoryDB cluster in an Amazon VPC',
    url: 'https://docs.aws.amazon.com/memorydb/latest/devguide/memorydb-vpc-accessing.html',
    kind: 'aws-docs',
  },
  'aws-redshift-ports': {
    title: 'Changing the port of an Amazon Redshift cluster: 5439 by default',
    url: 'https://docs.aws.amazon.com/redshift/latest/mgmt/rs-security-group-public-private.html',
    kind: 'aws-docs',
  },
  'aws-opensearch-vpc': {
    title: 'Launching Amazon OpenSearch Service domains within a VPC',
    url: 'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/vpc.html',
    kind: 'aws-docs',
  },
  'aws-msk-ports': {
    title: 'Port information, Amazon Managed Streaming for Apache Kafka',
    url: 'https://docs.aws.amazon.com/msk/latest/developerguide/port-info.html',
    kind: 'aws-docs',
  },
  'aws-mq-ports': {
    title: 'Security best practices for Amazon MQ: protocols and their ports',
    url: 'https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/using-amazon-mq-securely.html',
    kind: 'aws-docs',
  },
  'aws-docdb-ports': {
    title: 'Connecting to an Amazon DocumentDB cluster',
    url: 'https://docs.aws.amazon.com/documentdb/latest/developerguide/connect-ec2.html',
    kind: 'aws-docs',
  },
  'aws-neptune-ports': {
    title: 'Setting up security groups to access a Neptune DB in your VPC',
    url: 'https://docs.aws.amazon.com/neptune/latest/userguide/get-started-vpc-security-groups.html',
    kind: 'aws-docs',
  },
  'aws-dax-ports': {
    title: 'Amazon DynamoDB Accelerator: inbound rules of a cluster',
    url: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.create-cluster.console.configure-inbound-rules.html',
    kind: 'aws-docs',
  },
  botocore: {
    title: 'botocore, the service models of AWS: Lambda 2015-03-31, EC2 2016-11-15',
    url: 'https://pypi.org/project/botocore/1.43.107/',
    place: 'botocore/data/{lambda/2015-03-31,lambda-core/2026-04-30,ec2/2016-11-15}',
    kind: 'aws-model',
    edition: '1.43.107 of 2026-10-01',
  },
  'aws-managed-policies': {
    title: 'MAMIP, a mirror of the AWS managed policies with their history',
    url: 'https://github.com/zoph-io/MAMIP',
    place: 'policies/AWSLambda*',
    kind: 'aws-model',
    edition: '2026-03-07',
  },
  'aws-find-eni-mappings': {
    title: 'findEniAssociations, with which AWS Support finds the functions behind an ENI',
    url: 'https://github.com/awslabs/aws-support-tools',
    place: 'Lambda/FindEniMappings/findEniAssociations at commit 85d5c226',
    kind: 'aws-tool',
  },
} as const satisfies Record<string, Source>;
