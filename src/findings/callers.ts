import { evaluateAccess } from '../access/evaluate.ts';
import type { Condition, Policy, Statement } from '../access/policy.ts';
import type { Design, Found } from './types.ts';
import { listed } from './words.ts';

const KEYS = ['lambda:vpcids', 'lambda:subnetids', 'lambda:securitygroupids'];
const ACTIONS = ['lambda:CreateFunction', 'lambda:UpdateFunctionConfiguration'];
/** Newer actions that carry two of the keys as well. */
const OTHERS = ['lambda:CreateCapacityProvider', 'lambda:CreateNetworkConnector'];

/** IAM-1 to IAM-3: policies with VPC condition keys that enforce less than they seem to. */
export function callerFindings({ callers }: Design): Found[] {
  return callers.flatMap(({ id, policies, where }) => {
    const statements = policies.flatMap((policy) => policy.statements);
    const found = [
      ...unguarded(statements),
      ...alternatives(statements),
      ...statements.flatMap(neverPresent),
    ];
    return found.map((one) => ({ ...one, subject: id, where }));
  });
}

type Said = Pick<Found, 'id' | 'severity' | 'message' | 'mend'>;

function isVpcKey({ keyFolded }: Condition): boolean {
  return KEYS.includes(keyFolded);
}

/** What a list of statements answers to an action, whatever its resource. */
function decides(statements: readonly Statement[], action: string): string {
  const policy: Policy = {
    form: 'parsed-policy',
    statements: statements.map((one) => ({ ...one, resources: { mode: 'except', patterns: [] } })),
  };
  return evaluateAccess({ policies: [policy], action, resource: '*', context: {} }).decision;
}

function covers(statement: Statement, action: string): boolean {
  const plain: Statement = { ...statement, effect: 'Allow', conditions: [] };
  return decides([plain], action) === 'allowed';
}

function nameOf({ sid, effect }: Statement): string {
  return sid === null ? `an ${effect} statement` : `statement \`${sid}\``;
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** IAM-3: ForAllValues is true of a request without the key, that is, without a VPC. */
function unguarded(statements: readonly Statement[]): Said[] {
  const denies = statements.filter(({ effect, conditions }) => {
    return effect === 'Deny' && conditions.every(isVpcKey);
  });
  const free = ACTIONS.filter((action) => decides(denies, action) !== 'explicitDeny');
  return statements.flatMap((statement): Said[] => {
    const { effect, conditions } = statement;
    const loose = conditions.some((one) => one.quantifier === 'all' && isVpcKey(one));
    if (effect !== 'Allow' || !loose) return [];
    const alone = { ...statement, conditions: conditions.filter(isVpcKey) };
    const open = free.filter((action) => decides([alone], action) === 'allowed');
    if (open.length === 0) return [];
    const message = `${upper(nameOf(statement))} allows ${listed(open)} for a function without any VPC: ForAllValues is true where the key is missing.`;
    const mend = 'Add "Null": { "lambda:VpcIds": "false" } to its Condition.';
    return [{ id: 'for-all-values-unguarded', severity: 'warning', message, mend }];
  });
}

function keysOf({ conditions }: Statement): string {
  const keys = conditions.filter(isVpcKey).map(({ key }) => key);
  return [...new Set(keys)].sort().join('+');
}

/** IAM-1: one statement that allows is enough, so limits in several do not add up. */
function alternatives(statements: readonly Statement[]): Said[] {
  const allows = statements.filter((one) => {
    return one.effect === 'Allow' && ACTIONS.some((action) => covers(one, action));
  });
  const limited = allows.filter((one) => keysOf(one) !== '');
  if (limited.length === 0) return [];
  const mend = 'Put the conditions into one statement, or say with Deny what must not be.';
  const open = allows.find(({ conditions }) => conditions.length === 0);
  if (open !== undefined) {
    const message = `${upper(nameOf(open))} allows what ${listed(limited.map(nameOf))} would limit: one Allow is enough, so the limit enforces nothing.`;
    return [{ id: 'allows-or-together', severity: 'warning', message, mend }];
  }
  if (new Set(limited.map(keysOf)).size < 2) return [];
  const message = `${upper(listed(limited.map(nameOf)))} are alternatives: a request that satisfies one is allowed, whatever the others say.`;
  return [{ id: 'allows-or-together', severity: 'warning', message, mend }];
}

/** IAM-2: the keys come with two actions only; elsewhere they are always missing. */
function neverPresent(statement: Statement): Said[] {
  const keys = statement.conditions.filter(isVpcKey).map(({ key }) => key);
  if (keys.length === 0) return [];
  if ([...ACTIONS, ...OTHERS].some((action) => covers(statement, action))) return [];
  const message = `${upper(nameOf(statement))} asks for ${listed([...new Set(keys)])}, which no request of its actions carries.`;
  const mend = `Use these keys with ${listed(ACTIONS)}.`;
  return [{ id: 'vpc-key-never-present', severity: 'warning', message, mend }];
}
