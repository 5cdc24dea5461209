import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Action, NamedPolicy } from '../../src/scenario/types.ts';
import {
  create,
  deleteGroup,
  deleteRole,
  deleteSubnet,
  FULL,
  fn,
  role,
  scenarioOf,
  update,
} from '../builders.ts';
import { tell } from './telling.ts';

/**
 * What a generated request names: `ours` and `other` are VPCs, `vault` one of dedicated tenancy;
 * `v4` has no IPv6 block, `gone` was deleted, `subnet-…` and `sg-…` never were, `_` is no id.
 */
const SUBNETS = ['ours1', 'ours2', 'ours-v4', 'other1', 'vault1', 'gone1', 'subnet-9z', '_'];
const GROUPS = ['ours3', 'ours4', 'other3', 'vault3', 'gone3', 'sg-9Z', '__'];

const LOOKS = ['ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'];

interface Request {
  subnets: string[];
  groups: string[];
  dual: boolean;
  may: { call: boolean; look: boolean[] };
  role: 'full' | 'poor' | 'deleted';
}

/** Mostly sound lists, with now and then something else in them. */
function ids(sound: string[], all: string[]): fc.Arbitrary<string[]> {
  const one = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...sound) },
    { weight: 1, arbitrary: fc.constantFrom(...all) },
  );
  const short = fc.array(one, { minLength: 1, maxLength: 3 });
  const any = fc.array(one, { maxLength: 20, size: 'max' });
  return fc.oneof({ weight: 4, arbitrary: short }, { weight: 1, arbitrary: any });
}

const mostly = fc.integer({ min: 0, max: 9 }).map((n) => n > 0);

const anyRequest: fc.Arbitrary<Request> = fc.record({
  subnets: fc.oneof(ids(['ours1', 'ours2', 'ours-v4'], SUBNETS), ids(['vault1'], SUBNETS)),
  groups: fc.oneof(ids(['ours3', 'ours4'], GROUPS), ids(['vault3'], GROUPS)),
  dual: fc.boolean(),
  may: fc.record({ call: mostly, look: fc.tuple(mostly, mostly, mostly).map((list) => [...list]) }),
  role: fc.constantFrom('full', 'full', 'poor', 'deleted'),
});

const vpcOf = (id: string): string => id.replace(/[-0-9].*/, '');
const isMissing = (id: string) => /^(gone|sg-|subnet-)/.test(id);

/** The checks in the order of the model, each with what it objects to and a part of its text. */
const CHECKS: [fails: (r: Request) => boolean, text: RegExp][] = [
  [
    ({ subnets }) => subnets.includes('_'),
    /'vpcConfig\.subnetIds' .* pattern: subnet-\[0-9a-z\]\*\]$/,
  ],
  [({ groups }) => groups.includes('__'), /'vpcConfig\.securityGroupIds' .* pattern: sg-/],
  [({ groups }) => groups.length > 5, /'vpcConfig\.securityGroupIds' .* less than or equal to 5$/],
  [({ subnets }) => subnets.length > 16, /'vpcConfig\.subnetIds' .* less than or equal to 16$/],
  [({ may }) => !may.call, /^User: .*\/dev is not authorized to perform: lambda:/],
  [({ subnets, groups }) => subnets.length === 0 || groups.length === 0, /must coexist/],
  [({ may }) => !may.look[0], /permission to DescribeSecurityGroups for/],
  [({ may }) => !may.look[1], /permission to DescribeSubnets for/],
  [({ may }) => !may.look[2], /permission to DescribeVpcs for/],
  [({ groups }) => groups.some(isMissing), /InvalidGroup\.NotFound/],
  [({ subnets }) => subnets.some(isMissing), /InvalidSubnetID\.NotFound/],
  [
    ({ subnets, groups }) => groups.some((id) => vpcOf(id) !== vpcOf(subnets[0]!)),
    /^Security Groups are required to be in the same VPC/,
  ],
  [
    ({ subnets }) => subnets.some((id) => vpcOf(id) !== vpcOf(subnets[0]!)),
    /^Subnets are required to be in the same VPC/,
  ],
  [({ subnets }) => vpcOf(subnets[0]!) === 'vault', /tenancy/],
  [({ subnets, dual }) => dual && subnets.includes('ours-v4'), /dual-stack/],
  [(r) => r.role === 'deleted', /cannot be assumed by Lambda/],
  [(r) => r.role === 'poor', /permissions to call CreateNetworkInterface/],
];

/** Both lists empty is how AWS writes "no VPC": then only the call and the role are looked at. */
const WITHOUT_VPC = [4, 15];

function expected(request: Request): RegExp | null {
  const isEmpty = request.subnets.length === 0 && request.groups.length === 0;
  const place = CHECKS.findIndex(([fails], i) => {
    return (!isEmpty || WITHOUT_VPC.includes(i)) && fails(request);
  });
  return place < 0 ? null : CHECKS[place]![1];
}

function policyOf({ may }: Request): NamedPolicy {
  const looks = LOOKS.filter((_, i) => may.look[i]);
  const Action = [...looks, ...(may.call ? ['lambda:*'] : []), 's3:GetObject'];
  const Statement = [{ Effect: 'Allow', Action, Resource: '*' }];
  return { name: 'p', document: { Version: '2012-10-17', Statement } };
}

function answer(request: Request, how: 'create' | 'update'): string | null {
  const { subnets, groups: securityGroups, dual, role: rights } = request;
  const config = { subnets, securityGroups, ipv6AllowedForDualStack: dual };
  const asked = how === 'create' ? create(200, 'f') : update(200, 'f', config);
  const timeline: Action[] = [
    ...(how === 'create' ? [] : [create(0, 'f')]),
    deleteSubnet(1, 'gone1'),
    deleteGroup(1, 'gone3'),
    ...(rights === 'deleted' ? [deleteRole(2, 'r')] : []),
    { ...asked, caller: 'dev' } as Action,
  ];
  const known = [...SUBNETS, ...GROUPS].map((id) => [id, vpcOf(id)]);
  const scenario = scenarioOf({
    functions: [fn('f', how === 'create' ? config : null, { role: 'r' })],
    timeline,
    roles: [role('r', ...(rights === 'poor' ? [] : [FULL]))],
    vpcOf: Object.fromEntries(known),
    untilMs: 300,
  });
  const { network } = scenario;
  network.subnets = network.subnets.filter(({ id }) => !/^(subnet-|_)/.test(id));
  network.securityGroups = network.securityGroups.filter(({ id }) => !/^(sg-|__)/.test(id));
  for (const subnet of network.subnets) if (subnet.id.endsWith('v4')) subnet.ipv6Cidr = null;
  for (const one of network.vpcs) if (one.id === 'vault') one.tenancy = 'dedicated';
  const callers = [{ id: 'dev', policies: [policyOf(request)] }];
  return tell({ ...scenario, callers }).result.actions.at(-1)!.error?.message ?? null;
}

test.each(['create', 'update'] as const)(
  'API-1: of all that is wrong with a generated %s the first check answers',
  (how) => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        const text = expected(request);
        const got = answer(request, how);
        if (text === null) expect(got).toBeNull();
        else expect(got).toMatch(text);
      }),
      { numRuns: 500 },
    );
  },
  30_000,
);

test('API-1: each check is the first to fail for some generated request, and some are accepted', () => {
  const sample = fc.sample(anyRequest, { seed: 7, numRuns: 3_000 });
  const first = new Set(sample.map((request) => String(expected(request))));
  expect(first.size).toBe(CHECKS.length + 1);
});
