import { evaluateAccess } from '../access/evaluate.ts';
import { parsePolicy } from '../access/parse.ts';
import type { Policy } from '../access/policy.ts';
import { ACCOUNT } from '../evidence/fixed.ts';
import type { FindingId } from '../findings/catalogue.ts';
import { findingsIn } from '../findings/findings.ts';
import type { Connection, Design, DesignFunction } from '../findings/types.ts';
import { groupBy } from '../findings/words.ts';
import type { Estate, PlannedConnection, PlannedRole } from '../templates/types.ts';
import type { Attached } from './pairings.ts';
import { surroundingsOf } from './surroundings.ts';
import type { Finding } from './types.ts';
import { placeText } from './words.ts';

/** Kinds that rest on what templates tell; of the others the plan has figures of its own. */
const KINDS: readonly FindingId[] = [
  ...(['role-cannot-create', 'create-without-groups', 'role-cannot-describe'] as const),
  ...(['describe-limited', 'role-cannot-delete', 'role-lacks-newer-actions'] as const),
  ...(['too-many-ids', 'dedicated-tenancy', 'not-dual-stack'] as const),
  ...(['public-subnet', 'no-way-out', 'subnets-differ', 'ipv6-without-way-out'] as const),
  ...(['nat-in-private-subnet', 'groups-let-nothing-out', 'acl-blocks-answers'] as const),
  ...(['acl-blocks-everything', 'groups-without-ipv6', 'connection-blocked'] as const),
  ...(['mount-blocked', 'mount-target-missing', 'mount-target-later'] as const),
  'misspelt-action',
];

/** What is found in roles, configurations and networks before anything runs. */
export function designFindings(estate: Estate, functions: readonly Attached[]): Finding[] {
  const roles = new Map(estate.roles.map((role) => [role.id, role]));
  const found = findingsIn(designOf(estate, functions, roles))
    .filter(({ id }) => KINDS.includes(id))
    .map(({ id, rule, severity, subject, message, mend, where }) => {
      return { id, rule, severity, subject, message, mend, where };
    });
  return [...found, ...functions.flatMap((one) => tooEarly(one, roles.get(one.role ?? '')))];
}

/** IAM-4: nothing makes the function wait for what lets its role create interfaces. A race. */
function tooEarly(one: Attached, role: PlannedRole | undefined): Finding[] {
  const { early, late } = policiesOf(one, role);
  const before = early.map(({ policy }) => policy);
  if (late.length === 0 || mayCreate(before)) return [];
  const decisive = late.find(({ policy }) => mayCreate([...before, policy]));
  if (decisive === undefined) return [];
  const message = `It may be created before ${decisive.attachedBy}, which lets its role create interfaces.`;
  const mend = `Let it depend on ${decisive.attachedBy}, not only on the role.`;
  const where = placeText(one.where);
  const subject = one.id;
  const kind = { id: 'policy-after-create', rule: 'IAM-4', severity: 'warning' } as const;
  return [{ ...kind, subject, message, mend, where }];
}

/** The policies of a role that can be evaluated: those a function waits for, and the others. */
function policiesOf({ after }: Attached, role: PlannedRole | undefined) {
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

function designOf(
  estate: Estate,
  functions: readonly Attached[],
  roles: ReadonlyMap<string, PlannedRole>,
): Design {
  const connections = new Map(groupBy(estate.connections, (to) => to.function));
  return {
    surroundings: surroundingsOf(estate),
    functions: functions.map((one) => ({
      ...functionOf(one, roles.get(one.role ?? '')),
      connections: (connections.get(one.id) ?? []).map((to) => connectionOf(to, one)),
    })),
    callers: [],
    isTemplate: true,
    ...ACCOUNT,
  };
}

function connectionOf(to: PlannedConnection, { after }: Attached): Connection {
  const { target, kind, how, named, ports, ends } = to;
  return {
    ...{ target, kind, how, named, ports },
    ends: ends.map(({ id, subnets, securityGroups }) => {
      // Of a list that stays open, another subnet may be the one.
      return { id, subnets: subnets.open.length > 0 ? [] : subnets.ids, groups: securityGroups };
    }),
    late: ends.flatMap(({ id }) => (after.has(id) ? [] : [id])),
  };
}

function functionOf(one: Attached, role: PlannedRole | undefined): DesignFunction {
  const { id, where, vpc } = one;
  const config = {
    subnets: vpc.subnets.ids,
    securityGroups: groupsIn(vpc),
    ipv6AllowedForDualStack: vpc.dualStack,
  };
  const found = policiesOf(one, role);
  const early = found.early.map(({ policy }) => policy);
  const late = found.late.map(({ policy }) => policy);
  const complete = role?.unread.length === 0 && early.length + late.length === role.policies.length;
  return {
    id,
    where: placeText(where),
    configs: [config],
    role: one.role,
    // What cannot be read might allow it: then nothing is said.
    policies: complete || mayCreate(early) ? early : null,
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

function mayCreate(policies: readonly Policy[]): boolean {
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
