import { expect, test } from 'vitest';
import { parsePolicy } from '../../src/access/parse.ts';
import { document, statement, variable } from './documents.ts';

const conditioned = (Condition: unknown) => document(statement('Allow', { Condition }));
const stringEquals = (values: unknown) => conditioned({ StringEquals: { 'a:b': values } });
const resource = (Resource: unknown) => document(statement('Allow', { Resource }));
const VALUE = 'Statement[0].Condition.StringEquals["a:b"]';

type Row = [what: string, value: unknown, path: string, said: RegExp];
const REFUSED: Row[] = [
  ['a text', '{"Statement": []}', '', /Parse the JSON text first/],
  ['nothing', null, '', /JSON object/],
  ['a list', [], '', /JSON object/],
  ['no Statement', {}, 'Statement', /no Statement/],
  ['an empty Statement', { Statement: [] }, 'Statement', /at least one/],
  ['a statement that is no object', { Statement: ['x'] }, 'Statement[0]', /object/],
  ['an odd Version', { ...document(statement('Deny')), Version: '2012-10-18' }, 'Version', /2012/],
  ['an Id that is no text', { ...document(statement('Deny')), Id: 7 }, 'Id', /quotes/],
  ['a misspelled element', { Statment: [] }, 'Statment', /Did you mean "Statement"/],
  [
    'a Principal',
    document(statement('Allow', { Principal: '*' })),
    'Statement[0].Principal',
    /resource-based/,
  ],
  [
    'an element of another tongue',
    document(statement('Allow', { Wirkung: 1 })),
    'Statement[0].Wirkung',
    /Known here: Sid, Effect/,
  ],
  ['an effect in lower case', document({ Effect: 'allow' }), 'Statement[0].Effect', /"Allow"\?/],
  ['no effect', document({ Action: '*', Resource: '*' }), 'Statement[0].Effect', /missing/],
  [
    'a Sid with a blank',
    document(statement('Allow', { Sid: 'my sid' })),
    'Statement[0].Sid',
    /letters and digits/,
  ],
  [
    'the same Sid twice',
    document(statement('Allow', { Sid: 'A' }), statement('Deny', { Sid: 'A' })),
    'Statement[1].Sid',
    /twice/,
  ],
  [
    'neither Action nor NotAction',
    document({ Effect: 'Deny', Resource: '*' }),
    'Statement[0].Action',
    /neither/,
  ],
  [
    'both Resource and NotResource',
    document(statement('Allow', { NotResource: '*' })),
    'Statement[0].Resource',
    /both/,
  ],
  [
    'no action in the list',
    document(statement('Allow', { Action: [] })),
    'Statement[0].Action',
    /empty/,
  ],
  [
    'an action without a service',
    document(statement('Allow', { Action: ['a:b', 'CreateFunction'] })),
    'Statement[0].Action[1]',
    /service:Name/,
  ],
  [
    'a number as action',
    document(statement('Allow', { Action: 7 })),
    'Statement[0].Action',
    /text/,
  ],
  ['a resource that is no ARN', resource('my-function'), 'Statement[0].Resource', /ARN/],
  ['an ARN of four fields', resource('arn:aws:s3:x'), 'Statement[0].Resource', /six fields/],
  [
    'a variable for the account',
    resource(`arn:aws:iam::${variable('aws:PrincipalAccount')}:role/x`),
    'Statement[0].Resource',
    /fifth colon/,
  ],
  ['a condition that is a list', conditioned([]), 'Statement[0].Condition', /object/],
  [
    'a misspelled operator',
    conditioned({ StringEqual: { 'a:b': 'c' } }),
    'Statement[0].Condition.StringEqual',
    /Did you mean "StringEquals"/,
  ],
  [
    'a misspelled set operator',
    conditioned({ 'ForAnyValues:StringLike': { 'a:b': 'c' } }),
    'Statement[0].Condition["ForAnyValues:StringLike"]',
    /Did you mean "ForAnyValue:StringLike"/,
  ],
  [
    'Null with IfExists',
    conditioned({ NullIfExists: { 'a:b': 'true' } }),
    'Statement[0].Condition.NullIfExists',
    /not a condition operator/,
  ],
  [
    'Null with a set operator',
    conditioned({ 'ForAnyValue:Null': { 'a:b': 'true' } }),
    'Statement[0].Condition["ForAnyValue:Null"]',
    /not a condition operator/,
  ],
  [
    'an operator far from all',
    conditioned({ frobnicate: {} }),
    'Statement[0].Condition.frobnicate',
    /such as/,
  ],
  [
    'an operator without keys',
    conditioned({ Bool: {} }),
    'Statement[0].Condition.Bool',
    /always hold/,
  ],
  ['an operator with a text', conditioned({ Bool: 'x' }), 'Statement[0].Condition.Bool', /object/],
  ['no value', stringEquals([]), VALUE, /empty/],
  ['a null value', stringEquals(['c', null]), `${VALUE}[1]`, /text, number or boolean/],
  ['an object as value', stringEquals({}), VALUE, /text, number or boolean/],
  ['an empty variable', stringEquals(variable('')), VALUE, /not a policy variable/],
  ['a default without a comma', stringEquals(variable("a 'b'")), VALUE, /not a policy variable/],
  ['words for a number', condition('NumericEquals', 'ten'), at('NumericEquals'), /number/],
  [
    'a date without its zone',
    condition('DateEquals', '2024-01-01T00:00:00'),
    at('DateEquals'),
    /zone/,
  ],
  ['a day that never was', condition('DateEquals', '2023-02-29'), at('DateEquals'), /date/],
  [
    'an hour that never was',
    condition('DateEquals', '2023-02-28T24:00Z'),
    at('DateEquals'),
    /date/,
  ],
  ['a block too narrow', condition('IpAddress', '10.0.0.0/33'), at('IpAddress'), /CIDR/],
  ['base64 cut short', condition('BinaryEquals', 'QmF'), at('BinaryEquals'), /base64/],
  ['a boolean that is none', condition('Bool', 'yes'), at('Bool'), /"true" or "false"/],
  ['a Null of something else', condition('Null', 'x'), at('Null'), /absent/],
  ['half an ARN', condition('ArnLike', 'arn:aws:s3'), at('ArnLike'), /six fields/],
];

