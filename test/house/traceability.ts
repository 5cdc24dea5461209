import type { RuleId } from '../../src/evidence/rules.ts';

/** One statement of AWS's page, in our own words, and where it lives here. */
export interface Row {
  says: string;
  rules?: readonly RuleId[];
  /** Files that carry it. */
  code?: readonly string[];
  /** A test file, and a text that stands in it: the name of a test or the id of its rule. */
  tests?: readonly [file: string, text: string][];
  /** Files in `scenarios/`. */
  scenarios?: readonly string[];
  /** What of it cannot be simulated, or is not, and why. */
  not?: string;
}

export interface Section {
  title: string;
  rows: readonly Row[];
}

const A_WAY_IN = 'The simulator begins at the call of the API, to which every way in leads.';
const ROLE_TEST = ['test/access/execution-role.test.ts', 'IAM-4'] as const;
const KEYS_TEST = ['test/access/vpc-conditions.test.ts', 'IAM-2'] as const;
const REACH_TEST = 'test/network/reach.test.ts';
const FINDING_TEST = 'test/findings/scenarios.test.ts';
const CALLER_TEST = 'test/findings/callers.test.ts';
const CONDITIONS = ['src/access/condition.ts', 'src/access/operators.ts'] as const;

const INTRODUCTION: Section = {
  title: 'What attaching is',
  rows: [
    {
      says: 'A VPC holds private resources such as instances, databases and caches; a function gets at them by being attached to the private subnets they are in.',
      rules: ['NET-2', 'SHARE-2'],
      code: ['src/network/ways.ts', 'src/model/pairings.ts'],
      tests: [
        [REACH_TEST, 'in the VPC'],
        ['test/model/sharing.test.ts', 'SHARE-2'],
      ],
      scenarios: ['no-internet-in-public-subnet.yaml'],
    },
    { says: 'One attaches a function by the console, the command line or SAM.', not: A_WAY_IN },
    {
      says: 'Every function runs in a VPC that Lambda owns, keeps up and never shows.',
      rules: ['NET-6'],
      code: ['src/network/reach.ts'],
      tests: [
        [REACH_TEST, 'NET-6'],
        ['test/run/reach.test.ts', 'NET-6'],
      ],
      scenarios: ['dual-stack-egress.yaml'],
    },
    {
      says: 'Attaching a function changes nothing in that VPC of Lambda.',
      rules: ['NET-6'],
      not: 'There is nothing to see: customers have no view of that VPC, so the simulator has none.',
    },
  ],
};

