import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AccessRequest, evaluateAccess } from '../../src/access/evaluate.ts';
import { parsePolicy } from '../../src/access/parse.ts';
import { compilePattern, fillIn, matchCodes } from '../../src/access/pattern.ts';
import { readMoment } from '../../src/access/values.ts';
import { document, holds, statement, variable } from './documents.ts';

/** Few names, so that policies and requests often meet. */
const word = fc.constantFrom('a', 'b', 'ab', '', 'A', '10', 'true', '10.0.0.1', 'arn:x:y:::z');
const glob = fc.oneof(word, fc.constantFrom('*', 'a*', '?', variable('k:x'), variable('*')));
const key = fc.constantFrom('k:x', 'K:X', 'k:y', 'k:z');
const set = fc.constantFrom('', 'ForAnyValue:', 'ForAllValues:');
const PATTERNED = [
  'Equals',
  'NotEquals',
  'EqualsIgnoreCase',
  'NotEqualsIgnoreCase',
  'Like',
  'NotLike',
];
const PLAIN: Record<string, fc.Arbitrary<string>> = {
  ...Object.fromEntries(PATTERNED.map((name) => [`String${name}`, glob])),
  NumericEquals: fc.constantFrom('10', '1'),
  NumericNotEquals: fc.constantFrom('10', '1'),
  NumericLessThan: fc.constantFrom('10', '11'),
  DateGreaterThan: fc.constantFrom('1970', '5'),
  Bool: fc.constantFrom('true', 'false'),
  BinaryEquals: fc.constantFrom('', 'QQ=='),
  IpAddress: fc.constantFrom('10.0.0.0/8', '::/0'),
  NotIpAddress: fc.constantFrom('10.0.0.0/8', '::/0'),
  ArnLike: fc.constantFrom('*', 'arn:x:*:::z'),
  ArnNotEquals: fc.constantFrom('*', 'arn:x:*:::z'),
};
const operator = fc
  .tuple(set, fc.constantFrom(...Object.keys(PLAIN)), fc.constantFrom('', 'IfExists'))
  .chain(([prefix, name, suffix]) =>
    fc.tuple(
      fc.constant({ prefix, name, suffix }),
      fc.array(PLAIN[name]!, { minLength: 1, maxLength: 3 }),
    ),
  );
const nullCheck = fc.tuple(key, fc.boolean()).map(([k, v]) => ({ Null: { [k]: v } }));
const condition = fc.oneof(
  nullCheck,
  fc.tuple(operator, key).map(([[{ prefix, name, suffix }, values], k]) => ({
    [`${prefix}${name}${suffix}`]: { [k]: values },
  })),
);
const action = fc.constantFrom('s:A', 's:AB', 't:A', 'S:a');
const resource = fc.constantFrom('*', 'arn:x:y:::z', 'arn:x:y:::zz');
const actions = fc.array(fc.oneof(action, fc.constantFrom('*', 's:*', 's:?')), { minLength: 1 });
const resources = fc.array(
  fc.oneof(resource, fc.constantFrom('arn:*', 'arn:x:y:::z?', `arn:x:y:::${variable('k:x')}`)),
  { minLength: 1 },
);
const anyStatement = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Deny'),
    actions: fc.tuple(fc.constantFrom('Action', 'NotAction'), actions),
    resources: fc.tuple(fc.constantFrom('Resource', 'NotResource'), resources),
    Condition: fc.oneof(fc.constant({}), condition),
  })
  .map(({ Effect, Condition, ...names }) => ({
    Effect,
    Condition,
    [names.actions[0]]: names.actions[1],
    [names.resources[0]]: names.resources[1],
  }));
const statements = fc.array(anyStatement, { minLength: 1, maxLength: 5 });
const given = fc.oneof(word, fc.array(word, { maxLength: 3 }), fc.boolean(), fc.integer());
const context = fc.dictionary(key, given, { maxKeys: 3 });
const request = fc.record({ action, resource, context });

type Ask = Pick<AccessRequest, 'action' | 'resource' | 'context'>;
function decide(ask: Ask, ...all: object[]) {
  return evaluateAccess({ ...ask, policies: [document(...all)] }).decision;
}

test('IAM-1: any sound policy gets one of three answers and a sentence', () => {
  const answers = new Set<string>();
  fc.assert(
    fc.property(statements, statements, statements, request, (one, two, three, ask) => {
      const [policies, scps, boundaries] = [one, two, three].map((list) => [document(...list)]);
      for (const limits of [{}, { scps: scps! }, { boundaries: boundaries! }]) {
        const answer = evaluateAccess({ ...ask, ...limits, policies: policies! });
        expect(answer.because).toMatch(/ (allows|denies) /);
        answers.add(answer.decision);
      }
    }),
  );
  expect([...answers].sort()).toEqual(['allowed', 'explicitDeny', 'implicitDeny']);
});

test('IAM-1: an explicit deny always wins', () => {
  const all = { ...statement('Deny'), Action: '*', Resource: '*' };
  fc.assert(
    fc.property(statements, fc.nat(5), request, (list, at, ask) => {
      expect(decide(ask, ...list.toSpliced(at, 0, all as never))).toBe('explicitDeny');
    }),
  );
});

