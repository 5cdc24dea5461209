import { expect, test } from 'vitest';
import { STATE_REASONS, TEXTS } from '../../src/evidence/texts.ts';

const KEYS = `pendingInvoke pendingDelete updateInProgress failedInvoke failedUpdate
  functionNotFound functionExists inactiveInvoke inactiveInvokeArtifact tooManySubnets
  tooManySecurityGroups oneListEmpty groupNotFound subnetNotFound groupsInOtherVpc
  subnetsInOtherVpc dedicatedTenancy notDualStack ipv6OnlySubnet roleNotAssumable roleLacksCreate
  ec2Throttled subnetHasDependency
  groupHasDependency vpcHasDependency eniInUse eniNotFound subnetGone groupGone vpcGone roleGone
  policyGone attachmentManaged eniGroupsFixed throttled429 callerDenied callerNotAllowed
  callerLacksGroups callerLacksSubnets callerLacksVpcs codeUnauthorized malformedSubnet
  malformedGroup revisionOutdated`.split(/\s+/);

const REASONS = `Creating Idle Restoring EniLimitExceeded InsufficientRolePermissions
  SubnetOutOfIPAddresses InvalidSubnet InvalidSecurityGroup InvalidConfiguration InternalError
  EC2RequestLimitExceeded`.split(/\s+/);

const PLACEHOLDERS = `function arn subnet group vpc eni state role list max pattern user action
  resource where groups subnets`.split(/\s+/);

const entries = Object.entries(TEXTS);

test('there is a text for exactly the refusals and reasons of the model', () => {
  expect(Object.keys(TEXTS).sort()).toEqual([...KEYS].sort());
  expect(Object.keys(STATE_REASONS).sort()).toEqual([...REASONS].sort());
});

test.each(entries)('%s: its placeholders are of the known set', (_key, { message }) => {
  for (const [, name] of message.matchAll(/\{(.*?)\}/g)) expect(PLACEHOLDERS).toContain(name);
  expect(message.replaceAll(/\{\w+\}/g, '')).not.toMatch(/[{}]/);
});

test.each(entries)('%s: its code and status go together', (_key, { code, httpStatus }) => {
  const expected: Record<string, number> = {
    ResourceConflictException: 409,
    CodeArtifactUserPendingException: 409,
    ResourceNotFoundException: 404,
    NoSuchEntity: 404,
    TooManyRequestsException: 429,
    ResourceNotReadyException: 502,
    AccessDeniedException: 403,
    UnauthorizedOperation: 403,
    PreconditionFailedException: 412,
  };
  expect(httpStatus).toBe(expected[code] ?? 400);
});

test('a call to a Pending function gets the documented text, word for word', () => {
  expect(TEXTS.pendingInvoke.message).toBe(
    'The operation cannot be performed at this time. ' +
      'The function is currently in the following state: Pending',
  );
});

test('an update during another names the function by its ARN', () => {
  expect(TEXTS.updateInProgress.message).toBe(
    'The operation cannot be performed at this time. ' +
      'An update is in progress for resource: {arn}',
  );
});

test('an Inactive function answers with the documented text, word for word', () => {
  expect(TEXTS.inactiveInvoke.message).toBe(
    'The function is inactive and its VPC connection is no longer available. ' +
      'Wait for the VPC connection to reestablish and try again.',
  );
});

test("EC2's own text for a missing subnet or group is the one inside Lambda's answer", () => {
  expect(TEXTS.subnetNotFound.message).toContain(TEXTS.subnetGone.code);
  expect(TEXTS.subnetNotFound.message).toContain(TEXTS.subnetGone.message);
  expect(TEXTS.groupNotFound.message).toContain(TEXTS.groupGone.code);
  expect(TEXTS.groupNotFound.message).toContain(TEXTS.groupGone.message);
});

test('both choices of the error that wakes a function have a text', () => {
  expect(TEXTS.inactiveInvoke.code).toBe('ResourceNotReadyException');
  expect(TEXTS.inactiveInvokeArtifact.code).toBe('CodeArtifactUserPendingException');
});

test('text that nobody published or saw is never called known', () => {
  const assumed = entries.filter(([, { confidence }]) => confidence === 'assumed');
  expect(assumed.map(([key]) => key).sort()).toEqual([
    'callerDenied',
    'callerLacksSubnets',
    'callerLacksVpcs',
    'callerNotAllowed',
    'codeUnauthorized',
    'dedicatedTenancy',
    'eniNotFound',
    'failedInvoke',
    'failedUpdate',
    'functionExists',
    'groupGone',
    'ipv6OnlySubnet',
    'notDualStack',
    'pendingDelete',
    'policyGone',
    'roleGone',
    'subnetGone',
    'subnetsInOtherVpc',
    'throttled429',
    'tooManySubnets',
    'vpcGone',
  ]);
});
