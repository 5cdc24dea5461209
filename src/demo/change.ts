import { withTraffic } from '../experiments/traffic-factor.ts';
import type { FunctionSpec, Profile, Scenario, SecurityGroupSpec } from '../scenario/types.ts';
import { type Detour, withDetours } from './detour.ts';

/** What a learner changes of a scenario; what is absent stays as the scenario has it. */
export interface Change {
  profile?: Profile;
  /** Days without a call until a function is idle. */
  idleDays?: number;
  /** Minutes until a new ENI is ready, without chance. */
  creationMinutes?: number;
  /** ENIs that each VPC may have. */
  quota?: number;
  /** Share of its connections at which an ENI gets another one beside it. */
  scaleOutAt?: number;
  /** Times the traffic. */
  traffic?: number;
  /** One set of security groups for all functions, or a group of its own for each. */
  groups?: 'shared' | 'each';
  /** Connections that each execution environment keeps open; those of single calls are left out. */
  perEnvironment?: number;
  /** Free addresses of each subnet before anything is created. */
  free?: number;
  /** What is done beside the timeline, in the order in which it was thought of. */
  detours?: Detour[];
  /** Leaves out what the timeline has after the first detour. */
  alone?: true;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** The same scenario with the change; the profile is an option of the run. */
export function withChange(scenario: Scenario, change: Change): Scenario {
  const { idleDays, creationMinutes, scaleOutAt, traffic = 1 } = change;
  const parameters = {
    ...scenario.parameters,
    ...(idleDays === undefined ? {} : { idleAfter: Math.round(idleDays * DAY_MS) }),
    ...(creationMinutes === undefined
      ? {}
      : { eniCreation: Math.round(creationMinutes * MINUTE_MS) }),
    ...(scaleOutAt === undefined ? {} : { scaleOutAt }),
  };
  const base = { ...scenario, parameters, network: networkWith(scenario, change) };
  const connected = { ...base, functions: base.functions.map((spec) => connectedAs(spec, change)) };
  const changed = withTraffic(groupedAs(connected, change), traffic);
  return withDetours(changed, change.detours ?? [], change.alone === true ? 'left' : 'kept');
}

/** The way to compare with: without the detours where there are any, else without any change. */
export function wayBefore({ detours, alone: _, ...rest }: Change): Change {
  return detours === undefined ? {} : rest;
}

function networkWith({ network }: Scenario, { quota, free }: Change): Scenario['network'] {
  return {
    ...network,
    vpcs: network.vpcs.map((vpc) => (quota === undefined ? vpc : { ...vpc, eniQuota: quota })),
    subnets: network.subnets.map((subnet) => {
      if (free === undefined || subnet.cidr === null) return subnet;
      return { ...subnet, taken: Math.max(0, usableOf(subnet.cidr) - free) };
    }),
  };
}

/** AWS keeps five addresses of each subnet (LIMIT-2). */
const usableOf = (cidr: string): number => 2 ** (32 - Number(cidr.split('/')[1])) - 5;

function connectedAs(spec: FunctionSpec, { perEnvironment }: Change): FunctionSpec {
  if (perEnvironment === undefined) return spec;
  return { ...spec, connections: { perEnvironment, perInvocation: 0, hold: null } };
}

/** Functions that are created with a VPC; updates of the timeline stay as they are. */
function groupedAs(scenario: Scenario, { groups }: Change): Scenario {
  if (groups === undefined) return scenario;
  const first = new Map<string, string[]>();
  const added: SecurityGroupSpec[] = [];
  const vpcOf = new Map(scenario.network.subnets.map(({ id, vpc }) => [id, vpc]));
  const functions = scenario.functions.map((spec) => {
    if (spec.vpc === null) return spec;
    const vpc = vpcOf.get(spec.vpc.subnets[0] ?? '') ?? '';
    if (groups === 'shared') {
      const securityGroups = first.get(vpc) ?? spec.vpc.securityGroups;
      first.set(vpc, securityGroups);
      return { ...spec, vpc: { ...spec.vpc, securityGroups } };
    }
    const id = `only-${spec.id}`;
    added.push({ ...modelOf(scenario, spec.vpc.securityGroups[0]), id, vpc });
    return { ...spec, vpc: { ...spec.vpc, securityGroups: [id] } };
  });
  const { network } = scenario;
  const securityGroups = [...network.securityGroups, ...added];
  return { ...scenario, functions, network: { ...network, securityGroups } };
}

function modelOf({ network }: Scenario, id: string | undefined): SecurityGroupSpec {
  return (network.securityGroups.find((group) => group.id === id) ?? network.securityGroups[0])!;
}
