import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/plan/types.ts';
import { openIn, pairs, planned } from './planning.ts';
import {
  type Configured,
  configuredFunction,
  type Module,
  openFunction,
  type Part,
  refers,
  terraformPlan,
} from './terraform-plans.ts';

const unknown = { id: true, vpc_id: true };
const PARTS: Part[] = [
  { address: 'aws_vpc.main', unknown },
  ...['private[0]', 'private[1]', 'private[2]', 'zone["a"]', 'zone["b"]'].map((name) => {
    return { address: `aws_subnet.${name}`, unknown };
  }),
  { address: 'aws_security_group.web', unknown },
];
const inVpc = { vpc_id: refers('aws_vpc.main.id', 'aws_vpc.main') };
const CONFIGURED: Configured[] = [
  { address: 'aws_vpc.main' },
  { address: 'aws_subnet.private', expressions: inVpc, count_expression: { constant_value: 3 } },
  { address: 'aws_subnet.none', expressions: inVpc, count_expression: { constant_value: 0 } },
  { address: 'aws_subnet.zone', expressions: inVpc, for_each_expression: {} },
  { address: 'aws_security_group.web', expressions: inVpc },
  { address: 'aws_security_group.off', count_expression: { constant_value: 0 } },
];
const WEB = ['aws_security_group.web.id', 'aws_security_group.web'];
const VARIABLES = {
  on: true,
  stage: 'prod',
  key: 'b',
  count: 2,
  nothing: null,
  empty: [],
  ids: ['subnet-1'],
  network: { subnets: ['subnet-1', 'subnet-2'], groups: ['sg-1'] },
};

function planOf(
  subnets: string[],
  groups = WEB,
  given: Record<string, string> = {},
  more: Part[] = [],
): Plan {
  const configured = configuredFunction('aws_lambda_function.shop', subnets, groups);
  const parts = [...PARTS, ...more, openFunction('aws_lambda_function.shop')];
  const text = terraformPlan(parts, { resources: [...CONFIGURED, configured] }, VARIABLES);
  return planned(text, { parameters: given });
}

