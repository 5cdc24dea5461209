import { describe, expect, test } from 'vitest';
import { planned } from '../templates/planning.ts';
import { type Configured, type Part, refers, terraformPlan } from '../templates/terraform-plans.ts';

type Values = Record<string, unknown>;

/** What is to be made: values that are known, and what refers to others. */
type Made = [address: string, values: Values, expressions?: Values];

const id = (...addresses: string[]) => refers(...addresses.flatMap((one) => [`${one}.id`, one]));

function planOf(made: readonly Made[]): string {
  const parts: Part[] = made.map(([address, values, expressions = {}]) => {
    const open = Object.keys(expressions).map((name) => [name, true]);
    return { address, values, unknown: { id: true, ...Object.fromEntries(open) } };
  });
  const resources = made.map(([address, , expressions = {}]): Configured => {
    return { address, expressions };
  });
  return terraformPlan(parts, { resources });
}

/** A function by hand, since its network and its variables are blocks. */
function withFunction(
  made: readonly Made[],
  more: { part?: Values; open?: Values; config?: Values },
): string {
  const plan = JSON.parse(planOf(made));
  const address = 'aws_lambda_function.f';
  const values = { vpc_config: [{ ipv6_allowed_for_dual_stack: false }], ...more.part };
  const unknown = { vpc_config: [{ subnet_ids: true, security_group_ids: true }], ...more.open };
  plan.planned_values.root_module.resources.push({
    address,
    mode: 'managed',
    type: 'aws_lambda_function',
    name: 'f',
    values,
  });
  plan.resource_changes.push({
    address,
    change: { actions: ['create'], before: null, after: values, after_unknown: unknown },
  });
  const lists = { subnet_ids: id('aws_subnet.a'), security_group_ids: id('aws_security_group.fn') };
  plan.configuration.root_module.resources.push({
    address,
    expressions: { vpc_config: [lists], ...more.config },
  });
  return JSON.stringify(plan, null, 1);
}

const NETWORK: Made[] = [
  ['aws_vpc.net', { cidr_block: '10.0.0.0/16' }],
  [
    'aws_subnet.a',
    { cidr_block: '10.0.1.0/24', availability_zone: 'eu-west-1a' },
    { vpc_id: id('aws_vpc.net') },
  ],
  [
    'aws_subnet.d',
    { cidr_block: '10.0.9.0/24', availability_zone: 'eu-west-1a' },
    { vpc_id: id('aws_vpc.net') },
  ],
];
const group = (name: string, values: Values = {}): Made => [
  `aws_security_group.${name}`,
  values,
  { vpc_id: id('aws_vpc.net') },
];
const DB: Made[] = [
  ['aws_db_subnet_group.home', { name: 'home' }, { subnet_ids: id('aws_subnet.d') }],
  [
    'aws_db_instance.db',
    { engine: 'postgres' },
    {
      vpc_security_group_ids: id('aws_security_group.to'),
      db_subnet_group_name: refers('aws_db_subnet_group.home.name', 'aws_db_subnet_group.home'),
    },
  ],
];

const hosted = (made: readonly Made[], attribute = 'aws_db_instance.db.address') =>
  withFunction(made, {
    part: { environment: [{ variables: { MODE: 'live' } }] },
    open: { environment: [{ variables: { HOST: true } }] },
    config: { environment: [{ variables: refers(attribute, attribute.replace(/\.\w+$/, '')) }] },
  });

const found = (text: string) =>
  planned(text).findings.filter(({ message }) =>
    /cannot (connect|mount)|mount target|created before/.test(message),
  );

const NFS = { from_port: 2049, to_port: 2049, ip_protocol: 'tcp' };
const PG = { from_port: 5432, to_port: 5432 };

test('both groups of a database in a plan of Terraform, with remedies in its words', () => {
  const [one, ...others] = found(hosted([...NETWORK, group('fn'), group('to'), ...DB]));
  expect(others).toEqual([]);
  expect(one).toMatchObject({
    rule: 'NET-4',
    severity: 'warning',
    subject: 'aws_lambda_function.f',
  });
  expect(one!.message).toBe(
    'It cannot connect to database `aws_db_instance.db` (HOST): no outbound rule of ' +
      '`aws_security_group.fn` lets tcp to port 5432 out, and no inbound rule of `aws_security_group.to` ' +
      'lets tcp to port 5432 in from `aws_security_group.fn`.',
  );
  expect(one!.mend).toBe(
    'Add an aws_vpc_security_group_egress_rule with `security_group_id = aws_security_group.fn.id, ip_protocol = "tcp", ' +
      'from_port = 5432, to_port = 5432, referenced_security_group_id = aws_security_group.to.id`; ' +
      'add an aws_vpc_security_group_ingress_rule with `security_group_id = aws_security_group.to.id, ip_protocol = "tcp", ' +
      'from_port = 5432, to_port = 5432, referenced_security_group_id = aws_security_group.fn.id`.',
  );
});