test('IAM-1: one more Allow never takes access away, one more Deny never gives it', () => {
  fc.assert(
    fc.property(statements, anyStatement, fc.nat(5), request, (list, extra, at, ask) => {
      const before = decide(ask, ...list);
      const after = decide(ask, ...list.toSpliced(at, 0, extra));
      if (extra.Effect === 'Allow' && before === 'allowed') expect(after).toBe('allowed');
      if (extra.Effect === 'Deny' && before !== 'allowed') expect(after).not.toBe('allowed');
    }),
  );
});

test('IAM-1: the order of the statements, and how policies share them, never matter', () => {
  const shuffled = statements.chain((list) =>
    fc.tuple(
      fc.constant(list),
      fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
    ),
  );
  fc.assert(
    fc.property(shuffled, request, ([list, mixed], ask) => {
      const whole = decide(ask, ...list);
      expect(decide(ask, ...mixed)).toBe(whole);
      const policies = list.map((one) => document(one));
      expect(evaluateAccess({ ...ask, policies }).decision).toBe(whole);
    }),
  );
});

test('IAM-3: without the key ForAllValues is true, ForAnyValue false, IfExists true', () => {
  fc.assert(
    fc.property(operator, fc.constantFrom({}, { 'k:q': [] }), ([{ name }, values], nothing) => {
      const on = (text: string) => holds({ [text]: { 'k:q': values } }, nothing);
      expect(on(`ForAllValues:${name}`)).toBe(true);
      expect(on(`ForAnyValue:${name}`)).toBe(false);
      expect(on(`${name}IfExists`)).toBe(true);
      expect(on(name)).toBe(name.includes('Not'));
    }),
  );
});

const present = fc.oneof(word, fc.array(word, { minLength: 1, maxLength: 3 }), fc.boolean());

test('IAM-3: where the key is there IfExists says what the plain operator says', () => {
  fc.assert(
    fc.property(operator, present, ([{ prefix, name }, values], value) => {
      const on = (text: string) => holds({ [text]: { 'k:q': values } }, { 'k:q': value });
      expect(on(`${prefix}${name}IfExists`)).toBe(on(`${prefix}${name}`));
    }),
  );
});

test('IAM-3: a negated operator is the opposite of its twin, key present or not', () => {
  const twins = fc.constantFrom(
    ['StringEquals', 'StringNotEquals'],
    ['StringLike', 'StringNotLike'],
    ['StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'],
  );
  const values = fc.array(fc.oneof(word, fc.constantFrom('*', 'a?')), { minLength: 1 });
  fc.assert(
    fc.property(twins, values, fc.option(present, { nil: [] }), ([yes, no], list, value) => {
      const on = (text: string) => holds({ [text]: { 'k:q': list } }, { 'k:q': value });
      expect(on(no!)).toBe(!on(yes!));
    }),
  );
});

function naive(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const [head, rest] = [pattern[0], pattern.slice(1)];
  if (head === '*') return naive(rest, text) || (text !== '' && naive(pattern, text.slice(1)));
  return text !== '' && (head === '?' || head === text[0]) && naive(rest, text.slice(1));
}

function matches(pattern: string, text: string): boolean {
  const style = { letters: 'exact', wildcards: 'live', variables: 'literal' } as const;
  const compiled = compilePattern(pattern, style);
  if ('badVariable' in compiled) throw new Error(compiled.badVariable);
  return matchCodes(fillIn(compiled, () => null) ?? [], text);
}

test('IAM-3: the matcher agrees with a naive recursive one', () => {
  const letters = (unit: fc.Arbitrary<string>) => fc.string({ unit, maxLength: 9 });
  const pattern = letters(fc.constantFrom('a', 'b', '*', '?'));
  fc.assert(
    fc.property(pattern, letters(fc.constantFrom('a', 'b')), (glob_, text) => {
      expect(matches(glob_, text)).toBe(naive(glob_, text));
    }),
    { numRuns: 2_000 },
  );
});

test('IAM-3: a pattern full of stars does not explode', () => {
  expect(matches(`${'a*'.repeat(1_000)}b`, 'a'.repeat(100_000))).toBe(false);
  expect(matches(`*${'a?'.repeat(500)}b`, 'a'.repeat(20_000))).toBe(false);
});

test('IAM-3: a moment is the one the platform reads', () => {
  const range = { min: new Date('0000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true };
  fc.assert(
    fc.property(fc.date(range), (date) => {
      expect(readMoment(date.toISOString())).toBe(date.getTime());
      expect(readMoment(date.toISOString().slice(0, 10))).toBe(
        new Date(date.toISOString().slice(0, 10)).getTime(),
      );
    }),
  );
});

test('IAM-7: parsing never throws, whatever JSON it is given', () => {
  const odd = fc.oneof(fc.jsonValue(), fc.record({ Statement: fc.jsonValue() }));
  fc.assert(
    fc.property(odd, (value) => {
      const reading = parsePolicy(value);
      if (!reading.ok)
        for (const { message, mend } of reading.problems) expect(message && mend).toBeTruthy();
    }),
  );
});
