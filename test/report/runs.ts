import type { ModelFrame } from '../../src/run/frame.ts';
import type { Result } from '../../src/run/result.ts';
import { simulate } from '../../src/run/simulate.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import type { Scenario } from '../../src/scenario/types.ts';

export interface Run {
  scenario: Scenario;
  frames: ModelFrame[];
  result: Result;
}

const NETWORK = `
until: 40d
network:
  vpcs: { main: {} }
  subnets:
    a: { vpc: main, az: us-east-1a, cidr: 10.0.1.0/28 }
    b: { vpc: main, az: us-east-1b, cidr: 10.0.2.0/28, taken: 11 }
  securityGroups: { web: { vpc: main }, db: { vpc: main } }
roles: { none: { policies: [] }, own: { policies: [AWSLambdaVPCAccessExecutionRole] } }
`;

const TIMES = {
  eniCreation: '2m',
  eniAllocation: '5s',
  detach: '4m',
  reap: '16m',
  detachOnUpdate: '1m',
  detachUpdate: '1m',
};

/** Runs a scenario over two subnets (b is full) and two groups, with fixed times. */
export function runOf(rest: string, times: Partial<typeof TIMES> = {}): Run {
  const parameters = `parameters: ${JSON.stringify({ ...TIMES, ...times })}\n`;
  const parsed = parseScenario(`name: story\n${NETWORK}${parameters}${rest}`, {
    file: 'story.yaml',
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues, null, 2));
  const frames: ModelFrame[] = [];
  const result = simulate(parsed.scenario, { onFrame: (frame) => frames.push(frame) });
  return { scenario: parsed.scenario, frames, result };
}

export const VPC = 'vpc: { subnets: [a], securityGroups: [web] }';

/** Much of what can happen: sharing, updates, refusals, idleness, waking, deletion, retries. */
export const LIFE = `
functions:
  checkout: { ${VPC} }
  orders: { ${VPC}, traffic: { at: [2h, 1d, 2d, 3d, 4d, 5d] } }
  full: { vpc: { subnets: [b], securityGroups: [web] } }
  poor: { ${VPC}, role: none }
timeline:
  - { at: 10s, publish: checkout, expect: { error: ResourceConflictException } }
  - { at: 20m, publish: checkout }
  - { at: 30m, update: checkout, vpc: { subnets: [a], securityGroups: [db] } }
  - { at: 40m, publish: checkout }
  - { at: 41m, publish: checkout }
  - { at: 50m, update: checkout, vpc: { subnets: [b], securityGroups: [db] } }
  - { at: 1h, delete: 'checkout:1' }
  - { at: 31d, invoke: checkout, count: 3, expect: { error: ResourceNotReadyException } }
  - { at: 32d, invoke: orders, async: true }
  - { at: 37d, delete: orders }
  - { at: 37d, delete: checkout }
  - { at: 37d, deleteSubnet: a, retryEvery: 10s, retryFor: 45m }
  - { at: 38d, deleteSubnet: a }
expect:
  - { at: 30d, function: full, state: Failed }
  - { metric: enis.peak, max: 1 }
`;

/** A crowd of functions that share one pairing and start at once. */
export function crowd(functions: number): string {
  const names = Array.from({ length: functions }, (_, i) => `  fn-${i + 1}: { ${VPC} }\n`);
  return `functions:\n${names.join('')}`;
}
