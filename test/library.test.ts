import { produce } from 'immer';
import { describe, expect, test } from 'vitest';
import * as library from '../src/index.ts';

const written = library.defineScenario({
  name: 'shop',
  why: 'One function in one subnet.',
  until: '2h',
  network: {
    vpcs: { main: {} },
    subnets: { a: { vpc: 'main', az: 'us-east-1a', cidr: '10.0.1.0/28' } },
    securityGroups: { web: { vpc: 'main' } },
  },
  functions: {
    checkout: {
      vpc: { subnets: ['a'], securityGroups: ['web'] },
      traffic: { rate: '2/s', from: '30m' },
    },
  },
});
const parsed = library.parseScenario(JSON.stringify(written), { file: 'shop.json' });
if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
const { scenario: read } = parsed;

const few = { runs: 2, seed: 'few' };
const CALLS: [string, (scenario: library.AnyScenario) => unknown][] = [
  ['simulate', (one) => library.simulate(one, { seed: 's' })],
  ['record', (one) => library.record(one, { seed: 's' }).result],
  ['explain', (one) => library.explain(one, 'checkout', { atMs: 60_000 })],
  ['replicate', (one) => library.replicate(one, few)],
  ['compare', (one) => library.compare(one, read, few)],
  ['growth', (one) => library.growth(one, { ...few, factorMax: 2 })],
  [
    'dynamicPlan',
    (one) => library.dynamicPlan(one, { ...few, points: 2, growth: { runs: 2, factorMax: 2 } }),
  ],
  ['findingsOf', (one) => library.findingsOf(one)],
  ['checkDeterminism', (one) => library.checkDeterminism(one)],
];

describe('a scenario may be given as it is written', () => {
  test.each(CALLS)('%s', (_, call) => {
    expect(call(written)).toEqual(call(read));
  });

  test('what is wrong with it is thrown, a line for each issue', () => {
    const { functions, ...rest } = written;
    const wrong = {
      ...rest,
      functions: { checkout: { ...functions!['checkout'], role: 'nobody' } },
    };
    expect(() => library.simulate({ ...wrong, until: 'soon' })).toThrow(
      /until[\s\S]*\n[\s\S]*nobody/,
    );
  });
});

test('a recording ends where its last step does; access is judged without a scenario', () => {
  const recording = library.record(read, { seed: 'lesson-1' });
  expect(recording.at(3_600_000)).toEqual(recording.after(recording.frames.length));
  const access = library.evaluateAccess({
    policies: [
      { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
    ],
    action: 'lambda:CreateFunction',
    resource: 'arn:aws:lambda:us-east-1:111122223333:function:f',
    context: { 'lambda:SubnetIds': ['subnet-1'] },
  });
  expect(access.decision).toBe('allowed');
});

test('whoever imports the library keeps their own immer as it was', () => {
  library.record(read, { seed: 's' });
  const frozen = produce({ list: [1] }, (draft) => {
    draft.list.push(2);
  });
  expect(Object.isFrozen(frozen)).toBe(true);
  expect(Object.isFrozen(frozen.list)).toBe(true);
});
