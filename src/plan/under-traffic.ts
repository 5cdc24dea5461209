import { findingsOf } from '../findings/findings.ts';
import type {
  Action,
  FunctionLoad,
  FunctionSpec,
  Network,
  Scenario,
  Traffic,
} from '../scenario/types.ts';
import type { Estate } from '../templates/types.ts';
import { stuckFindings } from './design.ts';
import { UNKNOWN_VPC, vpcsOfIds } from './homes.ts';
import { type Attached, attachedOf, groupsOf } from './pairings.ts';
import { mostOf } from './range.ts';
import type { PlannedUse } from './types.ts';
import { type Ways, waysOf, withWays } from './ways.ts';

/** A deployment as a scenario, and what was taken for granted to make one of it. */
export interface UnderTraffic {
  scenario: Scenario;
  /** Functions that could not be simulated. */
  leftOut: { function: string; why: string }[];
  notes: string[];
  /** The ids of functions, subnets and VPCs by their names in the scenario. */
  idOf: Map<string, string>;
  /** Destinations that functions do not reach, or with a share of their connections only. */
  unreached: string[];
  /** Subnets with functions whose room is not known: no run tells when they are full. */
  unknownRoom: string[];
  /** Why interfaces stay for good once they are not needed, in sentences (ENI-4). */
  stuck: string[];
}

/**
 * What a scenario's functions do not reach, why, and what helps; in sentences (NET-2).
 * @param idOf the id behind a name of the scenario
 */
export function unreachedIn(scenario: Scenario, idOf?: ReadonlyMap<string, string>): string[] {
  const found = findingsOf(scenario).filter(({ id }) => id === 'unreachable');
  return found.map(({ message, mend }) => {
    return `${message} ${mend}`.replaceAll(/`([^`]+)`/g, (_, name: string) => {
      return `\`${idOf?.get(name) ?? name}\``;
    });
  });
}

const SILENT: FunctionLoad = {
  traffic: [],
  duration: { kind: 'constant', value: 100 },
  connections: { perEnvironment: 0, perInvocation: 0, hold: null },
  coldStart: null,
  concurrency: null,
};

/**
 * Holds the place of a block that is not known: no subnet can be larger, so that it limits nothing.
 * What runs tell of its fullness is not told on (`unknownRoom`).
 */
const UNKNOWN_BLOCK = '10.0.0.0/16';

/**
 * What the templates describe, deployed at 0s and called as the traffic says.
 * @param uses the plan's subnets: what else is in them
 * @param name of the scenario; its seed too, where the traffic names none
 */
export function underTraffic(
  estate: Estate,
  uses: readonly PlannedUse[],
  traffic: Traffic,
  name: string,
): UnderTraffic {
  const attached = attachedOf(estate);
  const here = attached.filter((one) => obstacle(one) === null);
  const ways = waysOf(estate, here, traffic);
  const names = namesFor(estate, here, ways.subnets);
  const nameOf: NameOf = (id) => names.get(id) ?? id;
  const network = withWays(networkOf(estate, uses, here, ways.subnets, nameOf), ways, nameOf);
  const useOf = new Map(uses.map((use) => [use.id, use]));
  const subnets = new Set(here.flatMap(({ vpc }) => vpc.subnets.ids));
  const unknownRoom = [...subnets].filter((id) => !isRoomKnown(useOf.get(id)));
  const scenario: Scenario = {
    name,
    why: 'The functions of the templates under the given traffic.',
    profile: traffic.profile,
    seed: traffic.seed ?? name,
    untilMs: traffic.untilMs,
    network,
    roles: [],
    functions: here.map((one) => functionOf(one, traffic, ways, nameOf)),
    timeline: here.map((one) => deployed(one, nameOf)),
    expectations: [],
    parameters: traffic.parameters,
  };
  const idOf = new Map([...names].map(([id, simulated]) => [simulated, id]));
  return {
    scenario,
    unreached: unreachedIn(scenario, idOf),
    unknownRoom,
    stuck: stuckFindings(estate, here).map(({ subject, message }) => `${subject}: ${message}`),
    leftOut: [
      ...attached.flatMap((one) => {
        const why = obstacle(one);
        return why === null ? [] : [{ function: one.id, why }];
      }),
      ...estate.functions
        .filter(({ vpc }) => vpc === 'unknown')
        .map(({ id }) => ({ function: id, why: 'whether it is in a VPC is not known' })),
    ],
    notes: [
      'All functions are created at 0s, with roles that may create what is needed.',
      ...ways.notes,
      ...(here.some(({ onlyIf }) => onlyIf !== null)
        ? ['Functions under a condition that is not known are deployed too.']
        : []),
      ...(unknownRoom.length > 0
        ? [
            'A subnet whose room is not known limits nothing in the runs: they do not tell when it is full.',
          ]
        : []),
    ],
    idOf,
  };
}

