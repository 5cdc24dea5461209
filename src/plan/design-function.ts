import { evaluateAccess } from '../access/evaluate.ts';
import { parsePolicy } from '../access/parse.ts';
import type { Policy } from '../access/policy.ts';
import { ACCOUNT } from '../evidence/fixed.ts';
import type { DesignFunction } from '../findings/types.ts';
import type { PlannedRole } from '../templates/types.ts';
import type { Attached } from './pairings.ts';
import { placeText } from './words.ts';

/** The policies of a role that can be evaluated: those a function waits for, and the others. */
export function policiesOf({ after }: Attached, role: PlannedRole | undefined) {
  const policies = (role?.policies ?? []).flatMap(({ document, attachedBy }) => {
    const policy = parsed(document);
    return policy === null ? [] : [{ policy, attachedBy }];
  });
  const isEarly = ({ attachedBy }: { attachedBy: string | null }) =>
    attachedBy === null || after.has(attachedBy);
  return {
    early: policies.filter(isEarly),
    late: policies.filter((policy) => !isEarly(policy)),
  };
}

/** A function with its role as findings look at it. */
export function functionOf(one: Attached, role: PlannedRole | undefined): DesignFunction {
  const { id, where, vpc } = one;
  const config = {
    subnets: vpc.subnets.ids,
    securityGroups: groupsIn(vpc),
    ipv6AllowedForDualStack: vpc.dualStack,
  };
  const found = policiesOf(one, role);
  const early = found.early.map(({ policy }) => policy);
  const late = found.late.map(({ policy }) => policy);
  // Of several cases each is looked at by itself.
  const isOne = role?.cases.length === 0;
  const complete = role?.unread.length === 0 && early.length + late.length === role.policies.length;
  return {
    id,
    where: placeText(where),
    configs: [config],
    role: one.role,
    // What cannot be read might allow it: then nothing is said.
    policies: isOne && (complete || mayCreate(early)) ? early : null,
    latePolicies: late,
    roleLeavesFirst: false,
    destinations: [],
    versions: [],
    failsOnPurpose: false,
  };
}

const GROUPS_MAX = 5;

/** A part of the list that is not known stands for a group of which nothing is known. */
function groupsIn({ securityGroups: { ids, open } }: Attached['vpc']): string[] {
  return [...ids, ...open.slice(0, Math.max(0, GROUPS_MAX - ids.length))];
}

export function mayCreate(policies: readonly Policy[]): boolean {
  return ['network-interface', 'subnet', 'security-group'].every((kind) => {
    const resource = `arn:aws:ec2:${ACCOUNT.region}:${ACCOUNT.accountId}:${kind}/x`;
    const request = { policies, action: 'ec2:CreateNetworkInterface', resource, context: {} };
    return evaluateAccess(request).decision === 'allowed';
  });
}

const PARSED = new WeakMap<object, Policy>();

/** A policy that can be evaluated, or null; those of AWS come up again and again. */
function parsed(document: unknown): Policy | null {
  if (typeof document !== 'object' || document === null) return null;
  const known = PARSED.get(document);
  if (known !== undefined) return known;
  const reading = parsePolicy(document);
  if (!reading.ok) return null;
  PARSED.set(document, reading.policy);
  return reading.policy;
}
