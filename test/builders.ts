import type {
  Action,
  EniAction,
  Expectation,
  FunctionSpec,
  Network,
  ParameterValue,
  Retry,
  Role,
  Scenario,
  TrafficPhase,
  VpcConfigChange,
  VpcConfigSpec,
} from '../src/scenario/types.ts';

/** Every timer of the model, in ms: small, and no two sums of few of them alike. */
export const TIMERS = {
  idleAfter: 1000,
  eniCreation: 70,
  eniAllocation: 7,
  detach: 40,
  detachOnUpdate: 15,
  reap: 90,
  reapRetryEvery: 50,
  reapRetryFor: 200,
  provisioning: 3,
  detachUpdate: 11,
  stuckPendingAfter: 60,
  asyncRetryFirst: 25,
  asyncRetryMost: 25,
  asyncRetryFor: 300,
} as const;

/** What a test wants to say of its scenario; the rest has defaults. */
export interface Parts {
  functions: FunctionSpec[];
  timeline: Action[];
  untilMs?: number;
  /** Free addresses by subnet; a subnet that is not named here has 11. */
  free?: Record<string, number>;
  /** VPC by subnet or group, where it is not `main`. */
  vpcOf?: Record<string, string>;
  eniQuota?: number | null;
  otherEnis?: number;
  roles?: Role[];
  parameters?: Record<string, ParameterValue>;
  expectations?: Expectation[];
  profile?: Scenario['profile'];
  seed?: string;
}

/** A scenario whose network is what its functions and actions mention. */
export function scenarioOf(parts: Parts): Scenario {
  return {
    name: 'test',
    why: 'A test wants to see it.',
    profile: parts.profile ?? 'seed',
    seed: parts.seed ?? 'test',
    untilMs: parts.untilMs ?? 10_000,
    network: networkOf(parts),
    roles: parts.roles ?? [],
    functions: parts.functions,
    timeline: parts.timeline,
    expectations: parts.expectations ?? [],
    parameters: { ...TIMERS, ...parts.parameters },
  };
}

/** The size of a /28 for customers. */
export const SUBNET_USABLE = 11;

function networkOf({ functions, timeline, ...parts }: Parts): Network {
  const configs = [
    ...functions.map(({ vpc }) => vpc),
    ...timeline.map((action) => (action.action === 'update' ? action.vpc : null)),
  ].filter((vpc): vpc is VpcConfigChange => vpc !== null && vpc !== 'keep');
  const mentioned = (key: 'subnet' | 'securityGroup') =>
    timeline.flatMap((action) => (key in action ? [action[key as keyof Action] as string] : []));
  const subnets = [...configs.flatMap(({ subnets = [] }) => subnets), ...mentioned('subnet')];
  const groups = [
    ...configs.flatMap(({ securityGroups = [] }) => securityGroups),
    ...timeline.flatMap((action) => ('securityGroups' in action ? action.securityGroups : [])),
    ...mentioned('securityGroup'),
  ];
  const vpcOf = (id: string) => parts.vpcOf?.[id] ?? 'main';
  const vpcs = new Set(['main', ...Object.values(parts.vpcOf ?? {})]);
  return {
    vpcs: [...vpcs].map((id) => ({
      id,
      eniQuota: parts.eniQuota ?? null,
      otherEnis: parts.otherEnis ?? 0,
      cidr: null,
      tenancy: 'default',
    })),
    subnets: [...new Set([...Object.keys(parts.free ?? {}), ...subnets])].map((id, place) => ({
      id,
      vpc: vpcOf(id),
      az: 'az1',
      cidr: `10.0.${place}.0/28`,
      ipv6Cidr: `2001:db8:0:${place}::/64`,
      taken: SUBNET_USABLE - (parts.free?.[id] ?? SUBNET_USABLE),
    })),
    securityGroups: [...new Set(groups)].map((id) => ({ id, vpc: vpcOf(id) })),
  };
}

