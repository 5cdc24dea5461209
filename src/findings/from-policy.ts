import type { Policy } from '../access/policy.ts';
import { ACCOUNT } from '../evidence/fixed.ts';
import type { Design } from './types.ts';

/** A policy by itself, as that of somebody who deploys functions. */
export function designOfPolicy(policy: Policy, name: string): Design {
  return {
    surroundings: { vpcs: [], subnets: [], securityGroups: [] },
    functions: [],
    callers: [{ id: name, policies: [policy], where: name }],
    ...ACCOUNT,
  };
}
