import { describe, expect, test } from 'vitest';
import type { AccessRequest } from '../../src/access/evaluate.ts';
import { holds } from './documents.ts';

type Given = AccessRequest['context'][string] | undefined;
type Row = [operator: string, policy: unknown, given: Given, holds: boolean];

const MISSING = undefined;

function check([operator, policy, given, expected]: Row): void {
  const context = given === undefined ? {} : { 'X:Key': given };
  expect(holds({ [operator]: { 'x:kEY': policy } }, context)).toBe(expected);
}

const TEXT: Row[] = [
  ['StringEquals', 'a', 'a', true],
  ['StringEquals', 'a', 'A', false],
  ['StringEquals', ['a', 'b'], 'b', true],
  ['StringEquals', '*', 'a', false],
  ['StringEquals', '*', '*', true],
  ['StringEquals', 7, 7, true],
  ['StringEquals', true, true, true],
  ['StringEquals', '', '', true],
  ['StringEquals', 'a', MISSING, false],
  ['StringNotEquals', 'a', 'a', false],
  ['StringNotEquals', ['a', 'b'], 'c', true],
  ['StringNotEquals', ['a', 'b'], 'b', false],
  ['StringNotEquals', 'a', MISSING, true],
  ['StringEqualsIgnoreCase', 'aB', 'Ab', true],
  ['StringEqualsIgnoreCase', 'a?', 'ab', false],
  ['StringEqualsIgnoreCase', 'a', MISSING, false],
  ['StringNotEqualsIgnoreCase', 'aB', 'Ab', false],
  ['StringNotEqualsIgnoreCase', 'a', 'b', true],
  ['StringNotEqualsIgnoreCase', 'a', MISSING, true],
  ['StringLike', 'sub*-?', 'subnet-1', true],
  ['StringLike', 'sub*-?', 'subnet-12', false],
  ['StringLike', 'SUB*', 'subnet-1', false],
  ['StringLike', '*', '', true],
  ['StringLike', '*', MISSING, false],
  ['StringNotLike', 'sub*', 'subnet-1', false],
  ['StringNotLike', ['x*', 'y*'], 'subnet-1', true],
  ['StringNotLike', '*', MISSING, true],
];

const NUMBERS: Row[] = [
  ['NumericEquals', '10', 10, true],
  ['NumericEquals', 10, '10.0', true],
  ['NumericEquals', '10', 'ten', false],
  ['NumericEquals', '10', MISSING, false],
  ['NumericNotEquals', '10', 11, true],
  ['NumericNotEquals', '10', 10, false],
  ['NumericNotEquals', '10', MISSING, true],
  ['NumericLessThan', '10', 9.5, true],
  ['NumericLessThan', '10', 10, false],
  ['NumericLessThan', '10', '9', true],
  ['NumericLessThan', '10', MISSING, false],
  ['NumericLessThanEquals', '10', 10, true],
  ['NumericLessThanEquals', '10', 11, false],
  ['NumericLessThanEquals', '10', MISSING, false],
  ['NumericGreaterThan', '-1', 0, true],
  ['NumericGreaterThan', '0', 0, false],
  ['NumericGreaterThan', '0', MISSING, false],
  ['NumericGreaterThanEquals', '1e3', 1000, true],
  ['NumericGreaterThanEquals', '1e3', 999, false],
  ['NumericGreaterThanEquals', '0', MISSING, false],
];

const NOON = '2024-02-29T12:00:00Z';
const MOMENTS: Row[] = [
  ['DateEquals', NOON, '2024-02-29T13:30:00+01:30', true],
  ['DateEquals', '1709208000', NOON, true],
  ['DateEquals', '1970', '0', true],
  ['DateEquals', NOON, 'noon', false],
  ['DateEquals', NOON, MISSING, false],
  ['DateNotEquals', NOON, '2024-02-29', true],
  ['DateNotEquals', NOON, '2024-02-29T12:00Z', false],
  ['DateNotEquals', NOON, MISSING, true],
  ['DateLessThan', NOON, '2024-02-29T11:59:59.999Z', true],
  ['DateLessThan', NOON, NOON, false],
  ['DateLessThan', NOON, MISSING, false],
  ['DateLessThanEquals', NOON, NOON, true],
  ['DateLessThanEquals', NOON, '2024-03-01', false],
  ['DateLessThanEquals', NOON, MISSING, false],
  ['DateGreaterThan', '1999-12', '2000-01-01', true],
  ['DateGreaterThan', NOON, NOON, false],
  ['DateGreaterThan', NOON, MISSING, false],
  ['DateGreaterThanEquals', NOON, NOON, true],
  ['DateGreaterThanEquals', '2024', '2023-12-31T23:59:59Z', false],
  ['DateGreaterThanEquals', NOON, MISSING, false],
];

