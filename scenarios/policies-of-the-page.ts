import { defineScenario } from 'hyperplane-sim';

// The example policies of AWS's page on functions in a VPC, their brackets mended, stand in
// policies/. Each belongs to one caller, and each caller makes the same five requests.
const REQUESTS = {
  // No VPC at all; ours; a foreign one; one foreign subnet and group among ours; two of each, ours.
  none: 'none',
  ours: { subnets: ['subnet-1'], securityGroups: ['sg-1'] },
  foreign: { subnets: ['subnet-9'], securityGroups: ['sg-9'] },
  mixed: { subnets: ['subnet-1', 'subnet-8'], securityGroups: ['sg-1', 'sg-8'] },
  both: { subnets: ['subnet-1', 'subnet-2'], securityGroups: ['sg-1', 'sg-2'] },
} as const;

// What becomes of the requests, in that order: accepted, denied by the statement, not allowed.
const PAGE: { [policy: string]: string } = {
  // A deny needs an allow beside it: these callers may do everything else with Lambda.
  'enforce-vpc-function': '-++++',
  'enforce-out-of-vpc': '+-+--',
  'enforce-out-of-subnet': '+-+--',
  'enforce-out-of-security-groups': '+-+--',
  // These may do nothing but what the statement allows. The last two let a function without a VPC
  // through: ForAllValues holds where the request has no such key.
  'enforce-stay-in-specific-vpc': '.+.++',
  'enforce-stay-in-specific-subnets': '++..+',
  'enforce-stay-in-specific-security-group': '++..+',
};

const ANSWERS = {
  '+': 'ok',
  '-': {
    error: 'AccessDeniedException',
    status: 403,
    text: 'with an explicit deny in an identity-based policy',
  },
  '.': { error: 'AccessDeniedException', status: 403, text: 'is not authorized to perform' },
} as const;

const requests = Object.entries(REQUESTS);
const callers = Object.entries(PAGE).map(([policy, answers]) => ({
  policy,
  answers: [...answers] as (keyof typeof ANSWERS)[],
}));

export default defineScenario({
  name: 'policies-of-the-page',
  why: 'What each example policy of the page on VPC access lets through and what it stops, and that two of them let a function without any VPC through.',
  until: '1h',
  network: {
    vpcs: { 'vpc-1': {}, 'vpc-3': {} },
    subnets: {
      'subnet-1': { vpc: 'vpc-1', cidr: '10.0.1.0/24' },
      'subnet-2': { vpc: 'vpc-1', cidr: '10.0.2.0/24' },
      'subnet-8': { vpc: 'vpc-1', cidr: '10.0.8.0/24' },
      'subnet-9': { vpc: 'vpc-3', cidr: '10.0.9.0/24' },
    },
    securityGroups: {
      'sg-1': { vpc: 'vpc-1' },
      'sg-2': { vpc: 'vpc-1' },
      'sg-8': { vpc: 'vpc-1' },
      'sg-9': { vpc: 'vpc-3' },
    },
  },
  callers: Object.fromEntries(
    callers.map(({ policy }) => {
      const rest = PAGE[policy]!.includes('-') ? 'allow-lambda' : 'look-at-network';
      const files = [policy, rest].map((name) => ({ file: `policies/${name}.json` }));
      return [policy, { policies: files }];
    }),
  ),
  functions: Object.fromEntries(
    callers.flatMap(({ policy }) =>
      requests.map(([name, vpc]) => {
        return [`${policy}.${name}`, { vpc: structuredClone(vpc) as typeof vpc }];
      }),
    ),
  ) as Record<string, { vpc: 'none' | { subnets: string[]; securityGroups: string[] } }>,
  timeline: callers.flatMap(({ policy, answers }, minute) =>
    requests.map(([name], second) => ({
      at: `${minute}m ${second}s`,
      create: `${policy}.${name}`,
      caller: policy,
      expect: ANSWERS[answers[second]!],
    })),
  ),
  expect: [
    // Of 35 creates 20 are accepted; their ENIs are shared: one for each subnet and set of groups.
    { metric: 'enis.peak', equals: 6 },
  ],
});
