import type { Action, FunctionRef, Scenario, VpcConfigSpec } from '../scenario/types.ts';
import type { Scene } from './scene.ts';

/** What somebody does at a moment of a run, beside what its scenario does. */
export interface Detour {
  atMs: number;
  deed: Deed;
  /** A function or version, a pairing, a subnet, a group, a VPC or a role: as the deed asks. */
  subject: string;
  /** What it is set to: groups joined by `+`, a quota, calls a second; null: nothing is set. */
  to: string | null;
}

/** So many are enough for a story of one's own. */
export const DETOURS_MAX = 8;

type Body<A> = A extends Action ? Omit<A, 'atMs' | 'expect' | 'line'> : never;

interface Form {
  /** Those of a scenario to whom it can be done; pairings are known to a run only. */
  subjects: (scenario: Scenario) => string[];
  /** It can be done to a published version as well. */
  hasVersions?: true;
  /** What the subject can be set to; absent: nothing is set. */
  values?: (scenario: Scenario, subject: string) => string[];
  /** Null: it makes no sense in this scenario. */
  action: (detour: Detour, scenario: Scenario) => Body<Action> | null;
}

const functions = ({ functions: all }: Scenario) => all.map(({ id }) => id);
const idsOf = (kind: 'vpcs' | 'subnets' | 'securityGroups') => (scenario: Scenario) =>
  scenario.network[kind].map(({ id }) => id);
const roles = (scenario: Scenario) => scenario.roles.map(({ id }) => id);

const QUOTAS = ['1', '2', '3', '6', '12', '250', '500'];
const RATES = ['0', '0.1', '1', '10', '100'];

/** All that can be done, in the order in which it is offered. */
export const DEEDS = {
  invoke: {
    subjects: functions,
    hasVersions: true,
    action: ({ subject }) => ({ action: 'invoke', target: refOf(subject), async: false, count: 1 }),
  },
  setGroups: { subjects: functions, values: groupSets, action: groupsSet },
  detach: { subjects: functions, action: ({ subject }) => update(subject, null) },
  updateCode: { subjects: functions, action: ({ subject }) => update(subject, 'keep') },
  publish: {
    subjects: functions,
    action: ({ subject }) => ({ action: 'publish', function: refOf(subject).function }),
  },
  delete: { subjects: functions, hasVersions: true, action: ({ subject }) => deletion(subject) },
  create: {
    subjects: functions,
    action: ({ subject }) => {
      return {
        action: 'create',
        function: refOf(subject).function,
        publish: false,
        implied: false,
      };
    },
  },
  setTraffic: {
    subjects: functions,
    hasVersions: true,
    values: () => RATES,
    action: trafficSet,
  },
  deleteNetworkInterface: { subjects: () => [], action: interfaceDeleted },
  deleteSubnet: {
    subjects: idsOf('subnets'),
    action: ({ subject }) => ({ action: 'deleteSubnet', subnet: subject, retry: null }),
  },
  deleteSecurityGroup: {
    subjects: idsOf('securityGroups'),
    action: ({ subject }) => {
      return { action: 'deleteSecurityGroup', securityGroup: subject, retry: null };
    },
  },
  deleteVpc: {
    subjects: idsOf('vpcs'),
    action: ({ subject }) => ({ action: 'deleteVpc', vpc: subject, retry: null }),
  },
  setQuota: { subjects: idsOf('vpcs'), values: () => QUOTAS, action: quotaSet },
  deleteRolePolicy: {
    subjects: roles,
    action: ({ subject }) => ({ action: 'deleteRolePolicy', role: subject, name: null }),
  },
  deleteRole: {
    subjects: roles,
    action: ({ subject }) => ({ action: 'deleteRole', role: subject }),
  },
} as const satisfies Record<string, Form>;

export type Deed = keyof typeof DEEDS;

/** `checkout` or `checkout:2`. */
function refOf(subject: string): FunctionRef {
  const [name = '', version = '0'] = subject.split(':');
  return { function: name, version: Number(version) };
}

function update(subject: string, vpc: VpcConfigSpec | 'keep' | null): Body<Action> {
  const code = vpc === 'keep';
  return { action: 'update', function: refOf(subject).function, vpc, code, publish: false };
}

function deletion(subject: string): Body<Action> {
  const { function: id, version } = refOf(subject);
  return { action: 'delete', function: id, version: version === 0 ? null : version };
}

function quotaSet({ subject, to }: Detour): Body<Action> | null {
  const enis = Number(to);
  return Number.isInteger(enis) && enis > 0 && enis <= 5_000
    ? { action: 'setQuota', vpc: subject, enis }
    : null;
}

const CALLS_PER_SECOND_MAX = 1_000;

function trafficSet({ atMs, subject, to }: Detour, { untilMs }: Scenario): Body<Action> | null {
  const perSecond = Number(to);
  if (to === null || !(perSecond >= 0 && perSecond <= CALLS_PER_SECOND_MAX)) return null;
  const phase = { kind: 'rate', callsPerMs: perSecond / 1_000, fromMs: atMs, untilMs } as const;
  return {
    action: 'setTraffic',
    target: refOf(subject),
    traffic: perSecond === 0 ? [] : [phase],
  };
}

