import { expect, test } from 'vitest';
import { type AccessRequest, evaluateAccess } from '../../src/access/evaluate.ts';
import { parsePolicy } from '../../src/access/parse.ts';
import { document, FUNCTION_ARN, statement } from './documents.ts';

const yes = document(statement('Allow', { Sid: 'Yes' }));
const no = document(statement('Deny', { Sid: 'No' }));
const other = document(statement('Allow', { Action: 'ec2:*' }));

function decide(more: Partial<AccessRequest>) {
  const request = { policies: [], action: 'lambda:CreateFunction', resource: FUNCTION_ARN };
  return evaluateAccess({ ...request, context: {}, ...more });
}

type Row = [what: string, access: Partial<AccessRequest>, decision: string, because: RegExp];
const ORDER: Row[] = [
  ['no policy', {}, 'implicitDeny', /^No statement allows lambda:CreateFunction on arn:/],
  ['an allow', { policies: [yes] }, 'allowed', /^Statement 'Yes' allows lambda:CreateFunction$/],
  ['a deny beside it', { policies: [yes, no] }, 'explicitDeny', /^Statement 'No' denies/],
  ['a deny in the SCP', { policies: [yes], scps: [yes, no] }, 'explicitDeny', /'No'/],
  ['a deny in the boundary', { policies: [yes], boundaries: [no] }, 'explicitDeny', /'No'/],
  ['an SCP that is silent', { policies: [yes], scps: [other] }, 'implicitDeny', /^No SCP allows/],
  ['one SCP of two that allows', { policies: [yes], scps: [other, yes] }, 'allowed', /'Yes'/],
  [
    'a boundary that is silent',
    { policies: [yes], boundaries: [yes, other] },
    'implicitDeny',
    /^Nothing in boundary 2 allows/,
  ],
  ['limits without a grant', { scps: [yes], boundaries: [yes] }, 'implicitDeny', /^No statement/],
  ['limits and a grant', { policies: [yes], scps: [yes], boundaries: [yes] }, 'allowed', /'Yes'/],
  ['empty lists of limits', { policies: [yes], scps: [], boundaries: [] }, 'allowed', /'Yes'/],
];

test.each(ORDER)('IAM-1: %s', (_what, access, decision, because) => {
  const answer = decide(access);
  expect(answer.decision).toBe(decision);
  expect(answer.because).toMatch(because);
});

test('IAM-1: the answer points at the statement, in policies, boundaries or SCPs', () => {
  const second = document(statement('Allow', { Action: 'ec2:*' }), statement('Allow'));
  expect(decide({ policies: [other, second] }).statement).toEqual({ policy: 1, index: 1 });
  expect(decide({ policies: [other, second] }).because).toBe(
    'Statement 2 of policy 2 allows lambda:CreateFunction',
  );
  expect(decide({ policies: [yes], scps: [yes, no] }).statement).toEqual({
    policy: 'scps[1]',
    index: 0,
    sid: 'No',
  });
  expect(decide({ policies: [yes], boundaries: [no] }).statement?.policy).toBe('boundaries[0]');
  expect(decide({ policies: [other] }).statement).toBeNull();
});

test('IAM-1: an implicit deny names the statement that came nearest, and what failed', () => {
  const Condition = { StringLike: { 'lambda:VpcIds': ['vpc-1', 'b', 'c', 'd'] } };
  const near = document(
    statement('Allow', { Resource: 'arn:aws:lambda:*:*:function:other' }),
    statement('Allow', { Sid: 'Near', Condition }),
    statement('Allow', { Sid: 'AsNear', Condition }),
  );
  expect(decide({ policies: [near], context: { 'lambda:VpcIds': 'vpc-3' } })).toEqual({
    decision: 'implicitDeny',
    because:
      `No statement allows lambda:CreateFunction on ${FUNCTION_ARN}; Statement 'Near' would: ` +
      'the condition StringLike on lambda:VpcIds fails because the request has "vpc-3" where ' +
      'the policy names "vpc-1", "b", "c" and 1 more',
    statement: { policy: 0, index: 1, sid: 'Near' },
  });
  const far = document(statement('Allow', { Resource: 'arn:aws:lambda:*:*:function:other' }));
  expect(decide({ policies: [far] }).because).toMatch(
    /; Statement 1 of policy 1 allows the action, but not on this resource$/,
  );
});

