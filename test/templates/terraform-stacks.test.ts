import { describe, expect, test } from 'vitest';
import { planOf } from '../../src/plan/plan.ts';
import { readTemplates } from '../../src/templates/read.ts';

type Json = Record<string, unknown>;

interface Given {
  /** What is known only after the plan is applied, by address. */
  unknown?: Record<string, Json>;
  /** The expressions of resources, by address. */
  expressions?: Record<string, Json>;
  parameters?: Record<string, string>;
  more?: Json;
  files?: Record<string, string>;
}

/** The plan of a plan of Terraform, of resources by address. */
function plannedOf(resources: Record<string, Json>, given: Given = {}) {
  const entries = Object.entries(resources).map(([address, values]) => {
    const [type, name] = address.split('.');
    return { address, mode: 'managed', type, name, values };
  });
  const text = JSON.stringify({
    format_version: '1.2',
    planned_values: { root_module: { resources: entries } },
    resource_changes: Object.entries(given.unknown ?? {}).map(([address, after_unknown]) => {
      return { address, change: { after_unknown } };
    }),
    configuration: {
      root_module: {
        resources: entries.map(({ address }) => {
          return { address, expressions: given.expressions?.[address] ?? {} };
        }),
      },
    },
    ...given.more,
  });
  const sources = [{ name: 'main', files: [{ file: 'plan.json', text }] }];
  const { estate, issues } = readTemplates(sources, {
    parameters: new Map(Object.entries(given.parameters ?? {})),
    readFile: (file) => {
      const found = given.files?.[file];
      return found === undefined ? null : { file, text: found };
    },
  });
  return planOf(estate!, sources, issues);
}

const pairsOf = ({ pairings }: ReturnType<typeof plannedOf>): string[] =>
  pairings.map((one) => `${one.subnet}/${one.securityGroups.join('+')}`).sort();

describe('the Cloud Control provider', () => {
  const config = { subnet_ids: ['subnet-1', 'subnet-2'], security_group_ids: ['sg-1'] };

  test('a function with its network', () => {
    const plan = plannedOf({
      'awscc_lambda_function.f': { vpc_config: { ...config, ipv_6_allowed_for_dual_stack: true } },
      'awscc_lambda_function.g': { vpc_config: config },
      'awscc_lambda_function.h': { vpc_config: null },
    });
    // IPv6 makes another ENI of it (SHARE-1).
    expect(pairsOf(plan)).toEqual([
      'subnet-1/sg-1',
      'subnet-1/sg-1',
      'subnet-2/sg-1',
      'subnet-2/sg-1',
    ]);
    expect(plan.counts.functionsInVpc).toBe(2);
  });

  test('what is made in the same plan is named by its own attributes', () => {
    const plan = plannedOf(
      {
        'awscc_ec2_vpc.v': { cidr_block: '10.0.0.0/16' },
        'awscc_ec2_subnet.a': { cidr_block: '10.0.0.0/28' },
        'awscc_ec2_security_group.g': { group_description: 'g' },
        'awscc_lambda_function.f': { vpc_config: {} },
      },
      {
        unknown: {
          'awscc_ec2_subnet.a': { vpc_id: true },
          'awscc_lambda_function.f': { vpc_config: { subnet_ids: true, security_group_ids: true } },
        },
        expressions: {
          'awscc_ec2_subnet.a': {
            vpc_id: { references: ['awscc_ec2_vpc.v.vpc_id', 'awscc_ec2_vpc.v'] },
          },
          'awscc_lambda_function.f': {
            vpc_config: {
              references: [
                ...['awscc_ec2_subnet.a.subnet_id', 'awscc_ec2_subnet.a'],
                ...['awscc_ec2_security_group.g.group_id', 'awscc_ec2_security_group.g'],
              ],
            },
          },
        },
      },
    );
    expect(pairsOf(plan)).toEqual(['awscc_ec2_subnet.a/awscc_ec2_security_group.g']);
    expect(plan.subnets).toMatchObject([
      { id: 'awscc_ec2_subnet.a', vpc: 'awscc_ec2_vpc.v', usable: 11 },
    ]);
  });

  test('a role by the names of its policies', () => {
    const role = (action: string) => ({
      role_name: 'r',
      arn: 'arn:aws:iam::1:role/r',
      policies: [
        {
          policy_name: 'p',
          policy_document: JSON.stringify({
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }],
          }),
        },
      ],
    });
    const found = ['ec2:*', 's3:*'].map((action) =>
      plannedOf({
        'awscc_iam_role.r': role(action),
        'awscc_lambda_function.f': { role: 'arn:aws:iam::1:role/r', vpc_config: config },
      }).findings.filter(({ severity }) => severity === 'error'),
    );
    expect(found.map((errors) => errors.map(({ rule }) => rule))).toEqual([[], ['IAM-4']]);
  });
});

