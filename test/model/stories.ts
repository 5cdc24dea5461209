import fc from 'fast-check';
import type { Scenario } from '../../src/scenario/types.ts';
import * as build from '../builders.ts';

// A mutant need not be shrunk: that it is caught is all.
if (process.env['MUTANT'] !== undefined) fc.configureGlobal({ endOnFailure: true });

/** Stories are told in places (`function 2`), so that every shrunken story is still a story. */
export interface Story {
  functions: FunctionDraft[];
  steps: StepDraft[];
  subnets: number;
  groups: number;
  free: number[];
  eniQuota: number | null;
  /** The policies of each role, each a list of rights. */
  roles: Rights[][][];
  parameters: Record<string, string | number | boolean>;
  profile: Scenario['profile'];
  /** In the end somebody tries to delete every ENI by hand. */
  sweeps: boolean;
}

export interface FunctionDraft {
  config: ConfigDraft | null;
  role: number | null;
  traffic: TrafficDraft | null;
  provisioned: number[];
}

export interface ConfigDraft {
  subnets: number[];
  groups: number[];
  dual: boolean;
}

export interface TrafficDraft {
  kind: 'rate' | 'every' | 'times';
  fromMs: number;
  forMs: number;
  pace: number;
}

export interface StepDraft {
  waitMs: number;
  kind: Kind;
  function: number;
  version: number;
  config: ConfigDraft;
  /** Turns between the forms of a call: with a version, asynchronous, with retries, ... */
  form: number;
}

export type Rights = 'create' | 'describe' | 'delete';

export const KINDS = [
  'create',
  'updateVpc',
  'detach',
  'updateCode',
  'publish',
  'deleteFunction',
  'deleteVersion',
  'invoke',
  'invokeAsync',
  'deleteSubnet',
  'deleteGroup',
  'deleteEni',
  'putPolicy',
  'deletePolicy',
  'deleteRole',
  'setQuota',
] as const;
export type Kind = (typeof KINDS)[number];

const SOURCES = Object.values(build.TIMERS);

/** Around the model's own timers things happen in one millisecond, or just miss each other. */
const wait = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(0, 1) },
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom(...SOURCES), fc.constantFrom(0, -1, 1, 'twice' as const))
      .map(([timer, by]) => (by === 'twice' ? 2 * timer : timer + by)),
  },
  { weight: 1, arbitrary: fc.nat(1500) },
);

const place = fc.nat(3);
const config = fc.record({
  subnets: fc.array(place, { minLength: 1, maxLength: 3 }),
  groups: fc.array(place, { minLength: 1, maxLength: 3 }),
  dual: fc.constantFrom(false, false, false, true),
});

const traffic = fc.record({
  kind: fc.constantFrom('rate', 'every', 'times'),
  fromMs: wait,
  forMs: fc.oneof(wait, fc.nat(2500)),
  pace: fc.nat(9),
}) as fc.Arbitrary<TrafficDraft>;

const draft: fc.Arbitrary<FunctionDraft> = fc.record({
  config: fc.option(config, { freq: 8 }),
  role: fc.option(fc.nat(1), { freq: 2 }),
  traffic: fc.option(traffic, { freq: 1 }),
  provisioned: fc.constantFrom([], [], [], [0], [1]),
});

const rights = fc.constantFrom<Rights[]>(
  ['create', 'describe', 'delete'],
  ['create', 'describe', 'delete'],
  ['create', 'describe'],
  ['create', 'describe'],
  ['create', 'delete'],
  ['describe', 'delete'],
);

const someParameters = fc.record(
  {
    deleteAbortsDetach: fc.boolean(),
    releaseRole: fc.constantFrom('creator', 'last-user'),
    inactiveInvokeError: fc.constantFrom(
      'ResourceNotReadyException',
      'CodeArtifactUserPendingException',
    ),
    ec2CallsPerSecond: fc.constantFrom(1, 3),
    eniRecreation: fc.constantFrom(150, 700),
  },
  { requiredKeys: [] },
);

/** How often each kind is told, where it is told at all. */
const OFTEN: readonly Kind[] = ['create', 'updateVpc', 'deleteFunction', 'invoke', 'publish'];

function steps(kinds: readonly Kind[]): fc.Arbitrary<StepDraft[]> {
  const often = kinds.filter((kind) => OFTEN.includes(kind));
  const step = fc.record({
    waitMs: wait,
    kind: fc.constantFrom(...kinds, ...often, ...often),
    function: place,
    version: fc.nat(3),
    config,
    form: fc.nat(5),
  });
  return fc.array(step, { maxLength: 16 });
}

/** Some kinds are switched off in each run, so that the others meet more often. */
export const anyStory: fc.Arbitrary<Story> = fc
  .subarray([...KINDS], { minLength: 3 })
  .chain((kinds) =>
    fc.record({
      functions: fc.array(draft, { minLength: 2, maxLength: 4 }),
      steps: steps(kinds),
      subnets: fc.integer({ min: 1, max: 3 }),
      groups: fc.integer({ min: 1, max: 3 }),
      free: fc.array(fc.constantFrom(11, 1, 2, 3, 0), { minLength: 3, maxLength: 3 }),
      eniQuota: fc.option(fc.integer({ min: 1, max: 6 }), { freq: 1 }),
      roles: fc.array(fc.array(rights, { maxLength: 1 }), { minLength: 1, maxLength: 2 }),
      parameters: someParameters,
      profile: fc.constantFrom('seed', 'current'),
      sweeps: fc.boolean(),
    }),
  );

/** Nothing is ever full or forbidden, and no ENI is replaced: what is asked for is done. */
export const roomyStory: fc.Arbitrary<Story> = anyStory.map((story) => ({
  ...story,
  free: [1, 1, 1].map(() => build.SUBNET_USABLE * 20),
  eniQuota: null,
  roles: [[['create', 'describe', 'delete']]],
  functions: story.functions.map((fn) => ({ ...fn, role: null })),
  steps: story.steps.filter(({ kind }) => kind !== 'setQuota'),
  parameters: {},
}));
