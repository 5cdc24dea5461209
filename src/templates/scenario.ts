import type { FunctionSpec, Scenario } from '../scenario/types.ts';
import { parseBlock } from './cidr.ts';
import type { Estate, PlannedFunction, Where } from './types.ts';

/** A scenario as an estate: its functions as they are created, whatever happens to them later. */
export function scenarioEstate(scenario: Scenario, file: string): Estate {
  const where: Where = { file, line: 0, column: 0 };
  const { network, roles, timeline } = scenario;
  const publishing = new Set(
    timeline.flatMap((action) => {
      const publishes = 'publish' in action ? action.publish : action.action === 'publish';
      return publishes && 'function' in action ? [action.function] : [];
    }),
  );
  return {
    functions: scenario.functions.map((one) => functionOf(one, publishing, where)),
    vpcs: network.vpcs.map(({ id, eniQuota, otherEnis, tenancy }) => {
      return { id, where, eniQuota, otherEnis, tenancy };
    }),
    subnets: network.subnets.map(({ id, vpc, az, cidr, ipv6Cidr, taken }) => {
      const families = { hasIpv4: cidr !== null, hasIpv6: ipv6Cidr !== null };
      const block = parseBlock(cidr ?? '')?.cidr ?? null;
      return { id, where, vpc, zone: az, cidr: block, ...families, taken };
    }),
    securityGroups: network.securityGroups.map(({ id, vpc }) => {
      return { id, where, vpc, outbound: null, inbound: null };
    }),
    interfaces: [],
    notCounted: [],
    connectors: [],
    // Functions of scenarios say what they connect to, and are looked at by themselves.
    net: { routing: [], natGateways: [], endpoints: [], peerings: [], acls: [] },
    connections: [],
    roles: roles.map(({ id, policies }) => ({
      id,
      where,
      policies: policies.map((policy) => ({ attachedBy: null, ...policy })),
      unread: [],
      cases: [],
      settledBy: [],
    })),
    unknowns: [],
    notes: [],
  };
}

function functionOf(
  { id, vpc, role }: FunctionSpec,
  publishing: ReadonlySet<string>,
  where: Where,
): PlannedFunction {
  const list = (ids: readonly string[]) => ({ ids: [...new Set(ids)], literals: [], open: [] });
  return {
    id,
    where,
    vpc: vpc && {
      subnets: list(vpc.subnets),
      securityGroups: list(vpc.securityGroups),
      dualStack: vpc.ipv6AllowedForDualStack,
    },
    note: null,
    onlyIf: null,
    role,
    publishes: publishing.has(id),
    after: new Set(),
  };
}
