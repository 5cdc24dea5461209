/**
 * What an answer takes for granted, each with a code of its own: whoever acts on a yes can look
 * whether it holds for them.
 */
const ASSUMPTIONS = {
  'only-these-templates':
    'Subnets and VPCs that the templates make hold nothing but what the templates tell.',
  'nothing-else-in-subnet':
    'A subnet that is given with its block alone holds nothing but what the templates tell.',
  'nothing-else-in-vpc':
    'In a VPC from elsewhere no other interface counts against the quota than those told here.',
  'not-deployed-yet':
    'Free addresses that were given were counted before anything of these templates was made.',
  'default-quota': "The account has AWS's default quota of Hyperplane ENIs for each VPC.",
  'names-differ': 'Things of different names are different things.',
  'roles-elsewhere':
    'Roles from elsewhere, and policies whose text is not here, let Lambda create interfaces.',
  'under-conditions': 'Functions under a condition that is not known exist.',
  'connectors-count': 'ENIs of network connectors count against the quota of Hyperplane ENIs.',
} as const;

export type AssumptionCode = keyof typeof ASSUMPTIONS;

export interface Assumption {
  code: AssumptionCode;
  says: string;
}

/** Assumptions in the order in which they are listed here, each once. */
export function assumptionsOf(codes: Iterable<AssumptionCode>): Assumption[] {
  const wanted = new Set(codes);
  const all = Object.keys(ASSUMPTIONS) as AssumptionCode[];
  return all.filter((code) => wanted.has(code)).map((code) => ({ code, says: ASSUMPTIONS[code] }));
}
