import { describe, expect, test } from 'vitest';
import { pairs, planned, plannedStacks } from './planning.ts';
import {
  type Configured,
  configuredFunction,
  type Module,
  openFunction,
  type Part,
  refers,
  terraformPlan,
} from './terraform-plans.ts';

const unknownId = { unknown: { id: true } };
const subnet = (address: string, cidr: string): Part => ({
  address,
  values: { cidr_block: cidr, availability_zone: 'eu-west-1a' },
  unknown: { id: true, vpc_id: true },
});

const NETWORK: Part[] = [
  { address: 'aws_vpc.main', values: { cidr_block: '10.0.0.0/16' }, ...unknownId },
  subnet('aws_subnet.private[0]', '10.0.0.0/24'),
  subnet('aws_subnet.private[1]', '10.0.1.0/24'),
  subnet('aws_subnet.private[2]', '10.0.2.0/24'),
  subnet('aws_subnet.zone["a"]', '10.0.3.0/24'),
  subnet('aws_subnet.zone["b"]', '10.0.4.0/24'),
  { address: 'aws_security_group.web', values: { name: 'web' }, ...unknownId },
];
const inVpc = { vpc_id: refers('aws_vpc.main.id', 'aws_vpc.main') };
const NETWORK_CONFIGURED: Configured[] = [
  { address: 'aws_vpc.main' },
  { address: 'aws_subnet.private', expressions: inVpc, count_expression: { constant_value: 3 } },
  { address: 'aws_subnet.zone', expressions: inVpc, for_each_expression: {} },
  { address: 'aws_security_group.web', expressions: inVpc },
];
const WEB = ['aws_security_group.web.id', 'aws_security_group.web'];

function planOfFunctions(functions: Part[], configured: Configured[], root: Module = {}) {
  const resources = [...NETWORK_CONFIGURED, ...configured];
  return planned(terraformPlan([...NETWORK, ...functions], { ...root, resources }));
}

describe('references of a Terraform plan', () => {
  const cases: [what: string, references: string[], expected: string[] | null][] = [
    [
      'one resource of a count',
      ['aws_subnet.private[0].id', 'aws_subnet.private[0]', 'aws_subnet.private'],
      ['private[0]'],
    ],
    [
      'two resources of a count',
      [
        'aws_subnet.private[0].id',
        'aws_subnet.private[0]',
        'aws_subnet.private',
        'aws_subnet.private[2].id',
        'aws_subnet.private[2]',
        'aws_subnet.private',
      ],
      ['private[0]', 'private[2]'],
    ],
    ['all of a count', ['aws_subnet.private'], ['private[0]', 'private[1]', 'private[2]']],
    [
      'one of a for_each',
      ['aws_subnet.zone["a"].id', 'aws_subnet.zone["a"]', 'aws_subnet.zone'],
      ['zone["a"]'],
    ],
    ['all of a for_each', ['aws_subnet.zone'], ['zone["a"]', 'zone["b"]']],
    ['a local value', ['local.subnets'], null],
    ['a data source of many', ['data.aws_subnets.all.ids', 'data.aws_subnets.all'], null],
  ];

  test.each(cases)('%s', (_, references, expected) => {
    const configured = configuredFunction('aws_lambda_function.shop', references, WEB);
    const plan = planOfFunctions([openFunction('aws_lambda_function.shop')], [configured]);
    expect(plan.counts.functionsInVpc).toBe(1);
    expect(plan.counts.enisAtLeast).toBe(expected?.length ?? null);
    if (expected === null) expect(plan.unknowns.length).toBeGreaterThan(0);
    else {
      expect(pairs(plan)).toEqual(
        expected.map((id) => `aws_subnet.${id}/aws_security_group.web`).sort(),
      );
      expect(plan.vpcs).toMatchObject([{ id: 'aws_vpc.main', enis: expected.length }]);
    }
  });

  test('each.key and count.index mean the instance of the same key', () => {
    const plan = planOfFunctions(
      [
        openFunction('aws_lambda_function.each["a"]'),
        openFunction('aws_lambda_function.each["b"]'),
        openFunction('aws_lambda_function.count[1]'),
      ],
      [
        configuredFunction('aws_lambda_function.each', ['aws_subnet.zone', 'each.key'], WEB),
        configuredFunction('aws_lambda_function.count', ['aws_subnet.private', 'count.index'], WEB),
      ],
    );
    expect(plan.functions.map(({ subnets }) => subnets)).toEqual([
      ['aws_subnet.zone["a"]'],
      ['aws_subnet.zone["b"]'],
      ['aws_subnet.private[1]'],
    ]);
  });

  test('equal references share a pairing, whatever they turn out to be', () => {
    const locals = ['local.subnets'];
    const plan = planOfFunctions(
      [openFunction('aws_lambda_function.one'), openFunction('aws_lambda_function.two')],
      [
        configuredFunction('aws_lambda_function.one', locals, WEB),
        configuredFunction('aws_lambda_function.two', locals, WEB),
      ],
    );
    expect(plan.sharing).toMatchObject([
      { functions: ['aws_lambda_function.one', 'aws_lambda_function.two'], enis: null },
    ]);
  });

  test('a parameter settles what the plan leaves open', () => {
    const configured = configuredFunction('aws_lambda_function.shop', ['local.subnets'], WEB);
    const text = terraformPlan([...NETWORK, openFunction('aws_lambda_function.shop')], {
      resources: [...NETWORK_CONFIGURED, configured],
    });
    const plan = planned(text, { parameters: { 'local.subnets': 'subnet-1,subnet-2' } });
    expect(pairs(plan)).toEqual([
      'subnet-1/aws_security_group.web',
      'subnet-2/aws_security_group.web',
    ]);
  });
});

