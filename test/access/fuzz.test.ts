import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { type AccessRequest, evaluateAccess } from '../../src/access/evaluate.ts';
import { POLICY_LIMITS } from '../../src/access/policy.ts';
import { looksLikePolicy, readPolicyText } from '../../src/access/text.ts';
import { fuzzRuns } from '../fuzz-runs.ts';
import { document, FUNCTION_ARN, statement, variable } from './documents.ts';

// A hundred thousand runs take a while.
vi.setConfig({ testTimeout: 3_600_000 });

const vpcs = { 'lambda:VpcIds': ['vpc-1', 'vpc-2'] };

/** Sound policies with all that a policy can have. */
const SEEDS = [
  document(statement('Allow')),
  document(
    statement('Allow', { Sid: 'One', Action: ['lambda:*', 'ec2:Describe*'] }),
    statement('Deny', { Sid: 'Two', Condition: { Null: { 'lambda:VpcIds': 'true' } } }),
  ),
  document({
    Effect: 'Deny',
    NotAction: 'iam:*',
    NotResource: ['arn:aws:s3:::box/*', `arn:aws:s3:::${variable('aws:username')}/*`],
    Condition: {
      'ForAllValues:StringLikeIfExists': { ...vpcs, 'aws:TagKeys': ['a*', variable('*')] },
      NumericLessThan: { 'a:n': 3 },
      DateGreaterThan: { 'aws:CurrentTime': '2026-11-01T00:00:00Z' },
      IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '2001:db8::/32'] },
      ArnEquals: { 'lambda:SourceFunctionArn': FUNCTION_ARN },
      BinaryEquals: { 'a:b': 'QQ==' },
      Bool: { 'aws:SecureTransport': true },
    },
  }),
].flatMap((policy) => [JSON.stringify(policy), JSON.stringify(policy, null, 2)]);

const PIECES = [
  ...['{', '}', '[', ']', ',', ':', '"', "'", '\\', '\\u', '/*', '//', '*/', '\n', '\t', '\0'],
  ...['null', 'true', '-', '1e999', '"Effect":', '"Statement"', '"*"', '*', '?', variable('a:b')],
  ...['"__proto__":', '"constructor":', '\uFEFF', '\uD800', '\u00A0', '\u2028', 'ForAnyValue:'],
  ...['StringEquals', '::/0', '${', '}', '[[[[[[[[', '{"a":{"a":{"a":{"a":'],
];

interface Mutation {
  at: number;
  cut: number;
  piece: string;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.oneof(fc.integer({ min: 0, max: 6 }), fc.nat(200)),
  piece: fc.oneof(
    fc.constantFrom('', ...PIECES),
    fc.string({ maxLength: 4, unit: 'binary' }),
    fc.tuple(fc.constantFrom(...PIECES), fc.nat(60)).map(([piece, n]) => piece.repeat(n)),
  ),
});

function mutated(text: string, { at, cut, piece }: Mutation): string {
  const offset = Math.floor(at * text.length);
  return text.slice(0, offset) + piece + text.slice(offset + cut);
}

const changes = fc.array(mutation, { minLength: 1, maxLength: 5 });
const broken = fc
  .tuple(fc.constantFrom(...SEEDS), changes)
  .map(([text, mutations]) => mutations.reduce(mutated, text));
const soup = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((all) => all.join(''));
const noise = fc.string({ unit: 'binary', maxLength: 200 });
const anyText = fc.oneof(
  { weight: 8, arbitrary: broken },
  { weight: 2, arbitrary: soup },
  { weight: 1, arbitrary: noise },
);

const REQUEST: Omit<AccessRequest, 'policies'> = {
  action: 'lambda:CreateFunction',
  resource: FUNCTION_ARN,
  context: { 'lambda:VpcIds': 'vpc-1', 'aws:SourceIp': '10.0.0.1', 'a:n': '3' },
};

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What is wrong with the reading of a text; null: nothing. One `expect` for each would be slow. */
function faultOf(text: string): string | null {
  looksLikePolicy(text);
  const reading = readPolicyText(text);
  if (reading.ok) {
    const { because } = evaluateAccess({ ...REQUEST, policies: [reading.policy] });
    return isJson(text) && because !== '' ? null : 'it is taken for sound';
  }
  const { problems, mended } = reading;
  if (problems.length === 0 || problems.length > POLICY_LIMITS.problemsMax + 1) return 'count';
  const lines = text.split('\n');
  for (const { line, column, message, mend } of problems) {
    if (column < 1 || column > lines[line - 1]!.length + 1) return `place ${line}:${column}`;
    const isOdd = /\[object |undefined|\n {4}at /.test(message);
    if (isOdd || message === '' || mend === '') return `sentence: ${message}`;
  }
  if (mended === null) return null;
  if (!readPolicyText(mended).ok) return 'what is offered as mended is not sound';
  const isAlone = problems[0]!.message.includes('stands alone');
  return isJson(text) && !isAlone ? 'it is mended without need' : null;
}

test('IAM-7: random and mutated policy texts are read or told what is wrong, and never throw', () => {
  const isSound = (text: string) => {
    const fault = faultOf(text);
    if (fault !== null) throw new Error(fault);
  };
  fc.assert(fc.property(anyText, isSound), { numRuns: fuzzRuns(5_000) });
});

test('IAM-7: text that is cut off anywhere is mended to a sound policy, or not at all', () => {
  for (const text of SEEDS) {
    const faults = Array.from(text, (_, end) => faultOf(text.slice(0, end)));
    expect(faults.filter((fault) => fault !== null)).toEqual([]);
  }
});

test.each([
  ['a nest of brackets', '['.repeat(900_000)],
  ['a nest of objects', '{"a":'.repeat(180_000)],
  ['a million commas', ','.repeat(1_000_000)],
  ['one long text', `"${'x'.repeat(999_990)}"`],
  ['one long text without an end', `"${'\\'.repeat(999_990)}`],
  ['a comment without an end', `/*${'*'.repeat(999_990)}`],
  ['many keys', `{${Array.from({ length: 60_000 }, (_, n) => `"k${n}":1`).join()}}`],
  ['many statements', `{"Statement":[${'{"Effect":"Alow"},'.repeat(50_000)}{}]}`],
  ['more than a million', ' '.repeat(1_000_001)],
  ['blanks', ' '.repeat(1_000_000)],
  ['lines', '\n'.repeat(1_000_000)],
])('IAM-7: %s is refused in few words', (_what, text) => {
  const reading = readPolicyText(text);
  if (reading.ok) throw new Error('it is no policy');
  expect(JSON.stringify(reading.problems).length).toBeLessThan(100_000);
});
