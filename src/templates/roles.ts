import { MANAGED_POLICIES, type ManagedPolicyName } from '../evidence/managed-policies.ts';
import { casesOfAll } from './alternatives.ts';
import type { PlannedRole } from './types.ts';
import { eitherOf, isDict, type Maybe, shownOf, Unknown, type Value } from './values.ts';
import type { Builder, Names, View } from './view.ts';

const VPC_ACCESS: ManagedPolicyName = 'AWSLambdaVPCAccessExecutionRole';

/** What a role has by each way in which policies come to it. */
interface Part {
  value: Maybe;
  attachedBy: string | null;
  /** Enters a value, which may be one of those that `value` may turn out to be. */
  enter: (value: Maybe, role: Content) => void;
}

type Content = Pick<PlannedRole, 'policies' | 'unread'>;

interface Draft {
  id: string;
  where: PlannedRole['where'];
  parts: Part[];
}

/**
 * The roles of the templates and those that SAM makes, by id, with all their policies. A function
 * whose role is one of several has one of its own, which may be like any of them.
 */
export function rolesOf(views: readonly View[], { estate, names }: Builder) {
  const documents = managedDocuments(views);
  const drafts = new Map<string, Draft>();
  for (const view of views) {
    const draft = draftOf(view, documents);
    if (draft !== null) drafts.set(draft.id, draft);
  }
  attachAll(views, drafts, documents);
  const roles = new Map([...drafts.values()].map((draft) => [draft.id, roleFrom(draft, names)]));
  for (const view of views) {
    const role = chosenRole(view.get('Role'), roles);
    if (role !== null) roles.set(role.id, role);
  }
  estate.roles = [...roles.values()];
  return roles;
}

function draftOf(view: View, documents: ReadonlyMap<string, Maybe>): Draft | null {
  const { where } = view;
  const unread = (name: string): Part => {
    return { value: undefined, attachedBy: null, enter: (_, role) => void role.unread.push(name) };
  };
  const boundary = view.get('PermissionsBoundary') === undefined ? [] : [unread('its boundary')];
  if (view.type === 'AWS::IAM::Role') {
    const own: Part = {
      value: view.get('Policies'),
      attachedBy: null,
      enter: (value, role) => {
        for (const policy of listOf(value)) inline(policy, role, null);
      },
    };
    const managed = managedPart(view.get('ManagedPolicyArns'), null, documents);
    return { id: view.id, where, parts: [own, managed, ...boundary] };
  }
  // SAM adds AWS's policy for VPC access to the roles it makes for functions with a VpcConfig.
  if (!view.ownRole || view.get('Role') !== undefined) return null;
  const isInVpc = view.get('VpcConfig') !== undefined;
  const access = isInVpc ? [managedPart(VPC_ACCESS, null, documents)] : [];
  return { id: `${view.id}Role`, where, parts: [...access, ...boundary] };
}

function managedPart(
  value: Maybe,
  attachedBy: string | null,
  documents: ReadonlyMap<string, Maybe>,
): Part {
  const enter = (arns: Maybe, role: Content): void => {
    for (const policy of listOf(arns)) attach(policy, role, attachedBy, documents);
  };
  return { value, attachedBy, enter };
}

/** Adds what resources of their own attach to roles; one under a condition does so or not. */
function attachAll(
  views: readonly View[],
  drafts: ReadonlyMap<string, Draft>,
  documents: ReadonlyMap<string, Maybe>,
): void {
  for (const view of views) {
    if (!/^AWS::IAM::(Policy|RolePolicy|ManagedPolicy|RoleAttachment)$/.test(view.type)) continue;
    const named = [...listOf(view.get('Roles')), ...listOf(view.get('RoleName'))];
    const perhaps = (value: Maybe): Maybe =>
      view.onlyIf === null ? value : eitherOf(view.onlyIf, value, undefined);
    for (const value of named) {
      const id = value instanceof Unknown ? value.resource : undefined;
      const draft = id === undefined ? undefined : drafts.get(id);
      const managed = view.get('PolicyArn');
      if (managed !== undefined) {
        draft?.parts.push(managedPart(perhaps(managed), view.id, documents));
      } else {
        const enter = (document: Maybe, role: Content): void => {
          if (document !== undefined) addDocument(document, view.id, role, view.id);
        };
        const value = perhaps(view.get('PolicyDocument'));
        draft?.parts.push({ value, attachedBy: view.id, enter });
      }
    }
  }
}

function roleFrom({ id, where, parts }: Draft, names: Names): PlannedRole {
  const values = parts.map(({ value }) => value);
  const cases = casesOfAll(values, names) ?? [];
  const variants = cases.map((one) => contentOf(parts, one.values));
  const role = { id, where, ...contentOf(parts, values) };
  return variants.length > 1 ? { ...role, variants } : role;
}

function contentOf(parts: readonly Part[], values: readonly Maybe[]): Content {
  const content: Content = { policies: [], unread: [] };
  for (const [index, { enter }] of parts.entries()) enter(values[index], content);
  return content;
}

/** The role that a condition chooses for a function, where all it chooses among are here. */
function chosenRole(value: Maybe, roles: ReadonlyMap<string, PlannedRole>): PlannedRole | null {
  const id = chosenId(value);
  const choice = value instanceof Unknown ? value.choice : undefined;
  if (id === null || choice === undefined || roles.has(id)) return null;
  const among = choice.options.map(({ value: one }) => {
    return one instanceof Unknown ? roles.get(one.resource ?? '') : undefined;
  });
  const known = among.flatMap((role) => role ?? []);
  if (known.length < among.length || known.length === 0) return null;
  const variants = known.flatMap(({ variants: own, policies, unread }) => {
    return own ?? [{ policies, unread }];
  });
  return { ...known[0]!, id, variants };
}

/** The id of a role that a condition chooses; null: none does. */
export function chosenId(value: Maybe): string | null {
  return value instanceof Unknown && value.choice !== undefined ? value.shown : null;
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

function inline(policy: Value, role: Content, attachedBy: string | null): void {
  if (!isDict(policy)) role.unread.push(shownOf(policy));
  else {
    const name = shownOf(policy.get('PolicyName') ?? 'inline');
    addDocument(policy.get('PolicyDocument'), name, role, attachedBy);
  }
}

function attach(
  policy: Value,
  role: Content,
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

function addDocument(value: Maybe, name: string, role: Content, attachedBy: string | null): void {
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