describe('modules of a Terraform plan', () => {
  const net: Module = {
    resources: [{ address: 'aws_subnet.this', count_expression: { constant_value: 2 } }],
    outputs: { subnets: { expression: refers('aws_subnet.this') } },
  };
  const fn: Module = {
    resources: [configuredFunction('aws_lambda_function.this', ['var.subnets'], ['var.groups'])],
    variables: { subnets: {}, groups: { default: ['sg-preset'] } },
  };
  const root = (expressions: Record<string, unknown>): Module => ({
    resources: NETWORK_CONFIGURED,
    module_calls: { net: { module: net }, shop: { module: fn, expressions } },
  });
  const parts = [
    ...NETWORK,
    subnet('module.net.aws_subnet.this[0]', '10.0.8.0/24'),
    subnet('module.net.aws_subnet.this[1]', '10.0.9.0/24'),
    openFunction('module.shop.aws_lambda_function.this'),
  ];

  test('outputs of one go into variables of another', () => {
    const text = terraformPlan(
      parts,
      root({ subnets: refers('module.net.subnets', 'module.net'), groups: refers(...WEB) }),
    );
    expect(pairs(planned(text))).toEqual([
      'module.net.aws_subnet.this[0]/aws_security_group.web',
      'module.net.aws_subnet.this[1]/aws_security_group.web',
    ]);
  });

  test('one value of an output, a default, a constant', () => {
    const text = terraformPlan(
      parts,
      root({ subnets: refers('module.net.subnets[1]', 'module.net.subnets', 'module.net') }),
    );
    expect(pairs(planned(text))).toEqual(['module.net.aws_subnet.this[1]/sg-preset']);
    const constant = terraformPlan(parts, root({ subnets: { constant_value: ['subnet-1'] } }));
    expect(pairs(planned(constant))).toEqual(['subnet-1/sg-preset']);
  });

  test('a dynamic block is read from the variable of its name, and the plan says so', () => {
    const hidden = { address: 'aws_lambda_function.this', expressions: {} };
    const module: Module = { resources: [hidden], variables: { vpc_subnet_ids: {} } };
    const calls = {
      shop: {
        module,
        expressions: {
          vpc_subnet_ids: refers('aws_subnet.private'),
          vpc_security_group_ids: refers(...WEB),
        },
      },
    };
    const text = terraformPlan([...NETWORK, openFunction('module.shop.aws_lambda_function.this')], {
      resources: NETWORK_CONFIGURED,
      module_calls: calls,
    });
    const plan = planned(text);
    expect(plan.counts.enisAtLeast).toBe(3);
    expect(plan.notes.join()).toContain('var.vpc_subnet_ids');
  });

  test('two plans keep their resources apart', () => {
    const text = terraformPlan([...NETWORK, openFunction('aws_lambda_function.shop')], {
      resources: [
        ...NETWORK_CONFIGURED,
        configuredFunction('aws_lambda_function.shop', ['aws_subnet.private[0].id'], WEB),
      ],
    });
    expect(pairs(plannedStacks({ one: text, two: text }))).toEqual([
      'one/aws_subnet.private[0]/one/aws_security_group.web',
      'two/aws_subnet.private[0]/two/aws_security_group.web',
    ]);
  });
});

