import { describe, expect, test } from 'vitest';
import { FINDINGS, type FindingId, UNKNOWN_FINDINGS } from '../../src/findings/catalogue.ts';
import type { Severity } from '../../src/findings/types.ts';
import { allow, findingsOf, NETWORK, roleOf, vpc } from './designs.ts';

const ALL = ['Create', 'Describe', 'Delete'].map((verb) =>
  verb === 'Describe' ? 'ec2:DescribeNetworkInterfaces' : `ec2:${verb}NetworkInterface`,
);
const NEWER = [
  'ec2:DescribeSubnets',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];
const SIX = [...ALL, ...NEWER];
const [CREATE, DESCRIBE, DELETE] = ALL as [string, string, string];
const DENY_OWN_CODE = {
  Effect: 'Deny',
  Action: [...SIX, 'ec2:DetachNetworkInterface'],
  Resource: '*',
  Condition: {
    ArnEquals: {
      'lambda:SourceFunctionArn': 'arn:aws:lambda:us-east-1:111122223333:function:f',
    },
  },
};

const role = (...statements: object[]): string =>
  `roles: { r: ${roleOf(...statements)} }\nfunctions: { f: { role: r, vpc: { subnets: [a, b], securityGroups: [web] } } }\n`;
const functions = (specs: string): string => `functions: { ${specs} }\n`;
const f = (spec: string): string => functions(`f: ${spec}`);
const reaching = (subnets: string, destination: string): string =>
  f(vpc(subnets).replace(/ }$/, `, destinations: { it: ${destination} } }`));
const f6 = (ids: string, groups = 'web') => f(vpc(ids, groups, ', ipv6AllowedForDualStack: true'));
const timeline = (...lines: string[]): string =>
  `timeline:\n${lines.map((line) => `  - ${line}\n`).join('')}`;
const managed = 'roles: { r: { policies: [AWSLambdaVPCAccessExecutionRole] } }\n';
const roled = `${managed}${f(vpc('a,b').replace('{ ', '{ role: r, '))}`;

