import { arnFields, compilePattern, fillIn, hasVariable, type Pattern } from './pattern.ts';
import type { Condition, Matcher, Quantifier, Relation } from './policy.ts';
import { isBase64, readMoment, readNumber, readRange } from './values.ts';

/** IAM-3: what an operator compares, and whether it asks for a match or for none. */
interface Operator {
  readonly takes: 'text' | 'glob' | 'folded' | 'arn' | 'bool' | 'binary' | 'ip' | 'null' | Ordered;
  readonly relation: Relation;
  readonly sense: Condition['sense'];
}
type Ordered = 'number' | 'moment';

export interface Comparison {
  readonly operator: Operator;
  readonly quantifier: Quantifier;
  readonly whenMissing: Condition['whenMissing'];
}

export type Compiled = { matcher: Matcher } | { message: string; mend: string };

const is = (takes: Operator['takes'], relation: Relation = '='): Operator => ({
  takes,
  relation,
  sense: 'match',
});
const isNot = (takes: Operator['takes']): Operator => ({ takes, relation: '=', sense: 'no match' });

const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: is('text'),
  StringNotEquals: isNot('text'),
  StringEqualsIgnoreCase: is('folded'),
  StringNotEqualsIgnoreCase: isNot('folded'),
  StringLike: is('glob'),
  StringNotLike: isNot('glob'),
  NumericEquals: is('number'),
  NumericNotEquals: isNot('number'),
  NumericLessThan: is('number', '<'),
  NumericLessThanEquals: is('number', '<='),
  NumericGreaterThan: is('number', '>'),
  NumericGreaterThanEquals: is('number', '>='),
  DateEquals: is('moment'),
  DateNotEquals: isNot('moment'),
  DateLessThan: is('moment', '<'),
  DateLessThanEquals: is('moment', '<='),
  DateGreaterThan: is('moment', '>'),
  DateGreaterThanEquals: is('moment', '>='),
  Bool: is('bool'),
  BinaryEquals: is('binary'),
  IpAddress: is('ip'),
  NotIpAddress: isNot('ip'),
  // AWS: the Equals and the Like forms of the ARN operators behave the same.
  ArnEquals: is('arn'),
  ArnLike: is('arn'),
  ArnNotEquals: isNot('arn'),
  ArnNotLike: isNot('arn'),
};
const NULL_CHECK: Operator = { takes: 'null', relation: '=', sense: 'null check' };

/** Every legal spelling. `Null` stands alone: AWS gives it neither IfExists nor a set operator. */
const COMPARISONS: ReadonlyMap<string, Comparison> = new Map([
  ['Null', { operator: NULL_CHECK, quantifier: 'one', whenMissing: 'ask the operator' }],
  ...Object.entries(OPERATORS).flatMap(([name, operator]) => spellings(name, operator)),
]);

function spellings(name: string, operator: Operator): [string, Comparison][] {
  const sets = { '': 'one', 'ForAnyValue:': 'any', 'ForAllValues:': 'all' } as const;
  return Object.entries(sets).flatMap(([prefix, quantifier]): [string, Comparison][] => [
    [`${prefix}${name}`, { operator, quantifier, whenMissing: 'ask the operator' }],
    [`${prefix}${name}IfExists`, { operator, quantifier, whenMissing: 'holds' }],
  ]);
}

export function comparisonNamed(name: string): Comparison | null {
  return COMPARISONS.get(name) ?? null;
}

export function comparisonNames(): string[] {
  return [...COMPARISONS.keys()];
}

/** Compiles one condition value, or says why the operator can never compare it. */
export function compileValue(
  operator: Operator,
  source: string,
  variables: 'live' | 'literal',
): Compiled {
  switch (operator.takes) {
    case 'number':
    case 'moment':
      return orderedValue(operator.takes, operator.relation, source);
    case 'ip': {
      const range = readRange(source);
      return range === null
        ? fault(source, 'an address or a CIDR block', '"203.0.113.0/24" or "2001:db8::/32"')
        : { matcher: { kind: 'ip', source, range } };
    }
    case 'null':
      return nullValue(source);
    case 'binary':
      return isBase64(source)
        ? textValue(operator.takes, source, 'literal')
        : fault(source, 'base64', 'four letters for every three bytes, as in "QQ=="');
    default:
      return textValue(operator.takes, source, variables);
  }
}

function orderedValue(kind: Ordered, relation: Relation, source: string): Compiled {
  const value = kind === 'number' ? readNumber(source) : readMoment(source);
  if (value !== null) return { matcher: { kind, source, relation, value } };
  return kind === 'number'
    ? fault(source, 'a number', 'a number such as "10"')
    : fault(source, 'a date', '"2024-01-31T12:00:00Z", with its time zone, or epoch seconds');
}

function nullValue(source: string): Compiled {
  const wants = { true: 'missing', false: 'present' } as const;
  const answer = source.toLowerCase();
  if (answer === 'true' || answer === 'false') {
    return { matcher: { kind: 'null', source, wants: wants[answer] } };
  }
  return fault(source, '"true" or "false"', '"true" (the key is absent) or "false" (it is there)');
}

function textValue(
  takes: 'text' | 'glob' | 'folded' | 'arn' | 'bool' | 'binary',
  source: string,
  variables: 'live' | 'literal',
): Compiled {
  const pattern = compilePattern(source, {
    letters: takes === 'folded' || takes === 'bool' ? 'folded' : 'exact',
    wildcards: takes === 'glob' || takes === 'arn' ? 'live' : 'literal',
    variables,
  });
  if ('badVariable' in pattern) return badVariable(pattern.badVariable);
  if (takes === 'arn') return arnValue(pattern);
  if (takes === 'bool' && !canBeBoolean(pattern)) {
    return fault(source, '"true" or "false"', '"true" or "false"');
  }
  return { matcher: { kind: 'text', source, pattern } };
}

/** AWS's pages differ on variables under Bool; the operators' own page allows them, so we do. */
function canBeBoolean(pattern: Pattern): boolean {
  const plain = pattern.source.toLowerCase();
  return plain === 'true' || plain === 'false' || hasVariable(pattern);
}

function arnValue(pattern: Pattern): Compiled {
  const { source } = pattern;
  if (hasVariable(pattern)) {
    return { matcher: { kind: 'arn', source, pattern, fields: null } };
  }
  const codes = fillIn(pattern, () => null);
  const fields = codes === null ? null : arnFields(codes);
  // Fewer than six fields can match no ARN; AWS stores such a value and never says so.
  return fields === null
    ? fault(source, 'an ARN of six fields', '"arn:partition:service:region:account:resource"')
    : { matcher: { kind: 'arn', source, pattern, fields } };
}

export function badVariable(text: string): { message: string; mend: string } {
  return {
    message: `${text} is not a policy variable`,
    mend: "Inside the braces write a key, a key and a 'default' after a comma, or one of * ? $",
  };
}

function fault(source: string, wanted: string, example: string): { message: string; mend: string } {
  return {
    message: `"${source}" is not ${wanted}, so the operator could never compare it`,
    mend: `Write ${example}`,
  };
}