type Match = [element: object, action: string, resource: string, applies: boolean];
const MATCHES: Match[] = [
  [{ Action: 'LAMBDA:create*' }, 'lambda:CreateFunction', '*', true],
  [{ Action: 'lambda:?reateFunction' }, 'Lambda:CreateFunction', '*', true],
  [{ Action: 'lambda:Create' }, 'lambda:CreateFunction', '*', false],
  [{ NotAction: ['iam:*', 'lambda:*'] }, 'lambda:CreateFunction', '*', false],
  [{ NotAction: ['iam:*'] }, 'lambda:CreateFunction', '*', true],
  [{ Resource: 'arn:aws:s3:::Box/*' }, 's3:GetObject', 'arn:aws:s3:::Box/a/b', true],
  [{ Resource: 'arn:aws:s3:::Box/*' }, 's3:GetObject', 'arn:aws:s3:::box/a', false],
  [{ Resource: 'arn:aws:s3:::b?x' }, 's3:GetObject', 'arn:aws:s3:::box', true],
  [{ Resource: 'arn:aws:lambda:*' }, 'lambda:Invoke', FUNCTION_ARN, true],
  [{ Resource: 'arn:aws:*:checkout' }, 'lambda:Invoke', FUNCTION_ARN, true],
  [{ Resource: 'arn:aws:ec2:r:1:*' }, 'ec2:DescribeSubnets', '*', false],
  [{ NotResource: 'arn:aws:s3:::box' }, 's3:GetObject', 'arn:aws:s3:::box', false],
  [{ NotResource: ['arn:aws:s3:::box', 'arn:aws:s3:::b'] }, 's3:X', 'arn:aws:s3:::c', true],
];

test.each(MATCHES)('IAM-3: %j on %s, %s: %j', (element, action, resource, applies) => {
  const whole = {
    Effect: 'Allow',
    ...('NotAction' in element || 'Action' in element ? {} : { Action: '*' }),
    ...('NotResource' in element || 'Resource' in element ? {} : { Resource: '*' }),
    ...element,
  };
  const { decision } = decide({ policies: [document(whole)], action, resource });
  expect(decision).toBe(applies ? 'allowed' : 'implicitDeny');
});

test('IAM-3: keys of the request that differ only in case are one, the last one counts', () => {
  const Condition = { StringEquals: { 'a:b': '2' } };
  const policies = [document(statement('Allow', { Condition }))];
  expect(decide({ policies, context: { 'A:B': '1', 'a:b': '2' } }).decision).toBe('allowed');
  expect(decide({ policies, context: { 'a:b': '2', 'A:B': '1' } }).decision).toBe('implicitDeny');
});

test('IAM-7: a raw document with problems throws, and the message lists path and mend', () => {
  const broken = document(statement('Allow', { Condition: { StringEqual: { 'a:b': 'c' } } }));
  const call = () => decide({ policies: [yes], scps: [broken] });
  expect(call).toThrow(/SCP 1 is malformed/);
  expect(call).toThrow(/\nStatement\[0\]\.Condition\.StringEqual: .*Did you mean "StringEquals"/);
});

test('IAM-1: a parsed policy and its document decide alike, also after a copy through JSON', () => {
  const reading = parsePolicy(yes);
  if (!reading.ok) throw new Error('the document is sound');
  const copy = JSON.parse(JSON.stringify(reading.policy));
  expect(decide({ policies: [reading.policy] })).toEqual(decide({ policies: [yes] }));
  expect(decide({ policies: [copy] })).toEqual(decide({ policies: [yes] }));
});
