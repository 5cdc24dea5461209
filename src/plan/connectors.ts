import type { Estate } from '../templates/types.ts';
import type { PlannedConnectorUse } from './types.ts';

/**
 * The interfaces of each connector (CONN-1), and while it is updated (CONN-2). In the sums of
 * subnets and quotas they stand among the other interfaces (CONN-4).
 */
export function connectorUses(estate: Estate): PlannedConnectorUse[] {
  return estate.connectors.map(({ id, where, subnets, securityGroups, ...rest }) => {
    const count = subnets.open.length > 0 ? null : subnets.ids.length;
    return {
      id,
      where,
      subnets: count === null ? null : subnets.ids,
      securityGroups: securityGroups.open.length > 0 ? null : securityGroups.ids.toSorted(),
      ...rest,
      enisAtLeast: count,
      enisWhileUpdated: count === null ? null : 2 * count,
    };
  });
}