const PERMISSIONS: Section = {
  title: 'Permissions',
  rows: [
    {
      says: 'Lambda needs permission to create and manage the network interfaces through which a function reaches the VPC.',
      rules: ['IAM-4'],
      code: ['src/model/roles.ts', 'src/model/checks.ts'],
      tests: [['test/model/api.test.ts', 'IAM-4'], [...ROLE_TEST]],
      scenarios: ['role-removed-first.yaml'],
    },
    { says: 'These interfaces are called Hyperplane ENIs.', not: 'A name; it is used throughout.' },
    {
      says: 'The managed policy AWSLambdaVPCAccessExecutionRole holds all that the role needs.',
      rules: ['IAM-4'],
      code: ['src/evidence/managed-policies.ts', 'src/scenario/schema-roles.ts'],
      tests: [
        ['test/evidence/managed-policies.test.ts', 'AWSLambdaVPCAccessExecutionRole'],
        [...ROLE_TEST],
      ],
      scenarios: ['role-removed-first.yaml'],
    },
    { says: 'The console adds that policy to the role by itself.', not: A_WAY_IN },
    {
      says: 'A policy of one’s own must allow ec2:CreateNetworkInterface.',
      rules: ['IAM-4', 'API-2'],
      code: ['src/model/roles.ts', 'src/findings/roles.ts'],
      tests: [
        ['test/model/api.test.ts', 'IAM-4, P6'],
        [FINDING_TEST, 'role-cannot-create'],
        [FINDING_TEST, 'create-without-groups'],
      ],
      scenarios: ['role-limited.yaml'],
    },
    {
      says: 'It must allow ec2:DescribeNetworkInterfaces, which works on all resources only.',
      rules: ['IAM-4'],
      code: ['src/model/operations.ts', 'src/findings/roles.ts'],
      tests: [
        [...ROLE_TEST],
        [FINDING_TEST, 'describe-limited'],
        [FINDING_TEST, 'role-cannot-describe'],
      ],
      scenarios: ['role-limited.yaml'],
    },
    {
      says: 'It must allow ec2:DescribeSubnets.',
      rules: ['IAM-4'],
      code: ['src/findings/roles.ts'],
      tests: [[FINDING_TEST, 'role-lacks-newer-actions']],
      not: 'A role without it is a warning and nothing fails: AWS’s own policy lacked it until 2024.',
    },
    {
      says: 'It must allow ec2:DeleteNetworkInterface, on one resource or on all of them.',
      rules: ['ENI-4', 'IAM-4'],
      code: ['src/model/eni-life.ts', 'src/findings/roles.ts'],
      tests: [
        ['test/model/enis.test.ts', 'ENI-4'],
        [FINDING_TEST, 'role-cannot-delete'],
      ],
      scenarios: ['role-removed-first.yaml'],
      not: 'That a function may fail to reach its VPC over this is not simulated: what was seen is an interface that stays.',
    },
    {
      says: 'It must allow ec2:AssignPrivateIpAddresses and ec2:UnassignPrivateIpAddresses.',
      rules: ['IAM-4'],
      code: ['src/findings/roles.ts'],
      tests: [[FINDING_TEST, 'role-lacks-newer-actions']],
      not: 'A role without them is a warning and nothing fails: functions of older policies work on.',
    },
    {
      says: 'The role needs these permissions to create interfaces, not to be invoked; a function goes on working when they are taken away.',
      rules: ['IAM-4'],
      code: ['src/model/invoke.ts'],
      tests: [['test/model/api.test.ts', 'a role needs nothing to be invoked']],
    },
    {
      says: 'Who attaches a function must be allowed to describe security groups, subnets and VPCs.',
      rules: ['IAM-6'],
      code: ['src/model/roles.ts', 'src/model/checks.ts'],
      tests: [
        ['test/access/execution-role.test.ts', 'IAM-6'],
        ['test/cases/permissions.test.ts', 'IAM-6'],
      ],
    },
    {
      says: 'What the role allows for Lambda’s sake, the function’s own code may do as well.',
      rules: ['IAM-5'],
      code: ['src/findings/roles.ts'],
      tests: [
        ['test/model/access.test.ts', 'IAM-5'],
        [FINDING_TEST, 'own-code-may-manage'],
      ],
      scenarios: ['own-code-denied.yaml'],
    },
  ],
};

const ATTACHING: Section = {
  title: 'Attaching, and the internet',
  rows: [
    {
      says: 'Whoever attaches without the console, or an existing function, must have given the role its permissions before.',
      rules: ['IAM-4', 'API-1'],
      code: ['src/model/checks.ts', 'src/findings/roles.ts'],
      tests: [
        ['test/model/api.test.ts', 'API-1'],
        [FINDING_TEST, 'policy-after-create'],
      ],
      scenarios: ['permission-race.yaml'],
    },
    {
      says: 'Lambda does not attach to a VPC of dedicated tenancy.',
      rules: ['API-3'],
      code: ['src/model/checks.ts', 'src/findings/configs.ts'],
      tests: [
        ['test/model/api.test.ts', 'API-3'],
        [FINDING_TEST, 'dedicated-tenancy'],
      ],
      scenarios: ['dedicated-tenancy.yaml', 'dedicated-by-peering.yaml'],
    },
    {
      says: 'The way out is a second VPC of default tenancy that is peered with it.',
      rules: ['API-3', 'NET-2'],
      code: ['src/network/ways.ts'],
      tests: [[REACH_TEST, 'in a peered VPC']],
      scenarios: ['dedicated-by-peering.yaml'],
    },
    {
      says: 'A function that is not attached reaches the public internet.',
      rules: ['NET-6'],
      code: ['src/network/reach.ts'],
      tests: [
        [REACH_TEST, 'NET-6: outside every VPC'],
        ['test/run/reach.test.ts', 'NET-6'],
      ],
    },
    {
      says: 'Once attached it reaches what that VPC offers and nothing else.',
      rules: ['NET-1', 'NET-2'],
      code: ['src/network/ways.ts', 'src/run/reach.ts'],
      tests: [
        [REACH_TEST, 'NET-1: the internet'],
        [FINDING_TEST, 'no-way-out'],
      ],
      scenarios: ['no-internet-in-public-subnet.yaml', 'endpoint-instead-of-nat.yaml'],
    },
    {
      says: 'To give it the internet, the VPC itself must have a way there.',
      rules: ['NET-1'],
      code: ['src/network/ways.ts', 'src/findings/network.ts', 'src/findings/subnets.ts'],
      tests: [
        [REACH_TEST, 'through a NAT gateway'],
        [FINDING_TEST, 'public-subnet'],
        ['test/plan/network.test.ts', 'a public subnet (NET-1)'],
        [FINDING_TEST, 'NAT gateway in a private subnet'],
      ],
      scenarios: ['no-internet-in-public-subnet.yaml', 'endpoint-instead-of-nat.yaml'],
    },
  ],
};