describe('what an expression makes of its references', () => {
  const all = ['private[0]', 'private[1]', 'private[2]'];
  const cases: [what: string, references: string[], expected: string[] | null][] = [
    [
      'lists are joined',
      ['aws_subnet.private', 'aws_subnet.zone'],
      [...all, 'zone["a"]', 'zone["b"]'],
    ],
    ['a count of 0 gives nothing', ['aws_subnet.private', 'aws_subnet.none'], all],
    ['nor does one of a count of 0', ['aws_subnet.none[0].id', 'aws_subnet.private'], all],
    [
      'null and an empty list give nothing',
      ['var.nothing', 'var.empty', 'aws_subnet.private'],
      all,
    ],
    ['a switch before one list', ['var.on', 'aws_subnet.private', 'var.empty'], all],
    ['a name before one list', ['var.stage', 'aws_subnet.private'], all],
    ['a group is no subnet', [...WEB, 'aws_vpc.main.id', 'aws_subnet.private'], all],
    ['a name that is a key', ['aws_subnet.zone', 'var.key'], ['zone["b"]']],
    ['a switch between two lists', ['var.on', 'aws_subnet.private', 'aws_subnet.zone'], null],
    ['a name between a list and ids', ['var.stage', 'aws_subnet.private', 'var.ids'], null],
    ['a number beside a list', ['aws_subnet.private', 'var.count'], null],
    ['a list that is picked from twice', ['aws_subnet.private', 'aws_subnet.private'], null],
  ];

  test.each(cases)('%s: %j', (_, references, expected) => {
    const plan = planOf(references);
    expect(plan.counts.functionsInVpc).toBe(1);
    expect(plan.counts.enisAtLeast).toBe(expected?.length ?? null);
    if (expected === null) {
      const [{ what, mend } = { what: '', mend: '' }] = openIn(plan);
      expect(what).toBe('aws_lambda_function.shop.vpc_config.subnet_ids');
      const name = /^[\w.]+$/.test(what) ? `--param ${what}` : `--param '${what}`;
      expect(mend.startsWith(`${name}=subnet-0a1b2c3d,...`)).toBe(true);
      const settled = planOf(references, WEB, { [what]: 'subnet-1,subnet-2' });
      expect(settled.counts.enisAtLeast).toBe(2);
      expect(openIn(settled)).toEqual([]);
    } else {
      const web = expected.map((id) => `aws_subnet.${id}/aws_security_group.web`);
      expect(pairs(plan)).toEqual(web.sort());
      expect(openIn(plan)).toEqual([]);
    }
  });

  test.each([
    [['module.net.subnets', 'module.net', 'var.stage'], 'module.net.subnets'],
    [['data.aws_subnets.p.ids', 'data.aws_subnets.p', 'var.stage'], 'data.aws_subnets.p.ids'],
    [['local.subnets', 'var.stage'], 'local.subnets'],
  ])('%j: a key beside a list that was given is no subnet', (references, name) => {
    const plan = planOf(references, WEB, { [name]: 'subnet-1,subnet-2' });
    expect(plan.functions[0]!.subnets).toEqual(['subnet-1', 'subnet-2']);
    expect(plan.counts.enisAtLeast).toBe(2);
  });

  test('a list that may be taken in part is told of', () => {
    expect(planOf(['aws_subnet.private']).notes.join()).toContain(
      'aws_subnet.private is taken whole',
    );
    expect(planOf(['aws_subnet.private[0].id', 'aws_subnet.private[0]']).notes).toEqual([]);
  });

  test('a part of an object of a variable', () => {
    const plan = planOf(
      ['var.network.subnets', 'var.network', 'aws_subnet.private[0].id'],
      ['var.network.groups[0]', 'var.network.groups', ...WEB],
    );
    expect(pairs(plan)).toEqual([
      'aws_subnet.private[0]/aws_security_group.web+sg-1',
      'subnet-1/aws_security_group.web+sg-1',
      'subnet-2/aws_security_group.web+sg-1',
    ]);
  });

  test('what each stands for is given by the name of the function', () => {
    const plan = planOf(['each.value.subnets', 'each.value']);
    expect(openIn(plan)[0]!.what).toBe('aws_lambda_function.shop.vpc_config.subnet_ids');
  });

  test('an attribute of a resource is looked up, followed, or a symbol of its own', () => {
    const base = ['aws_db_subnet_group.db', 'aws_instance.host', 'aws_eks_cluster.main'];
    const more: Part[] = [
      { address: base[0]!, unknown: { subnet_ids: true } },
      { address: base[1]!, values: { subnet_id: 'subnet-7' } },
      { address: base[2]!, unknown: { vpc_config: true } },
    ];
    const configured = configuredFunction(
      'aws_lambda_function.shop',
      ['aws_db_subnet_group.db.subnet_ids', base[0]!, 'aws_instance.host.subnet_id', base[1]!],
      ['aws_eks_cluster.main.vpc_config[0].cluster_security_group_id', base[2]!],
    );
    const resources: Configured[] = [
      ...CONFIGURED,
      configured,
      { address: base[0]!, expressions: { subnet_ids: refers('aws_subnet.zone') } },
    ];
    const parts = [...PARTS, ...more, openFunction('aws_lambda_function.shop')];
    expect(pairs(planned(terraformPlan(parts, { resources })))).toEqual(
      ['aws_subnet.zone["a"]', 'aws_subnet.zone["b"]', 'subnet-7'].map((id) => {
        return `${id}/aws_eks_cluster.main.vpc_config[0].cluster_security_group_id`;
      }),
    );
  });
});

