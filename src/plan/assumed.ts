import type { Estate } from '../templates/types.ts';
import type { AssumptionCode } from './assumptions.ts';
import type { Attached } from './pairings.ts';
import type { PlannedUse } from './types.ts';

/** Which assumptions an answer about these functions rests on. */
export function assumedIn(
  estate: Estate,
  attached: readonly Attached[],
  subnets: readonly PlannedUse[],
): AssumptionCode[] {
  const used = subnets.filter(({ isUsed }) => isUsed);
  if (used.length === 0) return [];
  const given = new Map(estate.subnets.flatMap(({ id, given: how }) => (how ? [[id, how]] : [])));
  const quotas = new Map(estate.vpcs.map(({ id, eniQuota }) => [id, eniQuota]));
  const roles = new Map(estate.roles.map((role) => [role.id, role]));
  const isElsewhere = ({ role }: Attached) => (roles.get(role ?? '')?.unread.length ?? 1) > 0;
  const names = new Set(used.map(({ id }) => id));
  const codes: [AssumptionCode, boolean][] = [
    ['only-these-templates', used.some(({ id }) => !given.has(id))],
    ['nothing-else-in-subnet', used.some(({ id }) => given.get(id) === 'block')],
    ['nothing-else-in-vpc', used.some(({ vpc }) => !quotas.has(vpc ?? ''))],
    ['not-deployed-yet', used.some(({ id }) => given.get(id) === 'free')],
    ['default-quota', used.some(({ vpc }) => (quotas.get(vpc ?? '') ?? null) === null)],
    ['names-differ', names.size > 1 && used.some(({ cidr }) => cidr === null)],
    ['roles-elsewhere', attached.some(isElsewhere)],
    ['under-conditions', attached.some(({ onlyIf }) => onlyIf !== null)],
    ['connectors-count', estate.interfaces.some(({ type }) => type === CONNECTOR)],
  ];
  return codes.filter(([, holds]) => holds).map(([code]) => code);
}

const CONNECTOR = 'AWS::Lambda::NetworkConnector';