describe('values of a Terraform plan', () => {
  const attached = (config: unknown, unknown: unknown = []): string =>
    terraformPlan(
      [
        { address: 'aws_subnet.a', values: { id: 'subnet-1', cidr_block: '10.0.0.0/28' } },
        {
          address: 'aws_lambda_function.shop',
          values: { vpc_config: config, publish: true },
          unknown: { vpc_config: unknown },
        },
      ],
      { resources: [{ address: 'aws_lambda_function.shop', expressions: {} }] },
    );

  test('an id that a planned subnet has already is that subnet', () => {
    const plan = planned(attached([{ subnet_ids: ['subnet-1'], security_group_ids: ['sg-1'] }]));
    expect(pairs(plan)).toEqual(['aws_subnet.a/sg-1']);
    expect(plan.subnets).toMatchObject([{ id: 'aws_subnet.a', usable: 11, lambda: 1 }]);
    expect(plan.functions[0]!.publishesVersions).toBe(true);
  });

  test.each([
    ['an empty block is no attachment', [], [], 0],
    ['empty lists are no attachment', [{ subnet_ids: [], security_group_ids: [] }], [{}], 0],
    ['an unknown block decides nothing', [], true, null],
  ])('%s', (_, config, unknown, functions) => {
    expect(planned(attached(config, unknown)).counts.functionsInVpc).toBe(functions);
  });

  test('a list of which one value is unknown keeps its length', () => {
    const config = [{ subnet_ids: ['subnet-1', null], security_group_ids: ['sg-1'] }];
    const plan = planned(attached(config, [{ subnet_ids: [false, true] }]));
    expect(plan.counts.enisAtLeast).toBe(2);
  });
});

describe('the role and what attaches its policy (IAM-4)', () => {
  const policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['ec2:*NetworkInterface*', 'ec2:DescribeSubnets', 'ec2:*PrivateIpAddresses'],
        Resource: '*',
      },
    ],
  });
  const plan = (more: Record<string, unknown>, document = policy) =>
    planOfFunctions(
      [
        openFunction('aws_lambda_function.shop'),
        { address: 'aws_iam_role.shop', values: { name: 'shop' }, unknown: { arn: true } },
        { address: 'aws_iam_role_policy.vpc', values: { role: 'shop', policy: document } },
      ],
      [
        configuredFunction('aws_lambda_function.shop', ['aws_subnet.private'], WEB, more),
        { address: 'aws_iam_role.shop' },
        {
          address: 'aws_iam_role_policy.vpc',
          expressions: { role: refers('aws_iam_role.shop.name', 'aws_iam_role.shop') },
        },
      ],
    ).findings.filter(({ rule }) => rule === 'IAM-4');

  test('a function that does not wait for the policy may come too early', () => {
    expect(plan({})).toMatchObject([
      {
        severity: 'warning',
        mend: 'Let it depend on aws_iam_role_policy.vpc, not only on the role.',
      },
    ]);
    expect(plan({ depends_on: ['aws_iam_role_policy.vpc'] })).toEqual([]);
  });

  test('a role that lacks a permission is told with the action', () => {
    const poor = policy.replace('*NetworkInterface*', 'DescribeNetworkInterfaces');
    expect(plan({}, poor)).toMatchObject([
      { severity: 'error', message: expect.stringContaining('ec2:CreateNetworkInterface') },
    ]);
  });
});
