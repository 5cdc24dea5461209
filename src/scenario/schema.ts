import { z } from 'zod';
import { formsOf } from './forms.ts';
import { named, newName, object, oneOf, positiveDuration, text } from './leaves.ts';
import { LIMITS } from './limits.ts';
import { expectations } from './schema-expect.ts';
import { functionSpec } from './schema-functions.ts';
import { network } from './schema-network.ts';
import { parameters } from './schema-parameters.ts';
import { account, callers, roles, scps } from './schema-roles.ts';
import { timeline } from './schema-timeline.ts';

const A_SEED = 'a text or a number';

/** The one description of a scenario file: what is accepted, and what is read from it. */
export const scenarioSchema = object('a mapping with `name`, `until`, `functions` and more', {
  name: newName.describe('The name of the scenario'),
  why: text.default('').describe('What the scenario shows, in one sentence'),
  profile: oneOf(['seed', 'current'])
    .default('seed')
    .describe('Which edition of AWS’s documents the numbers follow: 30 idle days, or 14'),
  until: positiveDuration.describe('The end of the run'),
  seed: z
    .union([text, z.number({ error: A_SEED })], { error: A_SEED })
    .optional()
    .describe('Seed of all random draws; default: the name'),
  account: account.nullish().describe('The account and the Region, for the ARNs in policies'),
  network: network.nullish().describe('VPCs, subnets and security groups'),
  roles: roles.nullish().describe('Execution roles by name'),
  callers: callers.nullish().describe('Users by name, for the `caller` of an action'),
  scps: scps.nullish().describe('Service control policies: a limit on all roles and callers'),
  functions: named('functions', functionSpec.nullable(), LIMITS.functions).describe(
    'Functions by name; created at 0s unless the timeline creates them',
  ),
  timeline: timeline.nullish().describe('What is done, and when'),
  expect: expectations.nullish().describe('What must hold; a miss makes the exit code 1'),
  parameters: parameters.nullish().describe('Values that replace those of the evidence table'),
});

/** A scenario as it is written, in YAML, JSON or TypeScript. */
export type ScenarioFile = z.input<typeof scenarioSchema>;

/** A scenario whose every part is well-formed; references are not looked at yet. */
export type CheckedFile = z.output<typeof scenarioSchema>;

const ID = 'https://hyperplane-sim.example/scenario.schema.json';

/** JSON Schema (2020-12) of scenario files: what an editor needs to complete and check them. */
export function scenarioJsonSchema(): object {
  const shared: Record<string, unknown> = {};
  const { $schema, ...rest } = convert(scenarioSchema, shared);
  return { $schema, $id: ID, title: 'hyperplane-sim scenario', ...rest, $defs: shared };
}

function convert(
  schema: z.core.$ZodType,
  shared: Record<string, unknown>,
): Record<string, unknown> {
  return z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-2020-12',
    unrepresentable: ({ zodSchema }) => {
      const forms = formsOf(zodSchema);
      if (forms === undefined) return 'any';
      if (!Object.hasOwn(shared, forms.id)) {
        const anyOf: unknown[] = [];
        shared[forms.id] = { anyOf };
        for (const branch of forms.branches) anyOf.push(withoutDialect(convert(branch, shared)));
      }
      return { $ref: `#/$defs/${forms.id}` };
    },
  }) as Record<string, unknown>;
}

function withoutDialect({ $schema: _, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return rest;
}