/** Its size, and all that is in it beside interfaces of functions. */
function isRoomKnown(use: PlannedUse | undefined): boolean {
  if (use === undefined || use.usable === null || use.notCounted.length > 0) return false;
  return use.others.every(({ rest }) => rest.most !== null);
}

type NameOf = (id: string) => string;

const NAME_MAX = 100;

/** Ids as names that scenarios know, and no two of one name: `Stack/Shop` is `Stack_Shop`. */
function namesFor(
  estate: Estate,
  functions: readonly Attached[],
  onTheWay: readonly string[],
): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const ids = functions.flatMap(({ id, vpc }) => [id, ...vpc.subnets.ids, ...groupsOf(vpc)]);
  for (const id of new Set([...estate.vpcs.map((vpc) => vpc.id), ...ids, ...onTheWay])) {
    const plain = id.slice(0, NAME_MAX).replaceAll(/[^A-Za-z0-9_.-]/g, '_');
    let name = plain;
    for (let n = 2; taken.has(name) || name === '' || name in {}; n++) name = `${plain}-${n}`;
    taken.add(name);
    names.set(id, name);
  }
  return names;
}

/** Why a function cannot be simulated; null: it can. */
function obstacle({ vpc }: Attached): string | null {
  if (vpc.subnets.open.length > 0) return 'not all of its subnets are known';
  if (vpc.subnets.ids.length === 0) return 'it names no subnet, so AWS refuses it';
  if (groupsOf(vpc).length === 0) return 'it names no security group, so AWS refuses it';
  return null;
}

function functionOf(
  { id, vpc }: Attached,
  { loads, others }: Traffic,
  ways: Ways,
  nameOf: NameOf,
): FunctionSpec {
  const { destinations: _, ...load } = loads.get(id) ?? others ?? SILENT;
  const told = ways.destinations.get(id)?.map((one) => {
    return one.kind === 'subnet' ? { ...one, subnet: nameOf(one.subnet) } : one;
  });
  return {
    id: nameOf(id),
    ...load,
    ...(told === undefined ? {} : { destinations: told }),
    vpc: {
      subnets: vpc.subnets.ids.map(nameOf),
      securityGroups: groupsOf(vpc).map(nameOf),
      ipv6AllowedForDualStack: vpc.dualStack,
    },
    role: null,
    provisionedVersions: [],
  };
}

function deployed({ id, publishes }: Attached, nameOf: NameOf): Action {
  const base = { atMs: 0, expect: null, line: null };
  return { ...base, action: 'create', function: nameOf(id), publish: publishes, implied: false };
}

function networkOf(
  estate: Estate,
  uses: readonly PlannedUse[],
  functions: readonly Attached[],
  onTheWay: readonly string[],
  nameOf: NameOf,
): Network {
  const vpcs = vpcsOfIds(estate, functions);
  const vpcOf = (id: string) => vpcs.get(id) ?? UNKNOWN_VPC;
  const used = functions.flatMap(({ vpc }) => vpc.subnets.ids);
  const subnets = [...new Set([...used, ...onTheWay])];
  const groups = [...new Set(functions.flatMap(({ vpc }) => groupsOf(vpc)))];
  const dual = new Set(
    functions.filter(({ vpc }) => vpc.dualStack).flatMap(({ vpc }) => vpc.subnets.ids),
  );
  const useOf = new Map(uses.map((use) => [use.id, use]));
  const sharing = estate.interfaces.filter(({ sharesQuota }) => sharesQuota);
  return {
    vpcs: [...new Set(subnets.map(vpcOf))].map((id) => {
      const declared = estate.vpcs.find((vpc) => vpc.id === id);
      const places = sharing.flatMap((one) => one.subnets);
      const otherEnis =
        places.filter((subnet) => vpcOf(subnet) === id).length + (declared?.otherEnis ?? 0);
      const tenancy = declared?.tenancy ?? 'default';
      return {
        id: nameOf(id),
        eniQuota: declared?.eniQuota ?? null,
        otherEnis,
        cidr: null,
        tenancy,
      };
    }),
    subnets: subnets.map((id) => {
      const use = useOf.get(id);
      const taken = (use?.others ?? []).reduce((sum, { rest }) => sum + mostOf(rest), 0);
      const ipv6Cidr = dual.has(id) ? '2001:db8::/64' : null;
      const block = { cidr: use?.cidr ?? UNKNOWN_BLOCK, ipv6Cidr };
      return { id: nameOf(id), vpc: nameOf(vpcOf(id)), az: use?.zone ?? id, ...block, taken };
    }),
    securityGroups: groups.map((id) => ({ id: nameOf(id), vpc: nameOf(vpcOf(id)) })),
  };
}
