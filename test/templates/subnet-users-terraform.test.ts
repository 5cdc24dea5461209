import { describe, expect, test } from 'vitest';
import { SUBNET_USERS } from '../../src/evidence/subnet-users/table.ts';
import { TERRAFORM_TYPES } from '../../src/templates/terraform-types.ts';
import { estateIn, notCounted, taken } from './estates.ts';
import { type Configured, type Part, refers, terraformPlan } from './terraform-plans.ts';

/** A network of two subnets with a function, as values that are known after the plan is applied. */
function plan(parts: readonly Part[], resources: readonly Configured[]): string {
  const network: Part[] = [
    { address: 'aws_vpc.net', values: { cidr_block: '10.0.0.0/16' }, unknown: { id: true } },
    ...['a', 'b'].map((name, n) => ({
      address: `aws_subnet.${name}`,
      values: { cidr_block: `10.0.${n}.0/28` },
      unknown: { id: true, vpc_id: true },
    })),
    {
      address: 'aws_lambda_function.shop',
      values: { vpc_config: [{}] },
      unknown: { vpc_config: [{ subnet_ids: true, security_group_ids: true }] },
    },
  ];
  const configured: Configured[] = [
    { address: 'aws_vpc.net' },
    ...['a', 'b'].map((name) => ({
      address: `aws_subnet.${name}`,
      expressions: { vpc_id: refers('aws_vpc.net.id', 'aws_vpc.net') },
    })),
    {
      address: 'aws_lambda_function.shop',
      expressions: {
        vpc_config: [{ subnet_ids: both, security_group_ids: { constant_value: ['sg-1'] } }],
      },
    },
  ];
  return terraformPlan([...network, ...parts], { resources: [...configured, ...resources] });
}

const both = refers('aws_subnet.a.id', 'aws_subnet.a', 'aws_subnet.b.id', 'aws_subnet.b');
const first = refers('aws_subnet.a.id', 'aws_subnet.a');
const A = 'aws_subnet.a';
const AB = 'aws_subnet.a,aws_subnet.b';

const TAKES: [claim: string, parts: Part[], configured: Configured[], takes: string[]][] = [
  [
    'an instance',
    [{ address: 'aws_instance.x', unknown: { subnet_id: true, secondary_private_ips: true } }],
    [{ address: 'aws_instance.x', expressions: { subnet_id: first } }],
    [`${A}: 1`],
  ],
  [
    'a group of instances',
    [
      {
        address: 'aws_autoscaling_group.x',
        values: { min_size: 1, max_size: 5, desired_capacity: 2 },
        unknown: { vpc_zone_identifier: true },
      },
    ],
    [{ address: 'aws_autoscaling_group.x', expressions: { vpc_zone_identifier: both } }],
    [`${AB}: 0..2 peak 0..5 of 2`],
  ],
  [
    'a cluster of MemoryDB by its group',
    [
      {
        address: 'aws_memorydb_subnet_group.g',
        values: { name: 'g' },
        unknown: { subnet_ids: true },
      },
      {
        address: 'aws_memorydb_cluster.x',
        values: { subnet_group_name: 'g', num_shards: 2, num_replicas_per_shard: 1 },
      },
    ],
    [
      { address: 'aws_memorydb_subnet_group.g', expressions: { subnet_ids: first } },
      {
        address: 'aws_memorydb_cluster.x',
        expressions: {
          subnet_group_name: refers(
            'aws_memorydb_subnet_group.g.name',
            'aws_memorydb_subnet_group.g',
          ),
        },
      },
    ],
    [`${A}: 4 peak 8`],
  ],
  [
    'a cache whose group has no name yet',
    [
      {
        address: 'aws_elasticache_subnet_group.g',
        unknown: { id: true, name: true, subnet_ids: true },
      },
      {
        address: 'aws_elasticache_replication_group.x',
        values: { num_cache_clusters: 3 },
        unknown: { subnet_group_name: true },
      },
    ],
    [
      { address: 'aws_elasticache_subnet_group.g', expressions: { subnet_ids: both } },
      {
        address: 'aws_elasticache_replication_group.x',
        expressions: {
          subnet_group_name: refers(
            'aws_elasticache_subnet_group.g.name',
            'aws_elasticache_subnet_group.g',
          ),
        },
      },
    ],
    [`${AB}: 0..3 peak 0..6 of 3`],
  ],
  [
    'a firewall by its mappings',
    [
      {
        address: 'aws_networkfirewall_firewall.x',
        values: { subnet_mapping: [{}, {}] },
        unknown: { subnet_mapping: [{ subnet_id: true }, { subnet_id: true }] },
      },
    ],
    [
      {
        address: 'aws_networkfirewall_firewall.x',
        expressions: {
          subnet_mapping: [
            { subnet_id: first },
            { subnet_id: refers('aws_subnet.b.id', 'aws_subnet.b') },
          ],
        },
      },
    ],
    [`${AB}: 1`],
  ],
  [
    'a file system by its kind',
    [{ address: 'aws_fsx_openzfs_file_system.x', unknown: { subnet_ids: true } }],
    [{ address: 'aws_fsx_openzfs_file_system.x', expressions: { subnet_ids: first } }],
    [`${A}: 1`],
  ],
  [
    'tasks of a service',
    [
      {
        address: 'aws_ecs_service.x',
        values: {
          desired_count: 2,
          deployment_maximum_percent: 150,
          network_configuration: [{}],
        },
        unknown: { network_configuration: [{ subnets: true }] },
      },
    ],
    [
      {
        address: 'aws_ecs_service.x',
        expressions: { network_configuration: [{ subnets: first }] },
      },
    ],
    [`${A}: 2 peak 3`],
  ],
];

