import { ACCESS_RULES, API_RULES, NETWORK_RULES } from './rules-access.ts';
import { IDLE_RULES, STATE_RULES } from './rules-functions.ts';
import { INTERFACE_RULES, SHARING_RULES, TIMING_RULES } from './rules-interfaces.ts';
import { ASYNC_RULES, CAPACITY_RULES, LIMIT_RULES, TRAFFIC_RULES } from './rules-limits.ts';
import { ADDRESS_RULES, CONNECTOR_RULES } from './rules-subnets.ts';
import type { Rule } from './rules-types.ts';

const ALL = {
  ...SHARING_RULES,
  ...STATE_RULES,
  ...INTERFACE_RULES,
  ...CAPACITY_RULES,
  ...IDLE_RULES,
  ...LIMIT_RULES,
  ...API_RULES,
  ...ACCESS_RULES,
  ...NETWORK_RULES,
  ...TRAFFIC_RULES,
  ...ASYNC_RULES,
  ...TIMING_RULES,
  ...CONNECTOR_RULES,
  ...ADDRESS_RULES,
};

export type RuleId = keyof typeof ALL;

/** What every rule of the model says and rests on; a trace names rules by these ids. */
export const RULES: Readonly<Record<RuleId, Rule>> = ALL;
