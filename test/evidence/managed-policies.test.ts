import { expect, test } from 'vitest';
import { MANAGED_POLICIES } from '../../src/evidence/managed-policies.ts';

function actionsOf(name: keyof typeof MANAGED_POLICIES, version: string): readonly string[] {
  const found = MANAGED_POLICIES[name].find((each) => each.version === version);
  return found!.document.Statement.flatMap(({ Action }) => Action);
}

/** What the guide lists for a role that attaches a function to a VPC. */
const NEEDED = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

function missing(name: keyof typeof MANAGED_POLICIES, version: string): string[] {
  return NEEDED.filter((action) => !actionsOf(name, version).includes(action));
}

test('versions stand in the order of their dates, the newest last', () => {
  for (const versions of Object.values(MANAGED_POLICIES)) {
    const dates = versions.map(({ createdOn }) => createdOn);
    expect(dates).toEqual([...dates].sort());
    for (const date of dates) expect(new Date(date).toISOString()).toMatch(new RegExp(`^${date}T`));
  }
});

test('each version of the policy for VPC access adds to the one before', () => {
  const role = 'AWSLambdaVPCAccessExecutionRole';
  expect(actionsOf(role, 'v1')).toHaveLength(6);
  expect(missing(role, 'v1')).toEqual([
    'ec2:DescribeSubnets',
    'ec2:AssignPrivateIpAddresses',
    'ec2:UnassignPrivateIpAddresses',
  ]);
  expect(missing(role, 'v2')).toEqual(['ec2:DescribeSubnets']);
  expect(missing(role, 'v3')).toEqual([]);
  expect(actionsOf(role, 'v3')).toHaveLength(9);
});

test('the policy for interfaces writes no logs and cannot describe subnets', () => {
  const actions = actionsOf('AWSLambdaENIManagementAccess', 'v2');
  expect(actions.every((action) => action.startsWith('ec2:'))).toBe(true);
  expect(missing('AWSLambdaENIManagementAccess', 'v2')).toEqual(['ec2:DescribeSubnets']);
});

test('the basic policy writes logs and nothing else', () => {
  const actions = actionsOf('AWSLambdaBasicExecutionRole', 'v1');
  expect(actions).toHaveLength(3);
  expect(actions.every((action) => action.startsWith('logs:'))).toBe(true);
});

test('no managed policy lets a role detach an interface', () => {
  for (const { document } of Object.values(MANAGED_POLICIES).flat()) {
    expect(document.Statement.flatMap(({ Action }) => Action)).not.toContain(
      'ec2:DetachNetworkInterface',
    );
  }
});