const IPV6: Section = {
  title: 'IPv6',
  rows: [
    {
      says: 'A function can reach resources in dual-stack subnets over IPv6.',
      rules: ['NET-5'],
      code: ['src/network/reach.ts', 'src/network/ways.ts'],
      tests: [[REACH_TEST, 'NET-5: IPv6']],
      scenarios: ['dual-stack-egress.yaml'],
    },
    {
      says: 'That is off unless it is asked for, with Ipv6AllowedForDualStack.',
      rules: ['NET-5', 'API-4'],
      code: ['src/scenario/schema-network.ts', 'src/network/reach.ts'],
      tests: [[REACH_TEST, 'without the flag']],
      scenarios: ['dual-stack-egress.yaml'],
    },
    {
      says: 'All subnets of the function must be dual-stack.',
      rules: ['API-4', 'NET-5'],
      code: ['src/model/checks.ts', 'src/network/reach.ts', 'src/findings/configs.ts'],
      tests: [
        ['test/model/api.test.ts', 'API-4'],
        [REACH_TEST, 'when one subnet has IPv4 only'],
        [FINDING_TEST, 'not-dual-stack'],
      ],
      scenarios: ['dual-stack.yaml', 'dual-stack-egress.yaml'],
    },
    {
      says: 'IPv6-only subnets have no outbound IPv6.',
      rules: ['NET-5'],
      code: ['src/network/reach.ts', 'src/model/initial.ts', 'src/findings/configs.ts'],
      tests: [
        [REACH_TEST, 'from an IPv6-only subnet'],
        ['test/run/reach.test.ts', 'IPv6-only'],
      ],
    },
    {
      says: 'A function outside a VPC has no outbound IPv6.',
      rules: ['NET-5'],
      code: ['src/network/reach.ts'],
      tests: [[REACH_TEST, 'from outside every VPC']],
      scenarios: ['dual-stack-egress.yaml'],
    },
    {
      says: 'Nothing comes into Lambda by IPv6 through PrivateLink.',
      rules: ['NET-5'],
      code: ['src/network/ways.ts'],
      tests: [[REACH_TEST, 'Lambda’s own API through PrivateLink']],
    },
    {
      says: 'Code may open a socket to an IPv6 address itself, as an example in Python does.',
      rules: ['NET-5'],
      code: ['src/scenario/schema-destinations.ts'],
      tests: [[REACH_TEST, 'a database in the VPC']],
      not: 'No code is run: a function says with `destinations` what its code connects to.',
    },
  ],
};

