import { defineScenario } from 'hyperplane-sim';

// An account of 10,000 functions in 100 teams; each team has a security group of its own and two subnets,
// which makes 200 pairings. Day and night together they take 2 x 10^9 calls in 30 days, nearly all of
// them counted in closed form.
const TEAMS = 100;
const FUNCTIONS = 10_000;

const names = (count: number, name: string) =>
  Array.from({ length: count }, (_, n) => `${name}-${n}`);
const teams = names(TEAMS, 'team');

const functions = names(FUNCTIONS, 'f').map((name, n) => {
  // A few functions take most of the calls.
  const rate = n % 100 === 0 ? 6 : 0.02;
  const traffic = [
    { daily: { '00:00': `${rate / 2}/s`, '08:00': `${2 * rate}/s`, '20:00': `${rate}/s` } },
  ];
  const vpc = { subnets: ['a', 'b'], securityGroups: [teams[n % TEAMS]!] };
  return [
    name,
    {
      vpc,
      traffic,
      duration: { exponential: { mean: '200ms' } },
      connections: { perEnvironment: 4 },
    },
  ];
});

export default defineScenario({
  name: 'ten-thousand-functions',
  why: 'Ten thousand functions need no more ENIs than they have pairings: here 200, two of five of the quota.',
  until: '30d',
  network: {
    vpcs: { main: { eniQuota: 500 } },
    subnets: {
      a: { vpc: 'main', az: 'us-east-1a', cidr: '10.0.0.0/24' },
      b: { vpc: 'main', az: 'us-east-1b', cidr: '10.0.1.0/24' },
    },
    securityGroups: Object.fromEntries(teams.map((team) => [team, { vpc: 'main' }])),
  },
  functions: Object.fromEntries(functions),
  parameters: { accountConcurrency: 10_000 },
  expect: [
    { metric: 'enis.peak', equals: 200 },
    { metric: 'subnet.a.peak', equals: 100 },
    { metric: 'connections.refused', equals: 0 },
  ],
});
