import type { Scenario } from '../scenario/types.ts';
import type { WhereOf } from './from-scenario.ts';
import type { Design } from './types.ts';

/** Those who call the API in a scenario, with their policies. */
export function callersOf(_scenario: Scenario, _whereOf: WhereOf): Design['callers'] {
  return [];
}