const SECURITY: Section = {
  title: 'Good practice: security and performance',
  rows: [
    {
      says: 'A Deny with the function’s ARN as lambda:SourceFunctionArn keeps its code from the EC2 calls, and does not keep Lambda from them.',
      rules: ['IAM-5', 'IAM-3'],
      code: ['src/access/condition.ts', 'src/findings/roles.ts'],
      tests: [
        ['test/access/execution-role.test.ts', 'IAM-5'],
        [FINDING_TEST, 'own-code-may-manage'],
      ],
      scenarios: ['own-code-denied.yaml'],
    },
    {
      says: 'The example for it has a comma too many and is no valid JSON.',
      rules: ['IAM-7'],
      code: ['src/access/parse.ts', 'src/access/mend.ts'],
      tests: [
        ['test/access/parse.test.ts', 'IAM-7'],
        ['test/access/text.test.ts', 'comma'],
      ],
    },
    {
      says: 'Security groups control what a resource sends and receives.',
      rules: ['NET-4'],
      code: ['src/network/filters.ts'],
      tests: [
        [REACH_TEST, 'NET-4: groups and ACLs'],
        ['test/network/laws.test.ts', 'NET-4'],
      ],
      scenarios: ['endpoint-instead-of-nat.yaml'],
      not: 'Only outbound rules of the function’s groups count: nothing calls a function’s interface, and the groups of the resource it calls are not described.',
    },
    {
      says: 'Network ACLs control what goes into and out of a subnet.',
      rules: ['NET-4'],
      code: ['src/network/filters.ts', 'src/network/ports.ts', 'src/findings/filters.ts'],
      tests: [
        ['test/network/laws.test.ts', 'the share that ACLs let pass'],
        [FINDING_TEST, 'acl-blocks-answers'],
        ['test/plan/network.test.ts', 'an ACL that lets answers to some ports back (NET-4)'],
      ],
      scenarios: ['acl-blocks-ephemeral-ports.yaml'],
    },
    {
      says: 'Groups are enough for most subnets; ACLs are one more layer for those who want it.',
      not: 'Advice about taste: nothing follows from it that could be simulated.',
    },
    {
      says: 'When a function is attached, Lambda first looks for an interface that it can use.',
      rules: ['SHARE-5', 'SHARE-4'],
      code: ['src/model/pairings.ts'],
      tests: [
        ['test/model/sharing.test.ts', 'SHARE-5'],
        ['test/model/sharing.test.ts', 'SHARE-4'],
      ],
      scenarios: ['share-one-pairing.yaml'],
    },
    {
      says: 'An interface belongs to one combination of security groups and subnet.',
      rules: ['SHARE-1', 'SHARE-2'],
      code: ['src/model/pairings.ts'],
      tests: [
        ['test/model/sharing.test.ts', 'SHARE-1'],
        ['test/model/variants.test.ts', 'SHARE-1'],
      ],
      scenarios: ['overlapping-subnets.yaml'],
    },
    {
      says: 'Naming the same subnets and groups for another function lets both share, and no new interface is needed.',
      rules: ['SHARE-3'],
      code: ['src/model/pairings.ts', 'src/findings/sharing.ts'],
      tests: [
        ['test/model/sharing.test.ts', 'SHARE-3'],
        [FINDING_TEST, 'groups-not-shared'],
      ],
      scenarios: ['share-one-pairing.yaml', 'one-group-per-function.ts'],
    },
  ],
};

