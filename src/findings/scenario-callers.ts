import { parsePolicy } from '../access/parse.ts';
import { ACCOUNT } from '../evidence/fixed.ts';
import type { WhereOf } from './from-scenario.ts';
import type { Account, Design } from './types.ts';

/** What a scenario may say of its account and of those who call the API. */
export interface WithCallers {
  account?: { id: string; region: string };
  callers?: readonly { id: string; policies: readonly { document: unknown }[] }[];
}

/** Those who call the API in a scenario, with their policies. */
export function callersOf({ callers = [] }: WithCallers, whereOf: WhereOf): Design['callers'] {
  return callers.map(({ id, policies }) => ({
    id,
    where: whereOf(['callers', id]),
    policies: policies.flatMap(({ document }) => {
      const reading = parsePolicy(document);
      return reading.ok ? [reading.policy] : [];
    }),
  }));
}

export function accountOf({ account }: WithCallers): Account {
  return account === undefined ? ACCOUNT : { region: account.region, accountId: account.id };
}