/** For each finding: a scenario that has it, its severity, what it says, and one that has it not. */
const CASES: [FindingId, string, Severity, RegExp, string][] = [
  [
    'unreachable',
    reaching('p', '{ internet: anywhere }'),
    'error',
    /`f` cannot reach `it`.*public/,
    reaching('n', '{ internet: anywhere }'),
  ],
  [
    'unreachable',
    reaching('n,l', '{ internet: anywhere }'),
    'warning',
    /with 50% of its connections/,
    reaching('n,l', '{ subnet: b, port: 5432 }'),
  ],
  [
    'reached-unexpectedly',
    reaching('n', '{ internet: anywhere, expect: unreachable }'),
    'error',
    /expected to be unreachable.*never is/,
    reaching('p', '{ internet: anywhere, expect: unreachable }'),
  ],
  ['public-subnet', f(vpc('p')), 'warning', /`p` is public/, f(vpc('n'))],
  [
    'public-subnet',
    f(vpc('p')),
    'warning',
    /nothing of the internet/,
    reaching('p', '{ subnet: b, port: 80 }'),
  ],
  ['no-way-out', f(vpc('l')), 'info', /their VPC only/, f(vpc('a'))],
  ['subnets-differ', f(vpc('n,l')), 'warning', /`l` has no way .* 1 of 2/, f(vpc('n'))],
  ['subnets-differ', f(vpc('n,p')), 'warning', /`n` leads to a NAT gateway/, f(vpc('p'))],
  ['ipv6-without-way-out', f6('e'), 'info', /`e` has no route to ::\/0/, f6('d')],
  [
    'groups-let-nothing-out',
    f(vpc('a', 'shut')),
    'warning',
    /rule of `shut`/,
    f(vpc('a', 'shut,web')),
  ],
  ['groups-without-ipv6', f6('d', 'https4'), 'warning', /`https4` lets it out/, f6('d', 'https')],
  ['groups-without-ipv6', f6('d', 'https4'), 'warning', /over IPv6/, f(vpc('d', 'https4'))],
  ['groups-without-ipv6', f6('d', 'https4'), 'warning', /over IPv6/, f6('d', 'https4,web')],
  ['acl-blocks-everything', f(vpc('t')), 'warning', /no answers .* into `t`:/, f(vpc('w'))],
  [
    'acl-blocks-everything',
    f(vpc('u')),
    'warning',
    /no TCP or UDP out of `u`, and no/,
    f(vpc('s')),
  ],
  ['acl-blocks-everything', f6('v'), 'warning', /out of `v`, .* over IPv6/, f(vpc('v'))],
  ['acl-blocks-answers', f(vpc('s')), 'warning', /`half` lets answers to 50%/, f(vpc('w'))],
  ['acl-blocks-answers', f6('x'), 'warning', /to 50% .* into `x` over IPv6:/, f(vpc('x'))],
  ['acl-blocks-answers', f6('y'), 'warning', /to 50% .* into `y`: the others/, f6('d')],
  [
    'dedicated-tenancy',
    f(vpc('m', 'metal-web')),
    'error',
    /`metal` has dedicated tenancy/,
    f(vpc('a')),
  ],
  ['not-dual-stack', f6('d,a'), 'error', /`a` has IPv4 only/, f6('d')],
  [
    'too-many-ids',
    f(vpc('a', 'web,jobs,x1,x2,x3,x4')),
    'error',
    /1 subnet and 6 security groups/,
    f(vpc('a', 'web,jobs,x1,x2,x3')),
  ],
  ['one-az', f(vpc('a,d')), 'info', /one Availability Zone, az1/, f(vpc('a,b'))],
  [
    'groups-not-shared',
    functions(`f: ${vpc('a,b')}, g: ${vpc('b,a', 'jobs')}`),
    'info',
    /In a and b 2 sets of security groups make 4 ENIs/,
    functions(`f: ${vpc('a,b', 'web,jobs')}, g: ${vpc('b,a', 'jobs,web')}`),
  ],
  [
    'groups-not-shared',
    functions(`f: ${vpc('a')}, g: ${vpc('a', 'jobs')}`),
    'info',
    /2 ENIs/,
    functions(`f: ${vpc('a')}, g: ${vpc('a', 'https')}`),
  ],
  [
    'quota-exceeded',
    functions(`f: ${vpc('a,b')}, g: ${vpc('a,b,d', 'jobs')}`),
    'error',
    /needs 5 .* may have 4/,
    functions(`f: ${vpc('a,b')}, g: ${vpc('a,b', 'jobs')}`),
  ],
  [
    'subnet-too-small',
    functions(`f: ${vpc('c')}, g: ${vpc('c', 'jobs')}, h: ${vpc('c', 'x1')}`),
    'error',
    /3 addresses of subnet `c`, and 2 are free/,
    functions(`f: ${vpc('c')}, g: ${vpc('c', 'jobs')}`),
  ],
  [
    'subnet-without-reserve',
    functions(`f: ${vpc('c')}, g: ${vpc('c', 'jobs')}`),
    'info',
    /the last 2 addresses/,
    functions(`f: ${vpc('c')}, g: ${vpc('c')}`),
  ],
  [
    'old-versions-hold',
    f(vpc('a')) +
      timeline('{ at: 1h, publish: f }', '{ at: 2h, update: f, vpc: { securityGroups: [jobs] } }'),
    'warning',
    /f:1 holds 1 pairing \(a\/web\)/,
    f(vpc('a')) +
      timeline('{ at: 1h, publish: f }', '{ at: 2h, update: f, vpc: { securityGroups: [web] } }'),
  ],
  [
    'old-versions-hold',
    f(vpc('a')) + timeline('{ at: 1h, publish: f }', '{ at: 2h, update: f, vpc: none }'),
    'warning',
    /f:1 holds 1 pairing \(a\/web\)/,
    f(vpc('a')) +
      timeline(
        '{ at: 1h, publish: f }',
        '{ at: 2h, update: f, vpc: none }',
        '{ at: 3h, delete: "f:1" }',
      ),
  ],
  [
    'role-leaves-first',
    roled + timeline('{ at: 1h, delete: f }', '{ at: 1h 44m, deleteRole: r }'),
    'warning',
    /role `r`, which is deleted or loses that permission/,
    roled + timeline('{ at: 1h, delete: f }', '{ at: 1h 46m, deleteRole: r }'),
  ],
  [
    'role-leaves-first',
    roled + timeline('{ at: 1h, update: f, vpc: none }', '{ at: 1h, deleteRolePolicy: r }'),
    'warning',
    /stay for good/,
    roled + timeline('{ at: 1h, update: f, code: true }', '{ at: 1h, deleteRolePolicy: r }'),
  ],
  [
    'policy-after-create',
    role().replace(/\{ policies.*\] \}/, '{ policies: [] }') +
      timeline(
        '{ at: 1s, create: f }',
        '{ at: 2s, putRolePolicy: r, policy: AWSLambdaVPCAccessExecutionRole }',
      ),
    'error',
    /may come after the function/,
    role().replace(/\{ policies.*\] \}/, '{ policies: [] }') +
      timeline(
        '{ at: 2s, putRolePolicy: r, policy: AWSLambdaVPCAccessExecutionRole }',
        '{ at: 3s, create: f }',
      ),
  ],
  [
    'role-cannot-create',
    role(allow(SIX.slice(1))),
    'error',
    /may not call ec2:CreateNetworkInterface, so it refuses/,
    role(allow(SIX)),
  ],
  [
    'create-without-groups',
    role(
      allow([CREATE], ['arn:aws:ec2:*:*:network-interface/*', 'arn:aws:ec2:*:*:subnet/*']),
      allow(SIX.slice(1)),
    ),
    'error',
    /not on the security groups/,
    role(allow([CREATE], 'arn:aws:ec2:us-east-1:111122223333:*/*'), allow(SIX.slice(1))),
  ],
  [
    'role-cannot-describe',
    role(allow([CREATE, DELETE])),
    'error',
    /InsufficientRolePermissions/,
    role(allow(ALL)),
  ],
  [
    'describe-limited',
    role(allow(SIX, 'arn:aws:ec2:us-east-1:111122223333:*')),
    'error',
    /all resources only/,
    role(allow(SIX)),
  ],
  [
    'role-cannot-delete',
    role(allow([CREATE, DESCRIBE, ...NEWER])),
    'warning',
    /the ENIs stay/,
    role(allow(ALL)),
  ],
  [
    'role-lacks-newer-actions',
    role(allow(ALL)),
    'warning',
    /ec2:DescribeSubnets, ec2:AssignPrivateIpAddresses and ec2:Unassign/,
    role(allow(SIX)),
  ],
  [
    'own-code-may-manage',
    role(allow(SIX)),
    'info',
    /code of f may manage/,
    role(allow(SIX), DENY_OWN_CODE),
  ],
  [
    'misspelt-action',
    role(allow([...ALL, 'ec2:DescribeSubnet', ...NEWER.slice(1)])),
    'warning',
    /`ec2:DescribeSubnet` .* `ec2:DescribeSubnets`/,
    role(allow([...SIX, 'ec2:AttachNetworkInterface', 'ec2:DescribeVpcs', 'ec2:Describe*'])),
  ],
];