function condition(operator: string, value: string): Record<string, unknown> {
  return conditioned({ [operator]: { 'a:b': value } });
}

function digits(length: number): string[] {
  return Array.from({ length }, (_, i) => String(i));
}

function at(operator: string): string {
  return `Statement[0].Condition.${operator}["a:b"]`;
}

test.each(REFUSED)('IAM-7: %s is a problem with a path and a mend', (_what, value, path, said) => {
  const reading = parsePolicy(value);
  const problems = reading.ok ? [] : reading.problems;
  const mine = problems.find((problem) => problem.path === path);
  expect(mine, JSON.stringify(problems)).toBeDefined();
  expect(`${mine?.message}. ${mine?.mend}`).toMatch(said);
});

test('IAM-7: all problems of a document are told at once', () => {
  const reading = parsePolicy(document({ Effekt: 'Allow', Action: 'x', NotResource: [] }));
  expect(reading.ok ? [] : reading.problems.map(({ path }) => path)).toEqual([
    'Statement[0].Effekt',
    'Statement[0].Effect',
    'Statement[0].Action',
    'Statement[0].NotResource',
  ]);
});

test('IAM-7: texts and lists, one statement and several read the same', () => {
  const one = statement('Allow', { Action: 'a:b', Resource: '*' });
  const listed = statement('Allow', { Action: ['a:b'], Resource: ['*'] });
  expect(parsePolicy({ Statement: one })).toEqual(parsePolicy({ Statement: [listed] }));
});

test('IAM-7: the path of a lone statement has no index, as in the document', () => {
  const reading = parsePolicy({ Statement: { ...statement('Allow'), Effect: 'Permit' } });
  expect(reading.ok ? [] : reading.problems[0]?.path).toBe('Statement.Effect');
});

test.each([
  [
    'an empty Sid in each statement',
    document(statement('Allow', { Sid: '' }), statement('Deny', { Sid: '' })),
  ],
  ['an empty Condition', conditioned({})],
  ['a star that ends an ARN early', resource('arn:aws:ec2:*')],
  [
    'a variable in 2008, where it is text',
    { Statement: statement('Allow', { Resource: `arn:aws:${variable('x')}:::b` }) },
  ],
])('IAM-7: %s is accepted', (_what, value) => {
  expect(parsePolicy(value)).toMatchObject({ ok: true });
});

test.each([
  ['statementsMax', document(...Array.from({ length: 1_001 }, () => statement('Allow')))],
  ['valuesMax', conditioned({ StringEquals: { 'a:b': digits(9_999), 'a:c': 'x', 'a:d': 'y' } })],
  ['charactersPerValueMax', stringEquals('x'.repeat(10_241))],
])('IAM-7: the limit %s is named, once, by whoever passes it', (limit, value) => {
  const reading = parsePolicy(value);
  const problems = reading.ok ? [] : reading.problems;
  expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining(limit)]);
});

test('IAM-7: the reading of a hopeless document ends at problemsMax, and says so', () => {
  const operators = Array.from({ length: 1_000 }, (_, i) => [`StringEqual${i}`, {}]);
  const hopeless = statement('Allow', { Condition: Object.fromEntries(operators) });
  const reading = parsePolicy(document(...Array.from({ length: 1_000 }, () => hopeless)));
  const problems = reading.ok ? [] : reading.problems;
  expect(problems).toHaveLength(101);
  expect(problems.at(-1)?.message).toMatch(/problemsMax \(100\)/);
});

test('IAM-7: a document at its limits is accepted', () => {
  const many = Array.from({ length: 999 }, () => statement('Allow'));
  const values = Array.from({ length: 10_000 - 2 * 1000 }, String);
  const last = statement('Deny', { Condition: { StringEquals: { 'a:b': values } } });
  expect(parsePolicy(document(...many, last)).ok).toBe(true);
});

test('IAM-7: a parsed policy is plain JSON', () => {
  const reading = parsePolicy(stringEquals(['a*', variable('a:c')]));
  expect(JSON.parse(JSON.stringify(reading))).toEqual(reading);
});