const rule = (kind: 'egress' | 'ingress', own: string, other: string): Made => [
  `aws_vpc_security_group_${kind}_rule.${own}`,
  { ip_protocol: 'tcp', ...PG },
  {
    security_group_id: id(`aws_security_group.${own}`),
    referenced_security_group_id: id(`aws_security_group.${other}`),
  },
];
const old = (type: 'egress' | 'ingress', own: string, other: string): Made => [
  `aws_security_group_rule.${own}`,
  { type, protocol: 'tcp', ...PG },
  {
    security_group_id: id(`aws_security_group.${own}`),
    source_security_group_id: id(`aws_security_group.${other}`),
  },
];
const inline = (list: 'egress' | 'ingress', blocks: string[]) => ({
  [list]: [
    {
      protocol: 'tcp',
      ...PG,
      cidr_blocks: blocks,
      ipv6_cidr_blocks: [],
      prefix_list_ids: [],
      security_groups: [],
      self: false,
    },
  ],
});

const OPEN: [what: string, rules: Made[], says: RegExp | null][] = [
  [
    'rules of one kind',
    [group('fn'), group('to'), rule('egress', 'fn', 'to'), rule('ingress', 'to', 'fn')],
    null,
  ],
  [
    'rules of the older kind',
    [group('fn'), group('to'), old('egress', 'fn', 'to'), old('ingress', 'to', 'fn')],
    null,
  ],
  [
    'rules in the groups',
    [group('fn', inline('egress', ['0.0.0.0/0'])), group('to', inline('ingress', ['10.0.1.0/24']))],
    null,
  ],
  [
    'both ways mixed',
    [group('fn', inline('egress', ['10.0.9.0/24'])), group('to'), old('ingress', 'to', 'fn')],
    null,
  ],
  [
    'out alone',
    [group('fn'), group('to'), rule('egress', 'fn', 'to')],
    /: no inbound rule of `aws_security_group\.to`/,
  ],
  [
    'in alone',
    [group('fn'), group('to'), old('ingress', 'to', 'fn')],
    /: no outbound rule of `aws_security_group\.fn` lets tcp to port 5432 out\.$/,
  ],
  [
    'into the wrong group',
    [
      group('fn', inline('egress', ['0.0.0.0/0'])),
      group('to'),
      group('web'),
      old('ingress', 'to', 'web'),
    ],
    /: no inbound rule/,
  ],
  [
    'from another block',
    [group('fn', inline('egress', ['0.0.0.0/0'])), group('to', inline('ingress', ['10.0.2.0/24']))],
    /: no inbound rule/,
  ],
];

test.each(OPEN)('groups of Terraform: %s', (_, rules, says) => {
  const told = found(hosted([...NETWORK, ...rules, ...DB])).map(({ message }) => message);
  expect(told).toEqual(says === null ? [] : [expect.stringMatching(says)]);
});

describe('what a plan of Terraform names', () => {
  const closed = [...NETWORK, group('fn'), group('to')];
  const to = { vpc_security_group_ids: id('aws_security_group.to') };
  const cache = { security_group_ids: id('aws_security_group.to') };
  const kinds: [attribute: string, made: Made[], port: number | null][] = [
    ['aws_db_instance.db.endpoint', DB, 5432],
    ['aws_db_instance.db.arn', DB, null],
    ['aws_db_instance.db.id', DB, null],
    [
      'aws_rds_cluster.db.reader_endpoint',
      [['aws_rds_cluster.db', { engine: 'aurora-mysql' }, to]],
      3306,
    ],
    ['aws_db_proxy.db.endpoint', [['aws_db_proxy.db', { engine_family: 'MYSQL' }, to]], 3306],
    [
      'aws_elasticache_replication_group.db.primary_endpoint_address',
      [['aws_elasticache_replication_group.db', { port: 6380 }, cache]],
      6380,
    ],
    [
      'aws_elasticache_cluster.db.cache_nodes',
      [['aws_elasticache_cluster.db', { engine: 'redis' }, cache]],
      null,
    ],
    [
      'aws_elasticache_cluster.db.cluster_address',
      [['aws_elasticache_cluster.db', { engine: 'memcached' }, cache]],
      11_211,
    ],
    ['aws_redshift_cluster.db.dns_name', [['aws_redshift_cluster.db', {}, to]], 5439],
    ['aws_docdb_cluster.db.endpoint', [['aws_docdb_cluster.db', {}, to]], 27_017],
    ['aws_neptune_cluster.db.endpoint', [['aws_neptune_cluster.db', {}, to]], 8182],
    [
      'aws_lb.db.dns_name',
      [
        ['aws_lb.db', { internal: true }, { security_groups: id('aws_security_group.to') }],
        [
          'aws_lb_listener.l',
          { port: 80, protocol: 'HTTP' },
          { load_balancer_arn: refers('aws_lb.db.arn', 'aws_lb.db') },
        ],
      ],
      80,
    ],
  ];

  test.each(kinds)('%s', (attribute, made, port) => {
    const told = found(hosted([...closed, ...made], attribute)).map(({ message }) => message);
    expect(told).toEqual(
      port === null ? [] : [expect.stringMatching(`port ${port} out, and no inbound`)],
    );
  });

  test('an address that is known already, in a variable of its own', () => {
    const known: Made = [
      'aws_db_instance.db',
      { engine: 'mysql', address: 'db.abc.eu-west-1.rds.amazonaws.com' },
      to,
    ];
    const part = {
      environment: [{ variables: { A: 'x', URL: 'db.abc.eu-west-1.rds.amazonaws.com' } }],
    };
    expect(found(withFunction([...closed, known], { part }))[0]?.message).toContain(
      '(URL): no outbound',
    );
    const other = { environment: [{ variables: { URL: 'other.eu-west-1.rds.amazonaws.com' } }] };
    expect(found(withFunction([...closed, known], { part: other }))).toEqual([]);
  });
});

