import type { Rule } from './rules-types.ts';

/** CONN: network connectors, through which Web Functions reach a VPC. */
export const CONNECTOR_RULES = {
  'CONN-1': {
    says:
      'A network connector makes interfaces of its own in each of its subnets when it is created, ' +
      'one address each at least. Web Functions use connectors and no pairings.',
    confidence: 'documented',
    sources: ['aws-network-connector'],
  },
  'CONN-2': {
    says:
      'An update of a connector makes a new version with new interfaces, and those of the old ' +
      'version leave afterwards: for a while there are twice as many.',
    confidence: 'documented',
    sources: ['aws-network-connector'],
  },
  'CONN-3': {
    says:
      'Deleting a connector in use is not blocked, and its users fail from then on. Its ' +
      "interfaces are deleted by Lambda's service-linked role.",
    confidence: 'documented',
    sources: ['aws-network-connector', 'aws-connector-policy'],
  },
  'CONN-4': {
    says:
      'The interfaces of a connector hold addresses of its subnets and count against the quota ' +
      'of Hyperplane interfaces of the VPC.',
    confidence: 'assumed',
    why: 'They are interfaces of Lambda in the VPC; no text says whether this quota counts them.',
    sources: ['aws-network-connector'],
  },
} as const satisfies Record<string, Rule>;

/** ADDR: what fills a subnet beside the interfaces of functions. */
export const ADDRESS_RULES = {
  'ADDR-1': {
    says:
      'Each resource type takes so many addresses of its subnets at rest, more while it deploys ' +
      'or scales, and wants some free. The table of subnet users has a rule for each.',
    confidence: 'assumed',
    why: 'Each row of the table has a source or a reason of its own; many counts are inferred.',
    sources: ['aws-service-spec', 'botocore-services'],
  },
  'ADDR-2': {
    says:
      'A resource that names a subnet and has no rule, or no known number, makes the room of ' +
      'that subnet unknown, and is named.',
    confidence: 'assumed',
    why: 'A promise of this planner about itself, not a fact about AWS.',
  },
  'ADDR-3': {
    says:
      'Each limit has a verdict of its own: yes, no or unknown. The whole is no if one is no, ' +
      'else unknown if one is unknown, else yes; no number stands for unknown.',
    confidence: 'assumed',
    why: 'A promise of this planner about itself, not a fact about AWS.',
  },
} as const satisfies Record<string, Rule>;
