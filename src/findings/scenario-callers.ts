import { parsePolicy } from '../access/parse.ts';
import type { Policy } from '../access/policy.ts';
import { ACCOUNT } from '../evidence/fixed.ts';
import type { Scenario } from '../scenario/types.ts';
import type { WhereOf } from './from-scenario.ts';
import type { Account, Design } from './types.ts';

/** Those who call the API in a scenario, with their policies. */
export function callersOf({ callers = [] }: Scenario, whereOf: WhereOf): Design['callers'] {
  return callers.map(({ id, policies }) => ({
    id,
    where: whereOf(['callers', id]),
    policies: policies.flatMap(({ document }) => policiesIn(document)),
  }));
}

/** A malformed policy is an issue of its own, told elsewhere. */
export function policiesIn(document: unknown): Policy[] {
  const reading = parsePolicy(document);
  return reading.ok ? [reading.policy] : [];
}

export function accountOf({ account }: Scenario): Account {
  return account === undefined ? ACCOUNT : { region: account.region, accountId: account.id };
}