describe.each(CASES)('%s', (id, has, severity, says, hasNot) => {
  test('is found where it is, with rule, source and mend', () => {
    const found = findingsOf(has).filter(
      (finding) => finding.id === id && says.test(finding.message),
    );
    expect(found).toHaveLength(1);
    const { source, mend, message } = found[0]!;
    expect(found[0]).toMatchObject({ severity });
    if (id !== 'unreachable') expect(found[0]).toMatchObject(FINDINGS[id]);
    expect(source).not.toBe('');
    for (const text of [mend, message]) expect(text).toMatch(/^[A-Z`a-z].*[.]$/);
  });

  test('is not found where it is not', () => {
    const alike = findingsOf(hasNot).filter((one) => one.id === id && one.severity === severity);
    expect(alike).toEqual([]);
  });
});

test('a NAT gateway in a private subnet is found, whoever uses it (NET-1)', () => {
  const natIn = (subnet: string) => {
    const network = NETWORK.replace('nat: { subnet: p }', `nat: { subnet: ${subnet} }`);
    const found = findingsOf('functions: {}\n', network);
    return found.map(({ id, subject, severity }) => [id, subject, severity]);
  };
  expect(natIn('l')).toEqual([['nat-in-private-subnet', 'nat', 'warning']]);
  expect(natIn('p')).toEqual([]);
});

test('a boundary and SCPs limit a role, whatever its policies allow (IAM-1)', () => {
  const full = role(allow(SIX));
  const bounded = full.replace(
    '{ policies:',
    `{ boundary: ${JSON.stringify({ Version: '2012-10-17', Statement: [allow([DESCRIBE])] })}, policies:`,
  );
  const Statement = [allow(['*']), { Effect: 'Deny', Action: CREATE, Resource: '*' }];
  const limited = `${full}scps: [${JSON.stringify({ Version: '2012-10-17', Statement })}]\n`;
  const ids = (rest: string) => findingsOf(rest).map(({ id }) => id);
  expect(ids(full)).not.toContain('role-cannot-create');
  expect(ids(bounded)).toContain('role-cannot-create');
  expect(ids(limited)).toContain('role-cannot-create');
});

test('what the author expects to fail is no error', () => {
  const refused = timeline(
    '{ at: 1s, create: f, expect: { error: InvalidParameterValueException } }',
  );
  const severities = (rest: string) => new Set(findingsOf(rest).map(({ severity }) => severity));
  for (const broken of [f(vpc('m', 'metal-web')), f6('d,a'), role(allow([DELETE]))]) {
    expect(severities(broken)).toContain('error');
    expect(severities(broken + refused)).not.toContain('error');
  }
  const failed = 'expect: [{ function: f, state: Failed }]\n';
  expect(severities(role(allow([CREATE, DELETE])) + failed)).not.toContain('error');
});

test('what does not fit at once is an error, what comes later may find room (LIMIT-1, LIMIT-2)', () => {
  const room = (text: string) =>
    findingsOf(text)
      .filter(({ rule }) => rule.startsWith('LIMIT'))
      .map(({ severity, where }) => [severity, where]);
  const three = functions(`f: ${vpc('c')}, g: ${vpc('c', 'jobs')}, h: ${vpc('c', 'x1')}`);
  const later = three + timeline('{ at: 1h, create: h }');
  const meant = `${three}expect: [{ at: 1h, function: h, state: Failed }]\n`;
  expect(room(three)).toEqual([['error', 'network.subnets.c']]);
  expect(room(later)).toEqual([['warning', 'network.subnets.c']]);
  expect(room(meant)).toEqual([['warning', 'network.subnets.c']]);
  const moved = `${three}${timeline('{ at: 1h, update: h, vpc: none }')}`;
  expect(room(moved)).toEqual([['error', 'network.subnets.c']]);
  const many = functions(`f: ${vpc('a,b')}, g: ${vpc('a,b,d', 'jobs')}`);
  const vpcId = 'network.vpcs.main';
  expect(room(many)).toEqual([['error', vpcId]]);
  expect(room(many + timeline('{ at: 1h, create: g }'))).toEqual([['warning', vpcId]]);
});

test('every finding that a scenario can have has a case', () => {
  const tested = new Set<string>(CASES.map(([id]) => id));
  const ofPolicies = ['for-all-values-unguarded', 'allows-or-together', 'vpc-key-never-present'];
  const ofPlans = [
    ...['half-configuration', 'malformed-id', 'vpcs-differ', 'older-quota-exceeded'],
    ...UNKNOWN_FINDINGS,
    // Scenarios say where a destination is, templates what a function refers to.
    ...['connection-blocked', 'mount-blocked', 'mount-target-missing', 'mount-target-later'],
    ...['quota-exceeded-while-replaced', 'subnet-too-small-while-replaced'],
  ];
  const elsewhere: string[] = [...ofPolicies, ...ofPlans];
  const missing = Object.keys(FINDINGS).filter((id) => !tested.has(id) && !elsewhere.includes(id));
  expect(missing).toEqual(['nat-in-private-subnet']);
});

test('the gravest come first, and many names are cut short', () => {
  const many = functions(['f', 'g', 'h', 'i', 'j'].map((id) => `${id}: ${vpc('p')}`).join(', '));
  const found = findingsOf(many);
  expect(found.map(({ severity }) => severity)).toEqual(['warning', 'info']);
  expect(found[0]!.subject).toBe('f, g, h and 2 more');
  expect(found[0]!.where).toBe('network.subnets.p');
});

test('a role of its own that nobody wrote is not spoken of', () => {
  expect(findingsOf(f(vpc('a,b')))).toEqual([]);
});