const OTHERS: Row[] = [
  ['Bool', 'true', true, true],
  ['Bool', false, 'False', true],
  ['Bool', 'true', 'yes', false],
  ['Bool', 'false', MISSING, false],
  ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ5', true],
  ['BinaryEquals', 'QmluYXJ5', 'qmluYXJ5', false],
  ['BinaryEquals', 'QmluYXJ5', MISSING, false],
  ['IpAddress', '203.0.113.0/24', '203.0.113.255', true],
  ['IpAddress', '203.0.113.0/25', '203.0.113.128', false],
  ['IpAddress', '203.0.113.7', '203.0.113.7', true],
  ['IpAddress', '0.0.0.0/0', '::1', false],
  ['IpAddress', '2001:DB8:1234:5678::/63', '2001:db8:1234:5679::1', true],
  ['IpAddress', ['10.0.0.0/8', '2001:db8::/32'], '2001:db9::', false],
  ['IpAddress', '2001:db8::1', '2001:db8::1', true],
  ['IpAddress', '10.0.0.0/16', '10.0.0.0/8', false],
  ['IpAddress', '10.0.0.0/8', 'somewhere', false],
  ['IpAddress', '10.0.0.0/8', MISSING, false],
  ['NotIpAddress', '10.0.0.0/8', '11.0.0.1', true],
  ['NotIpAddress', ['10.0.0.0/8', '11.0.0.0/8'], '11.0.0.1', false],
  ['NotIpAddress', '10.0.0.0/8', MISSING, true],
  ['Null', 'true', MISSING, true],
  ['Null', 'true', 'a', false],
  ['Null', 'false', 'a', true],
  ['Null', false, MISSING, false],
  ['Null', 'true', [], true],
  ['Null', 'true', '', false],
  ['Null', 'false', ['a'], true],
];

const STORE = 'arn:aws:svc:eu-west-1:999:store/abc:111:finance/a.txt';
const ARNS: Row[] = (['Equals', 'Like'] as const).flatMap((form): Row[] => [
  [`Arn${form}`, 'arn:aws:lambda:*:1*1:function:?o*', 'arn:aws:lambda:x:111:function:foo', true],
  [`Arn${form}`, 'arn:aws:svc:*:111:finance/*', STORE, false],
  [`Arn${form}`, 'arn:aws:svc:*:*:*', STORE, true],
  [`Arn${form}`, 'arn:aws:s3:::b', 'arn:aws:s3:::B', false],
  [`Arn${form}`, '*', 'not an arn', false],
  [`Arn${form}`, '*', STORE, true],
  [`Arn${form}`, '*', MISSING, false],
  [`ArnNot${form}`, 'arn:aws:svc:*:111:finance/*', STORE, true],
  [`ArnNot${form}`, ['arn:aws:s3:::*', 'arn:aws:svc:*:*:*'], STORE, false],
  [`ArnNot${form}`, '*', MISSING, true],
]);
ARNS.push(['StringLike', 'arn:aws:svc:*:111:finance/*', STORE, true]);

