import { z } from 'zod';
import { parsePolicy } from '../access/parse.ts';
import { pathSteps } from '../access/text.ts';
import { MANAGED_POLICIES } from '../evidence/managed-policies.ts';
import { form, isMapping } from './forms.ts';
import { shown } from './issues.ts';
import { type Complaint, complain, countOfEntries, list, named, object, text } from './leaves.ts';
import { LIMITS, NAME_PATTERN } from './limits.ts';
import { didYouMean, listed } from './nearest.ts';

export interface PolicySpec {
  /** Null: the author gave no name. */
  name: string | null;
  /** An IAM document, or the file that holds it. */
  document: unknown;
}

/** A document that stands in a file of its own; its path counts from the scenario's folder. */
export class PolicyFile {
  readonly path: string;
  constructor(path: string) {
    this.path = path;
  }
}

const A_POLICY =
  'an IAM policy document, `{ file: policies/name.json }`, or the name of one of AWS’s managed policies';

const managed = z.string({ error: A_POLICY }).transform((written, ctx): PolicySpec => {
  const [name = '', version, ...rest] = written.split(':');
  const versions = Object.hasOwn(MANAGED_POLICIES, name)
    ? MANAGED_POLICIES[name as keyof typeof MANAGED_POLICIES]
    : null;
  if (versions === null) {
    const names = Object.keys(MANAGED_POLICIES);
    return complain(ctx, {
      message: `no managed policy \`${name.slice(0, 140)}\` is known here`,
      expected: `one of ${listed(names)}, or a policy document`,
      mend: didYouMean(name, names) ?? 'write the policy document itself',
    });
  }
  const found =
    version === undefined ? versions.at(-1) : versions.find((v) => v.version === version);
  if (found !== undefined && rest.length === 0) return { name, document: found.document };
  return complain(ctx, {
    message: `\`${name}\` has no version \`${[version, ...rest].join(':').slice(0, 140)}\` here`,
    expected: `one of ${listed(versions.map((v) => v.version))}`,
    mend: `leave the version out for the newest: \`${name}\``,
  });
});

/** Why a value cannot be written as JSON, or null. */
function jsonProblem(value: unknown, above: readonly unknown[]): string | null {
  if (typeof value === 'number' && !Number.isFinite(value)) return `${value} is not JSON`;
  if (['function', 'symbol', 'bigint'].includes(typeof value)) return `${typeof value} is not JSON`;
  if (typeof value !== 'object' || value === null) return null;
  if (above.includes(value)) return 'the document contains itself';
  if (above.length > 30) return 'nested deeper than 30 levels';
  for (const inner of Object.values(value)) {
    const problem = jsonProblem(inner, [...above, value]);
    if (problem !== null) return problem;
  }
  return null;
}

/** IAM-7: a malformed policy is an issue where it stands, never a guess. */
const document = z
  .looseObject({ Version: z.unknown(), Id: z.unknown(), Statement: z.unknown() })
  .partial()
  .transform((value, ctx): PolicySpec => {
    const problem = jsonProblem(value, []);
    if (problem !== null) {
      return complain(ctx, { message: `not a policy document: ${problem}`, expected: A_POLICY });
    }
    const reading = parsePolicy(value);
    if (reading.ok) return { name: null, document: value };
    for (const { path, message, mend } of reading.problems) {
      complain(ctx, { message, mend, path: pathSteps(path) });
    }
    return z.NEVER;
  });

const file = object('a file with an IAM policy document', {
  file: text.describe('Its path from the folder of the scenario, such as `policies/name.json`'),
}).transform(({ file: path }): PolicySpec => {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.json$/, '');
  return { name: NAME_PATTERN.test(name) ? name : null, document: new PolicyFile(path) };
});

function choosePolicy(value: unknown): 'managed' | 'file' | 'document' | Complaint {
  if (typeof value === 'string') return 'managed';
  if (isMapping(value) && value['file'] !== undefined) return 'file';
  if (isMapping(value) && value['Statement'] !== undefined) return 'document';
  const complaint = { message: 'not a policy', expected: A_POLICY, received: shown(value) };
  if (!isMapping(value)) return complaint;
  return { ...complaint, mend: 'a policy document has a `Statement`' };
}

export const policy = form('policy', { managed, file, document }, choosePolicy);

type NamedPolicy = { name: string; document: unknown };

const policyList = list(policy, 'a list of policies', 100).transform(
  (items, ctx): NamedPolicy[] => {
    const policies = items.map(({ name, document }, index) => ({
      name: name ?? `policy-${index + 1}`,
      document,
    }));
    const twice = policies.findIndex((p, i) => policies.findIndex((q) => q.name === p.name) < i);
    if (twice < 0) return policies;
    const message = `\`${policies[twice]!.name}\` is listed twice`;
    return complain(ctx, { message, mend: 'remove one of the two', path: [twice] });
  },
);

const policyMap = named('policies', policy, 100).transform((items): NamedPolicy[] =>
  Object.entries(items).map(([name, { document }]) => ({ name, document })),
);

function choosePolicies(value: unknown): 'list' | 'map' | Complaint {
  const expected = 'a list of policies, or a mapping from names to policies';
  if (Array.isArray(value)) return 'list';
  const lone = typeof value === 'string' || (isMapping(value) && value['Statement'] !== undefined);
  if (lone) return { message: 'a single policy', expected, mend: 'put it into a list: `[...]`' };
  if (isMapping(value)) return 'map';
  return { message: 'not policies', expected, received: shown(value) };
}

const policies = form('policies', { list: policyList, map: policyMap }, choosePolicies);

const AN_ACCOUNT = 'an account number of 12 digits, in quotes';
const A_REGION = 'a Region such as `us-west-2`';

export const account = object('an account: `id` and `region`', {
  id: z
    .string({ error: AN_ACCOUNT })
    .regex(/^\d{12}$/, { error: AN_ACCOUNT })
    .optional()
    .describe('Twelve digits, in quotes; default: `111122223333`, an example account of AWS'),
  region: z
    .string({ error: A_REGION })
    .regex(/^[a-z]{2}(-[a-z]+){1,2}-\d$/, { error: A_REGION })
    .optional()
    .describe('Default: `us-east-1`'),
});

/** Service control policies of the account. */
export const scps = policies;

const principal = {
  policies: policies.describe(
    'A list of policies, or a mapping from names to them: IAM documents, files, managed names',
  ),
  boundary: policy.optional().describe('Its permissions boundary: a limit on its policies'),
};

const role = object('a role: a mapping with `policies`', {
  count: countOfEntries(LIMITS.entries),
  ...principal,
});
export const roles = named('roles', role);
export const callers = named('callers', object('a caller: a mapping with `policies`', principal));