/** `vpc('a,b', 'web,db')`; two empty texts are the empty lists of a detach. */
export function vpc(subnets: string, groups: string, dual = ''): VpcConfigSpec {
  const list = (text: string) => (text === '' ? [] : text.split(','));
  return {
    subnets: list(subnets),
    securityGroups: list(groups),
    ipv6AllowedForDualStack: dual === 'dual',
  };
}

export function fn(
  id: string,
  config: VpcConfigSpec | null,
  more: Partial<FunctionSpec> = {},
): FunctionSpec {
  return {
    id,
    vpc: config,
    role: null,
    traffic: [],
    duration: { kind: 'constant', value: 1 },
    connections: { perEnvironment: 0, perInvocation: 0, hold: null },
    concurrency: null,
    coldStart: null,
    provisionedVersions: [],
    ...more,
  };
}

const base = (atMs: number) => ({ atMs, expect: null, line: null });

export function create(atMs: number, id: string, how = ''): Action {
  const publish = how === 'publish';
  return { ...base(atMs), action: 'create', function: id, publish, implied: false };
}

/** `keep`: a change of the code only. */
export function update(
  atMs: number,
  id: string,
  config: VpcConfigSpec | 'keep' | null,
  how = '',
): Action {
  const [code, publish] = [config === 'keep', how === 'publish'];
  return { ...base(atMs), action: 'update', function: id, vpc: config, code, publish };
}

export function publish(atMs: number, id: string): Action {
  return { ...base(atMs), action: 'publish', function: id };
}

/** `remove(5, 'f')` deletes the function, `remove(5, 'f:2')` a version. */
export function remove(atMs: number, name: string): Action {
  const [id = '', number] = name.split(':');
  const version = number === undefined ? null : Number(number);
  return { ...base(atMs), action: 'delete', function: id, version };
}

export function invoke(atMs: number, name: string, how = '', count = 1): Action {
  const [id = '', number = '0'] = name.split(':');
  const target = { function: id, version: Number(number) };
  return { ...base(atMs), action: 'invoke', target, async: how === 'async', count };
}

export function setTraffic(atMs: number, id: string, traffic: TrafficPhase[]): Action {
  return { ...base(atMs), action: 'setTraffic', target: { function: id, version: 0 }, traffic };
}

export function deleteSubnet(atMs: number, subnet: string, retry: Retry | null = null): Action {
  return { ...base(atMs), action: 'deleteSubnet', subnet, retry };
}

export function deleteGroup(atMs: number, group: string, retry: Retry | null = null): Action {
  return { ...base(atMs), action: 'deleteSecurityGroup', securityGroup: group, retry };
}

export function deleteVpc(atMs: number, id: string): Action {
  return { ...base(atMs), action: 'deleteVpc', vpc: id, retry: null };
}

export function byHand(atMs: number, action: EniAction, subnet: string, groups: string): Action {
  return { ...base(atMs), action, subnet, securityGroups: groups.split(',') };
}

export function putPolicy(atMs: number, role: string, policy: Role['policies'][number]): Action {
  return { ...base(atMs), action: 'putRolePolicy', role, ...policy };
}

export function deletePolicy(atMs: number, role: string, name: string | null): Action {
  return { ...base(atMs), action: 'deleteRolePolicy', role, name };
}

export function deleteRole(atMs: number, role: string): Action {
  return { ...base(atMs), action: 'deleteRole', role };
}

export function setQuota(atMs: number, enis: number): Action {
  return { ...base(atMs), action: 'setQuota', vpc: 'main', enis };
}

const NEEDED = {
  create: 'ec2:CreateNetworkInterface',
  describe: 'ec2:DescribeNetworkInterfaces',
  delete: 'ec2:DeleteNetworkInterface',
} as const;

/** A policy named `vpc` that gives what is listed: `policy('create', 'describe')`. */
export function policy(...rights: (keyof typeof NEEDED)[]): Role['policies'][number] {
  const Action = rights.map((right) => NEEDED[right]);
  const Statement = [{ Effect: 'Allow', Action, Resource: '*' }];
  return { name: 'vpc', document: { Version: '2012-10-17', Statement } };
}

export function role(id: string, ...policies: Role['policies']): Role {
  return { id, policies };
}

export const FULL = policy('create', 'describe', 'delete');