const INTERFACES: Section = {
  title: 'Hyperplane ENIs',
  rows: [
    {
      says: 'Lambda makes and manages these interfaces by itself.',
      rules: ['ENI-1', 'ENI-3'],
      code: ['src/model/enis.ts', 'src/model/eni-life.ts'],
      tests: [
        ['test/model/enis.test.ts', 'ENI-1'],
        ['test/model/enis.test.ts', 'ENI-3'],
      ],
      scenarios: ['slow-destroy.yaml'],
    },
    {
      says: 'One does not see them directly and need not configure them.',
      rules: ['ENI-5'],
      code: ['src/model/network.ts'],
      tests: [['test/model/enis-touched.test.ts', 'ENI-5']],
      scenarios: ['role-removed-first.yaml'],
      not: 'They do show in lists of EC2 and block deletes, which the page leaves out; that is simulated.',
    },
    {
      says: 'The first function with a combination of subnet and groups makes Lambda create the interface.',
      rules: ['SHARE-1', 'ENI-1', 'ENI-8'],
      code: ['src/model/pairings.ts', 'src/model/enis.ts'],
      tests: [['test/model/enis.test.ts', 'ENI-8']],
      scenarios: ['share-one-pairing.yaml'],
    },
    {
      says: 'Other functions of the account with that combination use it too.',
      rules: ['SHARE-3'],
      code: ['src/model/pairings.ts'],
      tests: [['test/model/sharing.test.ts', 'SHARE-3']],
      scenarios: ['share-one-pairing.yaml'],
    },
    {
      says: 'Lambda reuses what exists wherever it can.',
      rules: ['SHARE-5', 'SHARE-6'],
      code: ['src/model/pairings.ts'],
      tests: [['test/model/sharing.test.ts', 'SHARE-6']],
      scenarios: ['share-one-pairing.yaml'],
    },
    {
      says: 'One interface carries up to 65,000 connections.',
      rules: ['CAP-1'],
      code: ['src/load/ports.ts', 'src/evidence/parameters-limits.ts'],
      tests: [['test/load/capacity.test.ts', 'CAP-1']],
      scenarios: ['burst.yaml'],
    },
    {
      says: 'Beyond that Lambda adds interfaces by itself, after traffic and concurrency.',
      rules: ['CAP-3', 'CAP-4', 'CAP-5'],
      code: ['src/model/scaling.ts', 'src/load/eni-pool.ts'],
      tests: [['test/load/capacity.test.ts', 'CAP-3']],
      scenarios: ['burst.yaml'],
    },
    {
      says: 'A new function is Pending and cannot be invoked while its interface is made.',
      rules: ['STATE-1', 'STATE-3'],
      code: ['src/model/functions.ts', 'src/model/invoke.ts'],
      tests: [
        ['test/model/states.test.ts', 'STATE-1'],
        ['test/model/states.test.ts', 'STATE-3'],
      ],
      scenarios: ['call-too-early.yaml'],
    },
    {
      says: 'It becomes Active only when the interface is ready, which may take minutes.',
      rules: ['STATE-2', 'ENI-1'],
      code: ['src/model/operations.ts', 'src/evidence/parameters-life.ts'],
      tests: [['test/model/states.test.ts', 'STATE-2']],
      scenarios: ['call-too-early.yaml'],
    },
    {
      says: 'While an existing function is changed, no other operation on it is accepted, such as publishing or updating its code.',
      rules: ['STATE-6'],
      code: ['src/model/functions.ts'],
      tests: [['test/model/states.test.ts', 'STATE-6']],
      scenarios: ['call-too-early.yaml'],
    },
    {
      says: 'What was there before can be invoked meanwhile.',
      rules: ['STATE-5'],
      code: ['src/model/operations.ts'],
      tests: [['test/model/states.test.ts', 'STATE-5']],
      scenarios: ['update-under-traffic.yaml'],
    },
    {
      says: 'After 30 idle days Lambda takes back interfaces that nobody uses and makes the function idle.',
      rules: ['IDLE-1', 'IDLE-2'],
      code: ['src/model/idle.ts'],
      tests: [
        ['test/model/idle.test.ts', 'IDLE-1'],
        ['test/model/idle.test.ts', 'IDLE-2'],
      ],
      scenarios: ['idle-reclaim.yaml', 'shared-but-idle.yaml'],
    },
    {
      says: 'The next invocation fails, and the function is Pending until an interface is created or allocated.',
      rules: ['IDLE-3', 'IDLE-4'],
      code: ['src/model/invoke.ts'],
      tests: [['test/model/waking.test.ts', 'IDLE-3']],
      scenarios: ['idle-reclaim.yaml', 'wake-fails.yaml'],
    },
  ],
};