function interfaceDeleted({ subject }: Detour, { network }: Scenario): Body<Action> | null {
  const [subnet = '', groups = ''] = subject.split('/');
  const securityGroups = groups.split('+');
  const isThere = network.subnets.some(({ id }) => id === subnet);
  const areThere = securityGroups.every((id) =>
    network.securityGroups.some((one) => one.id === id),
  );
  return isThere && areThere ? { action: 'deleteNetworkInterface', subnet, securityGroups } : null;
}

/** The sets of groups that functions have from the beginning, and each group alone. */
function groupSets(scenario: Scenario, subject: string): string[] {
  const own = configOf(scenario, subject, Number.POSITIVE_INFINITY);
  const vpc = vpcOf(scenario, own);
  const groups = scenario.network.securityGroups.filter((group) => group.vpc === vpc);
  const sets = scenario.functions.flatMap((spec) => {
    const isNear = spec.vpc !== null && vpcOf(scenario, spec.vpc) === vpc;
    return isNear ? [[...new Set(spec.vpc!.securityGroups)].sort().join('+')] : [];
  });
  return [...new Set([...sets, ...groups.map(({ id }) => id)])];
}

function groupsSet({ atMs, subject, to }: Detour, scenario: Scenario): Body<Action> | null {
  const securityGroups = (to ?? '').split('+');
  const known = scenario.network.securityGroups;
  if (!securityGroups.every((id) => known.some((group) => group.id === id))) return null;
  const { vpc } = known.find(({ id }) => id === securityGroups[0])!;
  const first = scenario.network.subnets.find((subnet) => subnet.vpc === vpc);
  const present = configOf(scenario, subject, atMs);
  const subnets = present?.subnets ?? (first === undefined ? [] : [first.id]);
  const ipv6AllowedForDualStack = present?.ipv6AllowedForDualStack ?? false;
  return update(subject, { subnets, securityGroups, ipv6AllowedForDualStack });
}

const NOWHERE = { subnets: [], securityGroups: [], ipv6AllowedForDualStack: false };

/** The last configuration that the scenario gives a function until a moment, attached ones only. */
function configOf(scenario: Scenario, subject: string, atMs: number): VpcConfigSpec | null {
  const { function: id } = refOf(subject);
  let config = scenario.functions.find((spec) => spec.id === id)?.vpc ?? null;
  for (const action of scenario.timeline) {
    if (action.action !== 'update' || action.function !== id || action.atMs > atMs) continue;
    if (action.vpc === 'keep' || action.vpc === null) continue;
    config = { ...NOWHERE, ...config, ...action.vpc };
  }
  return config;
}

function vpcOf({ network }: Scenario, config: VpcConfigSpec | null): string | undefined {
  const subnet = network.subnets.find(({ id }) => id === config?.subnets[0]);
  return subnet?.vpc ?? network.vpcs[0]?.id;
}

/** To whom a deed can be done at a moment at which `scene` is to be seen. */
export function subjectsOf(deed: Deed, scenario: Scenario, scene: Scene): string[] {
  const form: Form = DEEDS[deed];
  const all = form.subjects(scenario);
  const subnets = scene.vpcs.flatMap((vpc) => vpc.subnets);
  const pairings = subnets.flatMap((subnet) => subnet.pairings.map(({ name }) => name));
  if (deed === 'deleteNetworkInterface') return pairings;
  const versions = scene.functions.map(({ name }) => name).filter((name) => name.includes(':'));
  return form.hasVersions === true ? [...all, ...versions] : all;
}

/** What a deed can set its subject to; empty when it sets nothing. */
export function valuesOf(deed: Deed, scenario: Scenario, subject: string): string[] {
  const form: Form = DEEDS[deed];
  return form.values?.(scenario, subject) ?? [];
}

/** The line of a timeline that a detour is; null: it makes no sense in this scenario. */
export function actionOf(detour: Detour, scenario: Scenario): Action | null {
  const { atMs, deed, subject } = detour;
  const form: Form = DEEDS[deed];
  const { function: id } = refOf(subject);
  const known = form.hasVersions === true ? id : subject;
  const isKnown = deed === 'deleteNetworkInterface' || form.subjects(scenario).includes(known);
  if (!isKnown || atMs >= scenario.untilMs) return null;
  const body = form.action(detour, scenario);
  return body === null ? null : { atMs, expect: null, line: null, ...body };
}

/**
 * The scenario with the detours. Each comes after all else of its moment, so that the run is the
 * same up to then. What the timeline has later is kept, since the world goes on, or left out to
 * see what comes of the detours alone.
 */
export function withDetours(
  scenario: Scenario,
  detours: readonly Detour[],
  later: 'kept' | 'left',
): Scenario {
  const added = detours.flatMap((detour) => actionOf(detour, scenario) ?? []);
  if (added.length === 0) return scenario;
  const firstMs = Math.min(...added.map(({ atMs }) => atMs));
  const own = scenario.timeline.filter(({ atMs }) => later === 'kept' || atMs <= firstMs);
  return { ...scenario, timeline: [...own, ...added].sort((a, b) => a.atMs - b.atMs) };
}
