import { expect, test } from 'vitest';
import { evaluateAccess } from '../../src/access/evaluate.ts';
import { document, holds, statement, variable } from './documents.ts';

const NAME = variable('aws:username');
const tag = variable("aws:PrincipalTag/cost center, 'none'");

type Row = [what: string, operator: string, value: string, given: string, expected: boolean];
const ROWS: Row[] = [
  ['the value of the key', 'StringEquals', `home/${NAME}`, 'home/ana', true],
  ['a key in another case', 'StringEquals', variable('AWS:UserName'), 'ana', true],
  ['another value', 'StringEquals', `home/${NAME}`, 'home/bob', false],
  ['wildcards around it', 'StringLike', `*/${NAME}/*`, 'home/ana/x', true],
  ['case ignored', 'StringEqualsIgnoreCase', NAME, 'ANA', true],
  ['an ARN field', 'ArnLike', `arn:aws:iam::1:user/${NAME}`, 'arn:aws:iam::1:user/ana', true],
  ['a boolean', 'Bool', variable('aws:SecureTransport'), 'true', true],
  ['a default where the key is missing', 'StringEquals', tag, 'none', true],
  ['a star as a plain letter', 'StringLike', `a${variable('*')}`, 'a*', true],
  ['a star that is no wildcard', 'StringLike', `a${variable('*')}`, 'ab', false],
  ['a question mark', 'StringLike', variable('?'), 'a', false],
  ['a dollar', 'StringEquals', `${variable('$')}{x}`, variable('x'), true],
  ['an open brace that never closes', 'StringEquals', '$'.concat('{x'), '$'.concat('{x'), true],
  ['a wildcard in the value given', 'StringLike', variable('aws:star'), 'anything', false],
  ['a key that is missing', 'StringEquals', variable('aws:nobody'), '', false],
  ['a missing key under a negation', 'StringNotEquals', variable('aws:nobody'), 'x', false],
  ['a list, which AWS does not take', 'StringLike', variable('aws:list'), 'one', false],
];

test.each(ROWS)('IAM-3: a policy variable: %s', (_what, operator, value, given, expected) => {
  const context = {
    'aws:username': 'ana',
    'aws:SecureTransport': true,
    'aws:star': '*',
    'aws:list': ['one'],
    'x:given': given,
  };
  expect(holds({ [operator]: { 'x:given': value } }, context)).toBe(expected);
});

function reads(policy: Record<string, unknown>, resource: string, context = {}): string {
  const request = { policies: [policy], action: 's3:GetObject', resource, context };
  return evaluateAccess(request).decision;
}

test('IAM-3: variables fill in the last field of a resource', () => {
  const policy = document(statement('Allow', { Resource: `arn:aws:s3:::b/${NAME}/*` }));
  expect(reads(policy, 'arn:aws:s3:::b/ana/x', { 'aws:username': 'ana' })).toBe('allowed');
  expect(reads(policy, 'arn:aws:s3:::b/bob/x', { 'aws:username': 'ana' })).toBe('implicitDeny');
  expect(reads(policy, 'arn:aws:s3:::b/bob/x')).toBe('implicitDeny');
});

test('IAM-3: an unfilled variable under NotResource grants nothing', () => {
  const mine = { Effect: 'Allow', Action: '*', NotResource: `arn:aws:s3:::b/${NAME}/*` };
  const here = 'arn:aws:s3:::b/ana/x';
  expect(reads(document(mine), here, { 'aws:username': 'bob' })).toBe('allowed');
  expect(reads(document(mine), here)).toBe('implicitDeny');
});

test('IAM-3: before Version 2012-10-17 a variable is plain text', () => {
  const condition = { StringEquals: { 'x:given': NAME } };
  const old = { Statement: [statement('Allow', { Condition: condition })] };
  const context = { 'aws:username': 'ana', 'x:given': NAME };
  expect(reads(old, '*', context)).toBe('allowed');
  expect(reads({ ...old, Version: '2008-10-17' }, '*', context)).toBe('allowed');
  expect(reads({ ...old, Version: '2012-10-17' }, '*', context)).toBe('implicitDeny');
});

test('IAM-3: a list given last under another case leaves no value to fill in', () => {
  const condition = { StringEquals: { 'x:given': NAME } };
  const context = { 'x:given': 'ana', 'AWS:USERNAME': 'ana' };
  expect(holds(condition, context)).toBe(true);
  expect(holds(condition, { ...context, 'aws:username': ['ana'] })).toBe(false);
});