const CONDITION_KEYS: Section = {
  title: 'Condition keys',
  rows: [
    {
      says: 'Policies can require that functions be attached, and say to which VPCs, subnets and groups.',
      rules: ['IAM-2'],
      code: [...CONDITIONS],
      tests: [[...KEYS_TEST]],
      scenarios: ['vpc-only-organisation.yaml'],
    },
    {
      says: 'The keys are lambda:VpcIds, lambda:SubnetIds and lambda:SecurityGroupIds.',
      rules: ['IAM-2'],
      code: ['src/findings/callers.ts'],
      tests: [[...KEYS_TEST]],
    },
    {
      says: 'CreateFunction and UpdateFunctionConfiguration carry them.',
      rules: ['IAM-2'],
      code: ['src/findings/callers.ts'],
      tests: [[CALLER_TEST, 'an action that never carries it']],
    },
    {
      says: 'An update without a VPC configuration is fine for a function that has one already.',
      rules: ['IAM-2', 'STATE-7'],
      code: ['src/model/functions.ts'],
      tests: [
        ['test/model/states.test.ts', 'an update that says nothing of the VPC'],
        [...KEYS_TEST],
      ],
      scenarios: ['vpc-only-organisation.yaml'],
    },
    {
      says: 'The statement is added to the policies of a user or a role.',
      rules: ['IAM-1'],
      code: ['src/access/evaluate.ts'],
      tests: [['test/access/evaluate.test.ts', 'IAM-1']],
      scenarios: ['policies-of-the-page.ts'],
    },
    {
      says: 'A Deny with Null on lambda:VpcIds lets only attached functions be deployed.',
      rules: ['IAM-2', 'IAM-3'],
      code: [...CONDITIONS],
      tests: [['test/access/vpc-conditions.test.ts', 'EnforceVPCFunction']],
      scenarios: ['policies-of-the-page.ts', 'vpc-only-organisation.yaml'],
    },
    {
      says: 'The VPC’s id is no part of the request: Lambda finds it from subnets and groups.',
      rules: ['IAM-2'],
      code: ['src/model/roles.ts'],
      tests: [['test/access/vpc-conditions.test.ts', 'lambda:VpcIds']],
    },
    {
      says: 'A Deny with StringEquals on lambda:VpcIds keeps users out of VPCs.',
      rules: ['IAM-2', 'IAM-3'],
      code: [...CONDITIONS],
      tests: [['test/access/vpc-conditions.test.ts', 'EnforceOutOfVPC']],
      scenarios: ['policies-of-the-page.ts'],
    },
    {
      says: 'A Deny with ForAnyValue on lambda:SubnetIds keeps users out of subnets: one of them is enough.',
      rules: ['IAM-2', 'IAM-3'],
      code: [...CONDITIONS],
      tests: [['test/access/vpc-conditions.test.ts', 'D3 outside subnets']],
      scenarios: ['policies-of-the-page.ts'],
    },
    {
      says: 'The same on lambda:SecurityGroupIds keeps them from security groups.',
      rules: ['IAM-2', 'IAM-3'],
      code: [...CONDITIONS],
      tests: [['test/access/vpc-conditions.test.ts', 'D4 outside groups']],
      scenarios: ['policies-of-the-page.ts'],
    },
    {
      says: 'An Allow with StringEquals on lambda:VpcIds lets users deploy into these VPCs.',
      rules: ['IAM-2', 'IAM-3'],
      code: [...CONDITIONS],
      tests: [
        ['test/access/vpc-conditions.test.ts', 'A1 inside two VPCs'],
        [CALLER_TEST, 'three Allow statements'],
      ],
      scenarios: ['policies-of-the-page.ts'],
    },
    {
      says: 'An Allow with ForAllValues on lambda:SubnetIds is meant to let them into these subnets only.',
      rules: ['IAM-2', 'IAM-3'],
      code: ['src/access/condition.ts', 'src/findings/callers.ts'],
      tests: [
        ['test/access/vpc-conditions.test.ts', 'A2 inside subnets'],
        [CALLER_TEST, 'subnets by ForAllValues'],
      ],
      scenarios: ['policies-of-the-page.ts'],
      not: 'It also lets functions without a VPC through; the finding says so, the page does not.',
    },
    {
      says: 'The same on lambda:SecurityGroupIds is meant to let them use these groups only.',
      rules: ['IAM-2', 'IAM-3'],
      code: ['src/access/condition.ts', 'src/findings/callers.ts'],
      tests: [
        ['test/access/vpc-conditions.test.ts', 'A3 inside groups'],
        [CALLER_TEST, 'as on AWS’s page'],
      ],
      scenarios: ['policies-of-the-page.ts'],
    },
    {
      says: 'Several of the examples lack brackets or begin in the middle of a list.',
      rules: ['IAM-7'],
      code: ['src/access/parse.ts', 'src/access/mend.ts', 'src/cli/policy.ts'],
      tests: [
        ['test/access/parse.test.ts', 'IAM-7'],
        ['test/cli/fix.test.ts', '--fix'],
      ],
    },
    {
      says: 'Tutorials show functions that use resources of a VPC.',
      not: 'They are a list of links.',
    },
  ],
};

/**
 * Every statement of AWS's page on functions in a VPC (the edition with 30 idle days), in its order.
 */
export const TRACED: readonly Section[] = [
  INTRODUCTION,
  PERMISSIONS,
  ATTACHING,
  IPV6,
  SECURITY,
  INTERFACES,
  CONDITION_KEYS,
];