describe('the group that a VPC is born with', () => {
  const DEFAULT = ['aws_vpc.main.default_security_group_id', 'aws_vpc.main'];

  test('is no VPC, and one thing wherever it is named', () => {
    const plan = planOf(['aws_subnet.private[0].id', 'aws_subnet.private[0]'], DEFAULT);
    expect(pairs(plan)).toEqual(['aws_subnet.private[0]/aws_vpc.main.default_security_group_id']);
    expect(openIn(plan)).toEqual([]);
  });

  test('has its own id where the VPC is there already', () => {
    const vpc = {
      address: 'aws_vpc.old',
      values: { id: 'vpc-1', default_security_group_id: 'sg-1' },
    };
    const old = ['aws_vpc.old.default_security_group_id', 'aws_vpc.old'];
    const plan = planOf(['aws_subnet.private[0].id', 'aws_subnet.private[0]'], old, {}, [vpc]);
    expect(pairs(plan)).toEqual(['aws_subnet.private[0]/sg-1']);
  });

  test('has the name of the resource that manages it', () => {
    const group = { address: 'aws_default_security_group.this', unknown };
    const configured = configuredFunction(
      'aws_lambda_function.shop',
      ['aws_subnet.private'],
      DEFAULT,
    );
    const resources = [...CONFIGURED, configured, { address: group.address, expressions: inVpc }];
    const parts = [...PARTS, group, openFunction('aws_lambda_function.shop')];
    const plan = planned(terraformPlan(parts, { resources }));
    expect(plan.pairings[0]!.securityGroups).toEqual(['aws_default_security_group.this']);
  });
});

describe('modules as they are written in the wild', () => {
  const hidden = { address: 'aws_lambda_function.this', expressions: {} };
  const call = (expressions: Record<string, unknown>): string => {
    const root: Module = {
      resources: CONFIGURED,
      module_calls: { shop: { module: { resources: [hidden] }, expressions } },
    };
    const parts = [...PARTS, openFunction('module.shop.aws_lambda_function.this')];
    return terraformPlan(parts, root, VARIABLES);
  };

  test('one variable for the whole network: subnets and groups are told apart', () => {
    const references = ['aws_vpc.main.id', 'aws_vpc.main', 'aws_subnet.zone', ...WEB];
    const plan = planned(call({ net: refers(...references), name: { constant_value: 'shop' } }));
    expect(pairs(plan)).toEqual([
      'aws_subnet.zone["a"]/aws_security_group.web',
      'aws_subnet.zone["b"]/aws_security_group.web',
    ]);
    expect(plan.notes.join()).toContain('module.shop: the network of its functions is taken to be');
  });

  test('a local value of a module with one VPC is that VPC', () => {
    const net: Module = {
      resources: [
        { address: 'aws_vpc.this' },
        { address: 'aws_subnet.a', expressions: { vpc_id: refers('local.vpc_id') } },
      ],
      outputs: { subnets: { expression: refers('aws_subnet.a') } },
    };
    const shop = configuredFunction('aws_lambda_function.shop', ['module.net.subnets'], WEB);
    const parts = [
      ...PARTS,
      { address: 'module.net.aws_vpc.this', unknown },
      { address: 'module.net.aws_subnet.a', unknown },
      openFunction('aws_lambda_function.shop'),
    ];
    const plan = planned(
      terraformPlan(parts, {
        resources: [...CONFIGURED, shop],
        module_calls: { net: { module: net } },
      }),
    );
    expect(plan.counts.enisByVpc).toEqual({ 'module.net.aws_vpc.this': 1 });
  });

  /** Functions for each key of a map, whose elements hold their subnets. */
  const eachOf = (forEach: unknown, subnets: string[]) => {
    const group = ['aws_security_group.web'];
    const shop = configuredFunction('aws_lambda_function.shop', subnets, group, {
      for_each_expression: forEach,
    });
    const functions = ['a', 'b'].map((key) => openFunction(`aws_lambda_function.shop["${key}"]`));
    const text = terraformPlan([...PARTS, ...functions], { resources: [...CONFIGURED, shop] });
    return planned(text).functions.map((one) => one.subnets);
  };

  test('each value of resources is the one of the same key', () => {
    expect(eachOf(refers('aws_subnet.zone'), ['each.value.id', 'each.value'])).toEqual([
      ['aws_subnet.zone["a"]'],
      ['aws_subnet.zone["b"]'],
    ]);
    expect(eachOf(refers('local.functions'), ['each.value.subnets'])).toEqual([null, null]);
  });

  test('elements of a map have its one list, or one of its lists', () => {
    const elements = (lists: string[]): Plan => {
      const fn: Module = {
        resources: [
          configuredFunction('aws_lambda_function.this', ['var.subnets'], ['var.groups']),
        ],
        variables: { subnets: {}, groups: { default: ['sg-1'] } },
      };
      const call = {
        module: fn,
        for_each_expression: refers('var.functions'),
        expressions: { subnets: refers('each.value.subnets', 'each.value') },
      };
      const many = {
        module: { module_calls: { fn: call } },
        expressions: { functions: refers(...lists) },
      };
      const functions = ['a', 'b'].map((key) => {
        return openFunction(`module.many.module.fn["${key}"].aws_lambda_function.this`);
      });
      const root = { resources: CONFIGURED, module_calls: { many } };
      return planned(terraformPlan([...PARTS, ...functions], root));
    };
    expect(elements(['aws_subnet.zone', ...WEB]).counts.enisAtLeast).toBe(2);
    const differing = elements(['aws_subnet.zone', 'aws_subnet.private']);
    expect(differing.counts.enisAtLeast).toBeNull();
    expect(differing.sharing).toHaveLength(2);
  });

  test('whether there is a block is not known: what is given for its lists decides', () => {
    const open = {
      address: 'aws_lambda_function.shop',
      values: {},
      unknown: { vpc_config: true },
    };
    const text = terraformPlan([open], { resources: [{ address: open.address }] });
    const plan = planned(text);
    expect(plan.counts.functionsInVpc).toBeNull();
    const names = ['subnet_ids', 'security_group_ids'].map((name) => {
      return `aws_lambda_function.shop.vpc_config.${name}`;
    });
    expect(openIn(plan).map(({ what }) => what)).toEqual(names);
    const parameters = { [names[0]!]: 'subnet-1,subnet-2', [names[1]!]: 'sg-1' };
    expect(planned(text, { parameters }).counts.enisAtLeast).toBe(2);
  });
});