describe('file systems in a plan of Terraform', () => {
  const target: Made = [
    'aws_efs_mount_target.m',
    {},
    {
      file_system_id: id('aws_efs_file_system.fs'),
      subnet_id: id('aws_subnet.a'),
      security_groups: id('aws_security_group.to'),
    },
  ];
  const FS: Made[] = [
    ['aws_efs_file_system.fs', {}],
    ['aws_efs_access_point.p', {}, { file_system_id: id('aws_efs_file_system.fs') }],
    target,
  ];
  const mounted = (made: readonly Made[]) => {
    const arn = refers('aws_efs_access_point.p.arn', 'aws_efs_access_point.p');
    return withFunction(made, {
      part: { file_system_config: [{ local_mount_path: '/mnt/x' }] },
      open: { file_system_config: [{ arn: true }] },
      config: { file_system_config: [{ arn, local_mount_path: { constant_value: '/mnt/x' } }] },
    });
  };

  test('port 2049 and the order', () => {
    expect(
      found(mounted([...NETWORK, ...FS, group('fn'), group('to')])).map(({ message }) => message),
    ).toEqual([
      expect.stringMatching(
        /cannot mount file system `aws_efs_file_system\.fs` at \/mnt\/x: no outbound rule of `aws_security_group\.fn` lets tcp to port 2049 out, and no inbound/,
      ),
      'It mounts file system `aws_efs_file_system.fs`, and may be created before `aws_efs_mount_target.m`.',
    ]);
  });

  test('with rules and an order there is nothing to find', () => {
    const rules: Made[] = [
      [
        'aws_vpc_security_group_egress_rule.a',
        NFS,
        {
          security_group_id: id('aws_security_group.fn'),
          referenced_security_group_id: id('aws_security_group.to'),
        },
      ],
      [
        'aws_vpc_security_group_ingress_rule.b',
        { ...NFS, cidr_ipv4: '10.0.0.0/16' },
        { security_group_id: id('aws_security_group.to') },
      ],
    ];
    const plan = JSON.parse(mounted([...NETWORK, ...FS, group('fn'), group('to'), ...rules]));
    plan.configuration.root_module.resources.at(-1).depends_on = ['aws_efs_mount_target.m'];
    expect(found(JSON.stringify(plan))).toEqual([]);
  });
});

describe('the ACL that a VPC is born with', () => {
  const acl = (values: Values, expressions: Values = {}): Made => [
    'aws_default_network_acl.own',
    values,
    {
      default_network_acl_id: refers('aws_vpc.net.default_network_acl_id', 'aws_vpc.net'),
      ...expressions,
    },
  ];
  const all = {
    protocol: '-1',
    action: 'allow',
    rule_no: 100,
    from_port: 0,
    to_port: 0,
    cidr_block: '0.0.0.0/0',
  };
  const shut = (made: Made) =>
    planned(withFunction([...NETWORK, group('fn'), made], {})).findings.flatMap(
      ({ message, severity }) =>
        message.startsWith('Network ACL') ? [`${severity} ${message}`] : [],
    );

  test('without rules it lets nothing through, in every subnet that names no other', () => {
    expect(shut(acl({}))).toEqual([
      'warning Network ACL `aws_default_network_acl.own` lets no TCP or UDP out of `aws_subnet.a`, and no answers from 1024 to 65535 into `aws_subnet.a`: nothing outside can be reached.',
    ]);
  });

  test('with the rules that it had before it lets all through', () => {
    expect(shut(acl({ ingress: [all], egress: [all] }))).toEqual([]);
  });

  test('rules that are not known say nothing', () => {
    expect(shut(acl({ egress: [all] }, { ingress: refers('var.rules') }))).toEqual([]);
  });
});
