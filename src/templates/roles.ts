import { MANAGED_POLICIES, type ManagedPolicyName } from '../evidence/managed-policies.ts';
import type { PlannedRole } from './types.ts';
import { isDict, type Maybe, shownOf, Unknown, type Value } from './values.ts';
import type { Builder, View } from './view.ts';

const VPC_ACCESS: ManagedPolicyName = 'AWSLambdaVPCAccessExecutionRole';

type Roles = Map<string, PlannedRole>;

/** The roles of the templates by id, and those that SAM makes; with what they hold themselves. */
export function rolesOf(views: readonly View[], { estate }: Builder): Roles {
  const roles: Roles = new Map();
  const documents = managedDocuments(views);
  for (const view of views) {
    const role: PlannedRole = { id: view.id, where: view.where, policies: [], unread: [] };
    if (view.type === 'AWS::IAM::Role') {
      roles.set(role.id, role);
      for (const policy of listOf(view.get('Policies'))) inline(policy, role, null);
      for (const policy of listOf(view.get('ManagedPolicyArns'))) {
        attach(policy, role, null, documents);
      }
      if (view.get('PermissionsBoundary') !== undefined) role.unread.push('its boundary');
    }
    // SAM adds AWS's policy for VPC access to the roles it makes for functions with a VpcConfig.
    if (view.ownRole && view.get('Role') === undefined) {
      role.id = `${view.id}Role`;
      roles.set(role.id, role);
      if (view.get('VpcConfig') !== undefined) attach(VPC_ACCESS, role, null, documents);
      if (view.get('PermissionsBoundary') !== undefined) role.unread.push('its boundary');
    }
  }
  estate.roles = [...roles.values()];
  return roles;
}

/** Adds what resources of their own attach to roles. */
export function addPolicies(views: readonly View[], roles: Roles): void {
  const documents = managedDocuments(views);
  for (const view of views) {
    if (!/^AWS::IAM::(Policy|RolePolicy|ManagedPolicy|RoleAttachment)$/.test(view.type)) continue;
    const named = [...listOf(view.get('Roles')), ...listOf(view.get('RoleName'))];
    for (const value of named) {
      const id = value instanceof Unknown ? value.resource : undefined;
      const role = id === undefined ? undefined : roles.get(id);
      if (role === undefined) continue;
      const managed = view.get('PolicyArn');
      if (managed !== undefined) attach(managed, role, view.id, documents);
      else addDocument(view.get('PolicyDocument'), view.id, role, view.id);
    }
  }
}

/** The text of managed policies that the templates make, by id. */
function managedDocuments(views: readonly View[]): Map<string, Maybe> {
  return new Map(
    views
      .filter(({ type }) => type === 'AWS::IAM::ManagedPolicy')
      .map((view) => [view.id, view.get('PolicyDocument')]),
  );
}

function listOf(value: Maybe): Value[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function inline(policy: Value, role: PlannedRole, attachedBy: string | null): void {
  if (!isDict(policy)) role.unread.push(shownOf(policy));
  else {
    const name = shownOf(policy.get('PolicyName') ?? 'inline');
    addDocument(policy.get('PolicyDocument'), name, role, attachedBy);
  }
}

function attach(
  policy: Value,
  role: PlannedRole,
  attachedBy: string | null,
  documents: ReadonlyMap<string, Maybe>,
): void {
  const own = policy instanceof Unknown ? documents.get(policy.resource ?? '') : undefined;
  if (own !== undefined) {
    addDocument(own, shownOf(policy), role, attachedBy);
    return;
  }
  const name = shownOf(policy).split('/').at(-1) ?? '';
  const known = Object.hasOwn(MANAGED_POLICIES, name)
    ? MANAGED_POLICIES[name as ManagedPolicyName].at(-1)
    : undefined;
  if (known === undefined) role.unread.push(shownOf(policy));
  else role.policies.push({ attachedBy, name, document: known.document });
}

function addDocument(
  value: Maybe,
  name: string,
  role: PlannedRole,
  attachedBy: string | null,
): void {
  const document = plainJson(value);
  if (document === null) role.unread.push(name);
  else role.policies.push({ attachedBy, name, document });
}

/**
 * A policy as plain JSON. Unknown parts of names become `*`, which is what a reader would grant
 * them; null when a part of the policy itself is not known.
 */
function plainJson(value: Maybe): unknown {
  if (value instanceof Unknown) {
    if (value.shape === 'any' || value.shape === 'list') return null;
    const parts = value.parts ?? [value];
    return parts.map((part) => (typeof part === 'string' ? part : '*')).join('');
  }
  if (Array.isArray(value)) {
    const items = value.map(plainJson);
    return items.includes(null) ? null : items;
  }
  if (!isDict(value)) return value ?? null;
  const entries = [...value].map(([key, one]) => [key, plainJson(one)] as const);
  return entries.some(([, one]) => one === null) ? null : Object.fromEntries(entries);
}