test('policies that a role has of its own are no riddle where nobody wrote any', () => {
  const role = {
    address: 'aws_iam_role.shop',
    unknown: { arn: true, inline_policy: true, managed_policy_arns: true },
  };
  const configured = configuredFunction('aws_lambda_function.shop', ['aws_subnet.private'], WEB);
  const resources = [...CONFIGURED, configured, { address: role.address, expressions: {} }];
  const parts = [...PARTS, role, openFunction('aws_lambda_function.shop')];
  const { findings } = planned(terraformPlan(parts, { resources }));
  expect(findings.map(({ rule }) => rule)).toContain('IAM-4');
});

test('a network that data sources found is known, under its own ids', () => {
  const text = JSON.parse(terraformPlan([], { resources: [] }));
  const found = (type: string, values: Record<string, unknown>) => ({
    address: `data.${type}.found`,
    mode: 'data',
    type,
    name: 'found',
    values,
  });
  const subnet = { id: 'subnet-1', cidr_block: '10.0.0.0/28', vpc_id: 'vpc-1' };
  text.prior_state = {
    values: {
      root_module: { resources: [found('aws_subnet', subnet), found('aws_vpc', { id: 'vpc-1' })] },
    },
  };
  text.planned_values.root_module.resources = [
    {
      address: 'aws_lambda_function.shop',
      mode: 'managed',
      type: 'aws_lambda_function',
      name: 'shop',
      values: { vpc_config: [{ subnet_ids: ['subnet-1'], security_group_ids: ['sg-1'] }] },
    },
  ];
  const plan = planned(JSON.stringify(text));
  expect(plan.subnets).toMatchObject([{ id: 'subnet-1', usable: 11, lambda: 1 }]);
  expect(plan.counts.enisByVpc).toEqual({ 'vpc-1': 1 });
});
