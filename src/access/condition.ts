import { arnFields, fillIn, matchArn, matchCodes, type Resolve } from './pattern.ts';
import type { Condition, Matcher, Relation } from './policy.ts';
import { rangeHolds, readMoment, readNumber, readRange } from './values.ts';

/** The request's keys and values, as services hand them over. Dates are ISO 8601 or epoch s. */
export type RequestContext = Readonly<
  Record<string, string | readonly string[] | boolean | number>
>;

/** Keys in lower case, values as text. */
export interface Facts {
  readonly valuesOf: ReadonlyMap<string, readonly string[]>;
  readonly resolve: Resolve;
}

export interface Outcome {
  readonly holds: boolean;
  /** What decided: an absent key, a key with nothing in it, an unfilled variable, the values. */
  readonly why: 'missing' | 'empty' | 'unfilled' | 'compared';
  readonly values: readonly string[];
}

/** Keys that differ only in case are one key; the last one given counts. */
export function factsOf(context: RequestContext): Facts {
  const valuesOf = new Map<string, readonly string[]>();
  const single = new Map<string, string>();
  for (const [key, value] of Object.entries(context)) {
    const folded = key.toLowerCase();
    single.delete(folded);
    if (typeof value === 'object') valuesOf.set(folded, value);
    else {
      valuesOf.set(folded, [String(value)]);
      single.set(folded, String(value));
    }
  }
  // AWS: a multivalued key cannot fill a policy variable, so a list never does, however short.
  return { valuesOf, resolve: ({ variable, fallback }) => single.get(variable) ?? fallback };
}

/**
 * IAM-3: one operator on one key. A missing key makes plain operators false and negated ones
 * true, ForAllValues true, ForAnyValue false (negated or not), and anything IfExists true.
 * An empty list counts as a missing key: AWS says that `Null` "false" asks for a key that exists
 * "and its value is not null"; that an empty list is such a null is assumed (F-9.21).
 */
export function testCondition(condition: Condition, facts: Facts): Outcome {
  const values = facts.valuesOf.get(condition.keyFolded) ?? [];
  const missing = values.length === 0;
  if (condition.sense === 'null check') {
    const state = missing ? 'missing' : 'present';
    const holds = condition.values.some((m) => m.kind === 'null' && m.wants === state);
    return { holds, why: missing ? 'missing' : 'compared', values };
  }
  if (missing) return { holds: holdsWithoutKey(condition), why: 'missing', values };
  if (condition.quantifier !== 'one' && values.every((value) => value === '')) {
    // AWS names the empty string as a null data set: true for all of it, false for any of it.
    return { holds: condition.quantifier === 'all', why: 'empty', values };
  }
  return compare(condition, values, facts);
}

function holdsWithoutKey({ whenMissing, quantifier, sense }: Condition): boolean {
  if (whenMissing === 'holds' || quantifier === 'all') return true;
  return quantifier === 'one' && sense === 'no match';
}

/**
 * IAM-3: several policy values are an OR, under a negated operator a NOR. Without a set operator
 * a list in the request is undocumented; assumed: one match is a match, so a negated operator
 * stays the exact opposite of its positive twin.
 */
function compare(condition: Condition, values: readonly string[], facts: Facts): Outcome {
  const negated = condition.sense === 'no match';
  let unfilled = false;
  const matchesSome = (value: string): boolean => {
    for (const matcher of condition.values) {
      const answer = matchValue(matcher, value, facts.resolve);
      if (answer === 'match') return true;
      if (answer === 'unfilled') unfilled = true;
    }
    return false;
  };
  // AWS: an unfilled variable fails any attempt to match and voids the statement, so a negated
  // operator must not turn that failure into success.
  const passes = (value: string) => matchesSome(value) !== negated && !(negated && unfilled);
  const everyOne = condition.quantifier === 'all' || (condition.quantifier === 'one' && negated);
  const holds = everyOne ? values.every(passes) : values.some(passes);
  return { holds, why: unfilled && !holds ? 'unfilled' : 'compared', values };
}

function matchValue(matcher: Matcher, value: string, resolve: Resolve) {
  switch (matcher.kind) {
    case 'text': {
      const codes = fillIn(matcher.pattern, resolve);
      if (codes === null) return 'unfilled';
      const text = matcher.pattern.letters === 'folded' ? value.toLowerCase() : value;
      return matchCodes(codes, text) ? 'match' : 'none';
    }
    case 'arn': {
      const codes = matcher.fields === null ? fillIn(matcher.pattern, resolve) : null;
      if (matcher.fields === null && codes === null) return 'unfilled';
      const fields = matcher.fields ?? arnFields(codes ?? []);
      return fields !== null && matchArn(fields, value) ? 'match' : 'none';
    }
    case 'number':
      return ordered(readNumber(value), matcher.relation, matcher.value) ? 'match' : 'none';
    case 'moment':
      return ordered(readMoment(value), matcher.relation, matcher.value) ? 'match' : 'none';
    case 'ip': {
      const range = readRange(value);
      return range !== null && rangeHolds(matcher.range, range) ? 'match' : 'none';
    }
    case 'null':
      return 'none';
  }
}

/** A request value of the wrong kind compares with nothing. */
function ordered(left: number | null, relation: Relation, right: number): boolean {
  if (left === null) return false;
  switch (relation) {
    case '=':
      return left === right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}
