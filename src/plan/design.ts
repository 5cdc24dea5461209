import { ACCOUNT } from '../evidence/fixed.ts';
import type { FindingId } from '../findings/catalogue.ts';
import { findingsIn } from '../findings/findings.ts';
import type { Connection, Design } from '../findings/types.ts';
import { groupBy } from '../findings/words.ts';
import type { Estate, PlannedConnection, PlannedRole } from '../templates/types.ts';
import { functionOf, mayCreate, policiesOf } from './design-function.ts';
import type { Attached } from './pairings.ts';
import { inEveryCase } from './role-cases.ts';
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
  const design = designOf(estate, functions, roles);
  const found = [...findingsIn(design), ...functions.flatMap((one) => inEveryCase(one, roles))]
    .filter(({ id }) => KINDS.includes(id))
    .map(({ id, rule, severity, subject, message, mend, where }) => {
      return { id, rule, severity, subject, message, mend, where };
    });
  return [...found, ...functions.flatMap((one) => tooEarly(one, roles.get(one.role ?? '')))];
}

/** ENI-4: roles with which Lambda may not delete what it created, so that it stays. */
export function stuckFindings(estate: Estate, functions: readonly Attached[]): Finding[] {
  const roles = new Map(estate.roles.map((role) => [role.id, role]));
  return findingsIn(designOf(estate, functions, roles)).filter(
    ({ id }) => id === 'role-cannot-delete',
  );
}

/** IAM-4: nothing makes the function wait for what lets its role create interfaces. A race. */
function tooEarly(one: Attached, role: PlannedRole | undefined): Finding[] {
  if (role !== undefined && role.cases.length > 0) return [];
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
