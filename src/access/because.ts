import type { Outcome } from './condition.ts';
import type { Condition, Statement } from './policy.ts';

/** Values beyond these are counted, so that one sentence stays one sentence. */
const VALUES_NAMED = 3;

export interface Judged {
  readonly condition: Condition;
  readonly outcome: Outcome;
}

/** "Statement 'EnforceVPCFunction'", or its number and its policy where it has no Sid. */
export function nameOf({ sid }: Statement, index: number, document: string): string {
  return sid === null ? `Statement ${index + 1} of ${document}` : `Statement '${sid}'`;
}

/**
 * ": the condition ... holds because ...", or nothing for a statement without conditions. The one
 * that holds without its key is named first: it is the one people do not expect (IAM-3).
 */
export function clauseOf(judged: readonly Judged[]): string {
  const failed = judged.find(({ outcome }) => !outcome.holds);
  const trap = judged.find(({ outcome }) => outcome.why !== 'compared');
  const told = failed ?? trap ?? judged[0];
  if (told === undefined) return '';
  const verb = told.outcome.holds ? 'holds' : 'fails';
  const { operator, key } = told.condition;
  return `: the condition ${operator} on ${key} ${verb} because ${reasonOf(told)}`;
}

function reasonOf({ condition, outcome }: Judged): string {
  switch (outcome.why) {
    case 'missing':
      return 'the request has no such key';
    case 'empty':
      return 'the request has the key with nothing in it';
    case 'unfilled':
      return `the request has no single value for a variable in ${named(sources(condition))}`;
    case 'compared': {
      const request = `the request has ${named(outcome.values)}`;
      if (condition.sense === 'null check') return request;
      return `${request} where the policy names ${named(sources(condition))}`;
    }
  }
}

function sources(condition: Condition): string[] {
  return condition.values.map((matcher) => matcher.source);
}

function named(values: readonly string[]): string {
  const shown = values.slice(0, VALUES_NAMED).map((value) => JSON.stringify(value));
  const more = values.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