const TEMPLATE = `
Parameters:
  Nets: { Type: CommaDelimitedList, Default: subnet-9 }
  Group: { Type: String, Default: sg-9 }
Resources:
  F: { Type: AWS::Lambda::Function, Properties: { VpcConfig: { SubnetIds: !Ref Nets, SecurityGroupIds: [!Ref Group] } } }
`;

describe('a stack of CloudFormation in a plan of Terraform', () => {
  test.each(['aws_cloudformation_stack.s', 'awscc_cloudformation_stack.s'])('%s', (address) => {
    const parameters = { Nets: 'subnet-1,subnet-2', Group: 'sg-1' };
    const plan = plannedOf({ [address]: { template_body: TEMPLATE, parameters } });
    expect(plan.functions.map(({ id }) => id)).toEqual([`${address}/F`]);
    expect(pairsOf(plan)).toEqual(['subnet-1/sg-1', 'subnet-2/sg-1']);
  });

  test.each<[string, Json]>([
    ['one parameter', { parameters: { Nets: true } }],
    ['all of them', { parameters: true }],
  ])('%s that is known later is no default, and given by --param', (_, unknown) => {
    const address = 'aws_cloudformation_stack.s';
    const values = { [address]: { template_body: TEMPLATE, parameters: { Group: 'sg-1' } } };
    const plan = plannedOf(values, { unknown: { [address]: unknown } });
    expect(plan.counts.enisAtLeast).toBeNull();
    expect(plan.unknowns.map(({ mend }) => mend)).toContain(`--param ${address}/Nets=value`);
    const parameters = { [`${address}/Nets`]: 'subnet-1,subnet-2' };
    const settled = plannedOf(values, { unknown: { [address]: unknown }, parameters });
    expect(settled.counts.enisAtLeast).toBe(2);
    expect(settled.issues).toEqual([]);
  });

  test('a template elsewhere is unknown until its file is named', () => {
    const address = 'aws_cloudformation_stack.s';
    const values = { [address]: { template_url: 'https://s3.amazonaws.com/b/net.yaml' } };
    const plan = plannedOf(values);
    expect(plan.answer.verdict).toBe('unknown');
    expect(plan.unknowns).toMatchObject([
      { mend: 'put its template beside plan.json as net.yaml', hides: `the stack ${address}` },
    ]);
    expect(plannedOf(values, { files: { 'net.yaml': TEMPLATE } }).functions).toHaveLength(1);
    const later = { unknown: { [address]: { template_body: true } } };
    const open = plannedOf({ [address]: {} }, later);
    const mend = `--param ${address}.template_url=./template.yaml`;
    expect(open.unknowns.map((one) => one.mend)).toContain(mend);
    const parameters = { [`${address}.template_url`]: './template.yaml' };
    const files = { './template.yaml': TEMPLATE };
    const settled = plannedOf({ [address]: {} }, { ...later, parameters, files });
    expect(settled.functions).toHaveLength(1);
  });

  test.each([
    'aws_cloudformation_stack_set.s',
    'aws_servicecatalog_provisioned_product.s',
    'aws_cloudcontrolapi_resource.s',
  ])('%s hides what it makes', (address) => {
    expect(plannedOf({ [address]: {} }).answer.verdict).toBe('unknown');
  });
});

test.each<[string, Json]>([
  ['that failed', { errored: true }],
  ['for some targets', { complete: false }],
  ['with parts put off', { deferred_changes: [{ reason: 'unknown' }] }],
])('a plan %s is no yes', (_, more) => {
  const bucket = { 'aws_s3_bucket.b': { bucket: 'b' } };
  expect(plannedOf(bucket).answer.verdict).toBe('yes');
  expect(plannedOf(bucket, { more }).answer.verdict).toBe('unknown');
});
