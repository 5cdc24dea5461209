import { RELEASE_PATIENCE } from '../evidence/fixed.ts';
import { defaultOf } from '../evidence/parameters.ts';
import { blockOf } from '../network/blocks.ts';
import type { Scenario, SubnetSpec } from '../scenario/types.ts';
import { accountOf, callersOf, policiesIn } from './scenario-callers.ts';
import { type FunctionStory, functionStories } from './scenario-functions.ts';
import {
  mayDelete,
  policiesAt,
  policiesLater,
  type RoleStory,
  roleStories,
} from './scenario-roles.ts';
import type { Account, Design, DesignFunction } from './types.ts';

/** Says where a part of the scenario stands; by default its path, with dots. */
export type WhereOf = (path: readonly string[]) => string;

/** A scenario as what findings look at: its network, and what its timeline does to it. */
export function designOf(scenario: Scenario, whereOf: WhereOf = (path) => path.join('.')): Design {
  const { network } = scenario;
  const account = accountOf(scenario);
  const roles = roleStories(scenario);
  const stories = functionStories(scenario);
  const boundaries = new Map(scenario.roles.map(({ id, boundary }) => [id, boundary]));
  return {
    surroundings: {
      ...network,
      vpcs: network.vpcs.map((vpc) => ({
        ...vpc,
        eniQuota: vpc.eniQuota ?? quotaOf(scenario),
        where: whereOf(['network', 'vpcs', vpc.id]),
      })),
      subnets: network.subnets.map((subnet) => ({
        ...subnet,
        free: freeIn(subnet, scenario),
        where: whereOf(['network', 'subnets', subnet.id]),
      })),
    },
    functions: scenario.functions.map((fn): DesignFunction => {
      const story = stories.get(fn.id)!;
      const role = fn.role === null ? undefined : roles.get(fn.role);
      const { configs, failsOnPurpose } = story;
      const versions = [...story.versions].map(([number, config]) => ({ number, config }));
      return {
        id: fn.id,
        where: whereOf(['functions', fn.id]),
        isThereAtOnce: story.createdMs === 0,
        role: fn.role,
        policies: role === undefined ? null : policiesAt(role, story.createdMs),
        boundaries: policiesIn(boundaries.get(fn.role ?? '')),
        latePolicies: role === undefined ? [] : policiesLater(role, story.createdMs),
        roleLeavesFirst: role !== undefined && leavesFirst(role, story, account),
        destinations: fn.destinations ?? [],
        ...{ configs, versions, failsOnPurpose },
      };
    }),
    callers: callersOf(scenario, whereOf),
    scps: (scenario.scps ?? []).flatMap(({ document }) => policiesIn(document)),
    ...account,
  };
}

function numberOf(scenario: Scenario, name: 'eniQuota' | 'reservedAddressesPerSubnet'): number {
  const override = scenario.parameters[name];
  return typeof override === 'number' ? override : defaultOf(name, scenario.profile);
}

function quotaOf(scenario: Scenario): number {
  return numberOf(scenario, 'eniQuota');
}

/** Null where no interface is ever made: IPv6-only subnets are refused (API-4). */
function freeIn({ cidr, taken }: SubnetSpec, scenario: Scenario): number | null {
  if (cidr === null) return null;
  const size = 2 ** (32 - blockOf(cidr).prefix);
  return size - numberOf(scenario, 'reservedAddressesPerSubnet') - taken;
}

/** ENI-4: the role could clean up when the function was made, and no longer when it left. */
function leavesFirst(
  role: RoleStory,
  { createdMs, leftMs }: FunctionStory,
  account: Account,
): boolean {
  if (leftMs === null || !mayDelete(role, createdMs, account)) return false;
  return !mayDelete(role, leftMs + RELEASE_PATIENCE.ms, account);
}