describe('a plan of Terraform by the same table (ADDR-1)', () => {
  test.each(TAKES)('%s', (_claim, parts, configured, takes) => {
    const estate = estateIn(plan(parts, configured));
    expect(taken(estate)).toEqual(takes);
    expect(estate.notCounted).toEqual([]);
  });
});

describe('types that the mapping does not have (ADDR-2)', () => {
  test.each([
    ['a list that is known later', 'aws_new_thing.x', { subnet_ids: both }, AB],
    ['one inside a block', 'aws_new_thing.x', { network: [{ place: { at: first } }] }, A],
    ['a resource of another provider', 'helm_release.x', { values: both }, AB],
    [
      'a list of which nothing is known',
      'aws_new_thing.x',
      { subnet_ids: refers('local.ids') },
      '?',
    ],
  ])('%s is listed as not counted', (_claim, address, expressions, subnets) => {
    const unknown = Object.fromEntries(Object.keys(expressions).map((name) => [name, true]));
    const estate = estateIn(plan([{ address, unknown }], [{ address, expressions }]));
    expect(notCounted(estate)).toEqual([`${address} in ${subnets}`]);
  });

  test.each([
    ['a parameter that keeps an id', 'aws_ssm_parameter.x', { value: first }],
    [
      'a subnet of another cloud',
      'azurerm_subnet.x',
      { address_prefixes: refers('local.subnet_cidr') },
    ],
    ['a random name', 'random_pet.x', { keepers: both }],
  ])('%s is not', (_claim, address, expressions) => {
    const unknown = Object.fromEntries(Object.keys(expressions).map((name) => [name, true]));
    const estate = estateIn(plan([{ address, unknown }], [{ address, expressions }]));
    expect(estate.notCounted).toEqual([]);
  });
});

test('what is read for its subnets has a row in the table', () => {
  const others = /^AWS::(EC2|IAM|Lambda|ApplicationAutoScaling)::/;
  const missing = Object.entries(TERRAFORM_TYPES).filter(([, { type }]) => {
    return !(type in SUBNET_USERS) && !others.test(type);
  });
  expect(missing).toEqual([]);
});

test('properties that Terraform gives are those that the table asks for', () => {
  const text = JSON.stringify(SUBNET_USERS);
  for (const [name, { type, properties }] of Object.entries(TERRAFORM_TYPES)) {
    const row = SUBNET_USERS[type];
    if (row?.takes !== 'addresses') continue;
    const places = Object.keys(properties).filter((path) => /subnet|place/i.test(path));
    for (const path of places) {
      const known = text.includes(`"${path}"`) || text.includes(`"${path.split('.*.')[0]}"`);
      expect(known, `${name} gives ${path}`).toBe(true);
    }
  }
});