const SETS: Row[] = [
  ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'b'], true],
  ['ForAnyValue:StringEquals', ['a', 'b'], ['c'], false],
  ['ForAnyValue:StringEquals', 'a', [], false],
  ['ForAnyValue:StringEquals', 'a', MISSING, false],
  ['ForAnyValue:StringLike', 'a*', ['b', 'ab'], true],
  ['ForAnyValue:StringLike', '*', '', false],
  ['ForAnyValue:StringLike', '*', MISSING, false],
  ['ForAnyValue:StringNotEquals', ['a', 'b'], ['a', 'c'], true],
  ['ForAnyValue:StringNotEquals', ['a', 'b'], ['a', 'b'], false],
  ['ForAnyValue:StringNotEquals', 'a', MISSING, false],
  ['ForAllValues:StringEquals', ['a', 'b'], ['b', 'a'], true],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
  ['ForAllValues:StringEquals', 'a', [], true],
  ['ForAllValues:StringEquals', 'a', '', true],
  ['ForAllValues:StringEquals', 'a', MISSING, true],
  ['ForAllValues:StringNotLike', 'key1*', ['key2:audit', 'key1:hr'], false],
  ['ForAllValues:StringNotLike', 'key1*', ['key2:audit'], true],
  ['ForAllValues:StringNotLike', 'key1*', MISSING, true],
  ['ForAllValues:NumericLessThan', '5', ['1', '4'], true],
  ['ForAllValues:NumericLessThan', '5', ['1', '6'], false],
  ['ForAllValues:NumericLessThan', '5', MISSING, true],
  ['ForAnyValue:ArnLike', 'arn:aws:s3:::a*', ['arn:aws:s3:::b', 'arn:aws:s3:::ab'], true],
  ['ForAnyValue:ArnLike', 'arn:aws:s3:::a*', ['arn:aws:s3:::b'], false],
  ['ForAnyValue:ArnLike', 'arn:aws:s3:::a*', MISSING, false],
  ['ForAllValues:IpAddress', '10.0.0.0/8', ['10.1.1.1', '10.2.2.2'], true],
  ['ForAllValues:IpAddress', '10.0.0.0/8', ['10.1.1.1', '11.2.2.2'], false],
  ['ForAllValues:IpAddress', '10.0.0.0/8', MISSING, true],
];

const IF_EXISTS: Row[] = [
  ['StringEqualsIfExists', 'a', 'a', true],
  ['StringEqualsIfExists', 'a', 'b', false],
  ['StringEqualsIfExists', 'a', MISSING, true],
  ['StringNotEqualsIfExists', 'a', 'a', false],
  ['StringNotEqualsIfExists', 'a', MISSING, true],
  ['BoolIfExists', 'true', 'false', false],
  ['BoolIfExists', 'true', MISSING, true],
  ['ForAnyValue:StringEqualsIfExists', 'a', ['b'], false],
  ['ForAnyValue:StringEqualsIfExists', 'a', MISSING, true],
  ['ForAllValues:StringEqualsIfExists', 'a', ['a', 'b'], false],
  ['ForAllValues:StringEqualsIfExists', 'a', MISSING, true],
  ['ArnNotLikeIfExists', 'arn:aws:s3:::*', 'arn:aws:s3:::a', false],
  ['ArnNotLikeIfExists', 'arn:aws:s3:::*', MISSING, true],
];

/** Undocumented by AWS, assumed: one match is a match, and the negated twin its opposite. */
const LISTS_WITHOUT_SET: Row[] = [
  ['StringEquals', 'a', ['b', 'a'], true],
  ['StringNotEquals', 'a', ['b', 'a'], false],
  ['StringNotEquals', 'a', ['b', 'c'], true],
];

describe.each([
  ['text', TEXT],
  ['numbers', NUMBERS],
  ['dates', MOMENTS],
  ['booleans, bytes, addresses, absence', OTHERS],
  ['ARNs', ARNS],
  ['sets', SETS],
  ['IfExists', IF_EXISTS],
  ['lists without a set operator', LISTS_WITHOUT_SET],
])('IAM-3 operators on %s', (_name, rows) => {
  test.each(rows)('IAM-3: %s %j against %j: %j', (...row) => check(row));
});

test('IAM-3: every operator has a row for a missing key and two for a present one', () => {
  const rows = [TEXT, NUMBERS, MOMENTS, OTHERS, ARNS].flat();
  const names = new Set(rows.map(([name]) => name));
  expect(names.size).toBe(27);
  for (const name of names) {
    const mine = rows.filter(([other]) => other === name);
    expect(mine.length, name).toBeGreaterThanOrEqual(3);
    expect(
      mine.some(([, , given]) => given === MISSING),
      name,
    ).toBe(true);
  }
});

test('IAM-3: several operators and several keys must all hold', () => {
  const condition = { StringEquals: { 'a:x': '1', 'a:y': '2' }, Bool: { 'a:z': 'true' } };
  const context = { 'a:x': '1', 'a:y': '2', 'a:z': true };
  expect(holds(condition, context)).toBe(true);
  for (const key of ['a:x', 'a:y', 'a:z']) {
    expect(holds(condition, { ...context, [key]: 'other' })).toBe(false);
  }
});
