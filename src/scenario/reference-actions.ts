import type { Path } from './issues.ts';
import { didYouMean, listed } from './nearest.ts';
import { checkConfig } from './reference-functions.ts';
import { type CheckedAction, lookUp, type Review } from './reference-tables.ts';
import type { VpcConfigChange } from './types.ts';

/** Whether the author says that AWS refuses the action. */
export function expectsError(action: CheckedAction): boolean {
  return action.expect !== null && action.expect !== 'ok';
}

/** Checks that what actions name exists. */
export function reviewActions(review: Review): void {
  const { file, actions } = review.salvaged;
  for (const [index, action] of (file.timeline ?? []).entries()) {
    reviewAction(review, action, ['timeline', actions[index]!]);
  }
}

function reviewAction(review: Review, action: CheckedAction, path: Path): void {
  const verb = [...path, action.action];
  if ('caller' in action && action.caller !== undefined) {
    lookUp(review, review.callers, action.caller, [...path, 'caller']);
  }
  switch (action.action) {
    case 'create':
    case 'publish':
    case 'delete':
      lookUp(review, review.functions, action.function, verb);
      return;
    case 'update':
      lookUp(review, review.functions, action.function, verb);
      if (action.vpc === 'keep' || action.vpc === null) return;
      checkUpdate(review, action.vpc, [...path, 'vpc'], expectsError(action) ? 'refused' : 'meant');
      return;
    case 'callFromCode':
      reviewCode(review, action, verb);
      return;
    case 'invoke':
    case 'setTraffic':
      lookUp(review, review.functions, action.target.function, verb);
      return;
    default:
      reviewNetworkAction(review, action, verb);
  }
}

/** Whether a list fits one that the update leaves alone is for the simulated API to answer. */
function checkUpdate(
  review: Review,
  { subnets = [], securityGroups = [] }: VpcConfigChange,
  path: Path,
  purpose: 'meant' | 'refused',
): void {
  checkConfig(review, { subnets, securityGroups }, path, purpose);
}

type Named<K extends string> = Extract<CheckedAction, { action: K }>;
type FunctionVerb =
  | 'create'
  | 'publish'
  | 'delete'
  | 'update'
  | 'invoke'
  | 'callFromCode'
  | 'setTraffic';

/** What the code may do is decided by the policies of a role that the author wrote. */
function reviewCode(review: Review, { target }: Named<'callFromCode'>, verb: Path): void {
  const fn = lookUp(review, review.functions, target.function, verb);
  if (fn === undefined || fn?.role !== undefined) return;
  review.drafts.push({
    path: verb,
    message: `function \`${target.function}\` has no role whose policies could be asked`,
    mend: `add \`role: ...\` to \`functions.${target.function}\``,
  });
}

function reviewNetworkAction(
  review: Review,
  action: Exclude<CheckedAction, Named<FunctionVerb>>,
  verb: Path,
): void {
  switch (action.action) {
    case 'deleteSubnet':
      lookUp(review, review.subnets, action.subnet, verb);
      return;
    case 'deleteSecurityGroup':
      lookUp(review, review.groups, action.securityGroup, verb);
      return;
    case 'deleteVpc':
      lookUp(review, review.vpcs, action.vpc, verb);
      return;
    case 'setQuota':
      lookUp(review, review.vpcs, action.vpc, [...verb, 'vpc']);
      return;
    case 'deleteNetworkInterface':
    case 'detachNetworkInterface':
    case 'modifyNetworkInterface': {
      const { subnet, securityGroups } = action;
      const purpose = expectsError(action) ? 'refused' : 'meant';
      checkConfig(review, { subnets: [subnet], securityGroups }, verb, purpose);
      return;
    }
    case 'deleteRolePolicy':
      reviewPolicyName(review, action, verb);
      return;
    case 'putRolePolicy':
    case 'deleteRole':
      lookUp(review, review.roles, action.role, verb);
  }
}

function reviewPolicyName(review: Review, action: Named<'deleteRolePolicy'>, verb: Path): void {
  const { role, name } = action;
  const found = lookUp(review, review.roles, role, verb);
  if (found === undefined || name === null || expectsError(action)) return;
  const names = new Set(found.policies.map((policy) => policy.name));
  for (const other of review.salvaged.file.timeline ?? []) {
    if (other.action === 'putRolePolicy' && other.role === role) names.add(other.name);
  }
  if (names.has(name)) return;
  review.drafts.push({
    path: [...verb.slice(0, -1), 'name'],
    message: `role \`${role}\` has no policy \`${name}\``,
    expected: names.size === 0 ? 'a role with policies' : `one of ${listed(names)}`,
    mend: () => didYouMean(name, names) ?? 'leave `name` out to remove every policy',
  });
}
