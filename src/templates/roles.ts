import { MANAGED_POLICIES, type ManagedPolicyName } from '../evidence/managed-policies.ts';
import { casesOf } from './alternatives.ts';
import { chosenGiven, chosenRole, emptyRole, type Given, type Roles } from './chosen-role.ts';
import type { PlannedRole } from './types.ts';
import { type Dict, eitherOf, isDict, type Maybe, shownOf, Unknown, type Value } from './values.ts';
import type { Builder, Names, View } from './view.ts';

const VPC_ACCESS: ManagedPolicyName = 'AWSLambdaVPCAccessExecutionRole';

/** The roles of the templates by id, and those that SAM makes; with what they hold themselves. */
export function rolesOf(views: readonly View[]): Roles {
  const roles: Roles = new Map();
  for (const view of views) {
    const own = ({ kind, path }: { kind: Given['kind']; path: string }): Given => {
      return { kind, value: view.get(path), attachedBy: null };
    };
    const boundary = own({ kind: 'boundary', path: 'PermissionsBoundary' });
    if (view.type === 'AWS::IAM::Role') {
      const inline = own({ kind: 'inline', path: 'Policies' });
      const managed = own({ kind: 'managed', path: 'ManagedPolicyArns' });
      roles.set(view.id, { role: emptyRole(view.id, view), given: [inline, managed, boundary] });
    }
    // SAM adds AWS's policy for VPC access to the roles it makes for functions with a VpcConfig.
    if (view.ownRole && view.get('Role') === undefined) {
      const id = `${view.id}Role`;
      const value = view.get('VpcConfig') === undefined ? undefined : VPC_ACCESS;
      const access: Given = { kind: 'managed', value, attachedBy: null };
      roles.set(id, { role: emptyRole(id, view), given: [access, boundary] });
    }
  }
  for (const view of views) {
    const chosen = chosenRole(view, roles);
    if (chosen !== null) roles.set(chosen.role.id, chosen);
  }
  return roles;
}

/** Adds what resources of their own attach to roles, and reads what each role holds. */
export function addPolicies(
  views: readonly View[],
  roles: Roles,
  { estate, names }: Builder,
): void {
  const documents = managedDocuments(views);
  for (const view of views) {
    if (!/^AWS::IAM::(Policy|RolePolicy|ManagedPolicy|RoleAttachment)$/.test(view.type)) continue;
    const named = [...listOf(view.get('Roles')), ...listOf(view.get('RoleName'))];
    for (const value of named) {
      const id = value instanceof Unknown ? value.resource : undefined;
      const role = id === undefined ? undefined : roles.get(id);
      if (role === undefined) continue;
      const managed = view.get('PolicyArn');
      const [kind, whole] =
        managed !== undefined
          ? (['managed', managed] as const)
          : (['document', view.get('PolicyDocument')] as const);
      role.given.push({ kind, value: onlyWhere(view.onlyIf, whole), attachedBy: view.id });
    }
  }
  for (const { role, given, choice } of roles.values()) {
    const held = choice === undefined ? given : chosenGiven(choice, roles);
    settle(role, held, documents, names);
  }
  estate.roles = [...roles.values()].map(({ role }) => role);
}

/** What exists only under a condition is one of two things. */
function onlyWhere(condition: Unknown | null, value: Maybe): Maybe {
  return condition === null ? value : eitherOf(condition, value, undefined);
}

/** Reads what a role holds; where conditions decide, for each of their values. */
function settle(
  role: PlannedRole,
  given: readonly Given[],
  documents: ReadonlyMap<string, Maybe>,
  names: Names,
): void {
  const parts: Dict = new Map();
  for (const [place, { value }] of given.entries()) {
    if (value === undefined) continue;
    parts.set(String(place), value);
    for (const resource of resourcesIn(value)) {
      const document = documents.get(resource);
      if (document !== undefined) parts.set(`document ${resource}`, document);
    }
  }
  const cases = casesOf(parts, names);
  if (cases === null) {
    role.unread.push('policies under too many conditions');
    return;
  }
  const read = cases.map(({ when, value }) => {
    return { when: Object.fromEntries(when), ...readCase(given, value as Dict) };
  });
  role.policies = read[0]!.policies;
  role.unread = [...new Set(read.flatMap(({ unread }) => unread))];
  if (read.length === 1) return;
  role.cases = read;
  const needs = decidersIn([...parts.values()]).flatMap(({ needs: open }) => open);
  role.settledBy = [...new Set(needs.map(({ mend }) => mend))];
}

/** The resources that a value names, whatever the conditions are. */
function resourcesIn(value: Maybe): string[] {
  if (Array.isArray(value)) return value.flatMap(resourcesIn);
  if (!(value instanceof Unknown)) return [];
  const { resource, choice } = value;
  const chosen = (choice?.options ?? []).flatMap((one) => resourcesIn(one.value));
  return resource === undefined ? chosen : [resource, ...chosen];
}

/** The conditions that a value depends on. */
function decidersIn(value: Maybe): Unknown[] {
  if (Array.isArray(value)) return value.flatMap(decidersIn);
  if (isDict(value)) return [...value.values()].flatMap(decidersIn);
  if (!(value instanceof Unknown) || value.choice === undefined) return [];
  const { by, options } = value.choice;
  return [by, ...options.flatMap((one) => decidersIn(one.value))];
}

type Held = Pick<PlannedRole, 'policies' | 'unread'>;

function readCase(given: readonly Given[], parts: Dict): Held {
  const held: Held = { policies: [], unread: [] };
  const documents = (id: string): Maybe => parts.get(`document ${id}`);
  for (const [place, { kind, attachedBy }] of given.entries()) {
    const value = parts.get(String(place));
    if (value === undefined) continue;
    if (kind === 'boundary') held.unread.push('its boundary');
    else if (kind === 'document') addDocument(value, attachedBy!, held, attachedBy);
    else {
      for (const policy of listOf(value)) {
        if (kind === 'inline') inline(policy, held, attachedBy);
        else attach(policy, held, attachedBy, documents);
      }
    }
  }
  return held;
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

function inline(policy: Value, role: Held, attachedBy: string | null): void {
  if (!isDict(policy)) role.unread.push(shownOf(policy));
  else {
    const name = shownOf(policy.get('PolicyName') ?? 'inline');
    addDocument(policy.get('PolicyDocument'), name, role, attachedBy);
  }
}

function attach(
  policy: Value,
  role: Held,
  attachedBy: string | null,
  documents: (id: string) => Maybe,
): void {
  const own = policy instanceof Unknown ? documents(policy.resource ?? '') : undefined;
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

function addDocument(value: Maybe, name: string, role: Held, attachedBy: string | null): void {
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
