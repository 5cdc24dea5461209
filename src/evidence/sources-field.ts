import type { Source } from './sources-types.ts';

const MOMENTO = 'https://www.gomomento.com/blog';

/** Recordings, code and articles of people who use AWS. */
export const FIELD_SOURCES = {
  'localstack-recorded': {
    title: "LocalStack's Lambda tests, their answers and times recorded on real AWS",
    url: 'https://github.com/localstack/localstack',
    place: 'tests/aws/services/lambda_/test_lambda_api.* at commit 8b9a79f0',
    kind: 'recorded',
    edition: 'recorded 2025-11-25',
  },
  'simfaas-experiments': {
    title: 'SimFaaS: twenty experiments measured on AWS Lambda',
    url: 'https://github.com/pacslab/simfaas',
    place: 'examples/exp.csv at commit 5dd1623a',
    kind: 'recorded',
  },
  'azure-functions-traces': {
    title: 'In-Vitro: sample traces in the Azure Functions schemas of 2019 and 2021',
    url: 'https://github.com/vhive-serverless/invitro',
    place: 'data/traces/example at commit a1df6294',
    kind: 'recorded',
  },
  'terraform-eni': {
    title: 'Terraform AWS provider: deleteLingeringLambdaENIs',
    url: 'https://github.com/hashicorp/terraform-provider-aws',
    place: 'internal/service/ec2/vpc_network_interface.go at commit 01c08000',
    kind: 'code',
  },
  'terraform-function': {
    title: 'Terraform AWS provider: the Lambda function resource',
    url: 'https://github.com/hashicorp/terraform-provider-aws',
    place: 'internal/service/lambda/function.go at commit 0156d84e',
    kind: 'code',
  },
  'cdkd-cold-create': {
    title: 'cdkd: a cold create in a VPC that took 8.5 minutes',
    url: 'https://github.com/go-to-k/cdkd/commit/1fb737c1',
    kind: 'code',
    edition: '2026-05-04',
  },
  'momento-timeouts': {
    title: 'How to fix connection timeout issues with AWS Lambda in VPCs',
    url: `${MOMENTO}/how-to-fix-connection-timeout-issues-with-aws-lambda-in-vpcs/`,
    kind: 'article',
    edition: '2024-04-23',
  },
  'zenn-eni-delete': {
    title: "Notes that quote AWS's knowledge center on who deletes an ENI (Japanese)",
    url: 'https://zenn.dev/gekitenius/scraps/3c2e5f8cb9ddde',
    kind: 'article',
  },
} as const satisfies Record<string, Source>;
