import type { Distribution } from '../engine/distribution.ts';
import { meanOf } from '../engine/samplers.ts';
import { ACCOUNT } from '../evidence/fixed.ts';
import { defaultOf, PARAMETERS, type ParameterName, UNREAD } from '../evidence/parameters.ts';
import { ID_PATTERNS } from '../evidence/texts-lambda.ts';
import type { PlaneLimits } from '../load/plane-types.ts';
import type { NetworkDefaults } from '../model/initial.ts';
import type { Settings } from '../model/types.ts';
import type { ParameterValue, Profile, Scenario } from '../scenario/types.ts';
import { nameOf, natRoutesOf } from './nat-routes.ts';

type Value = Distribution | number | string | boolean | null;

/** Laws that recipes draw from, by the names they draw with. */
export type Laws = Readonly<Record<string, Distribution>>;

/** All that a run takes from the evidence table, the scenario's overrides applied. */
export interface Resolved {
  laws: Laws;
  /** TIME-1: how much of the time of an ENI is its own rather than its operation's, 0 to 1. */
  operationJitter: number;
  settings: Settings;
  network: NetworkDefaults;
  limits: PlaneLimits;
}

const DRAWN = [
  'idleAfter',
  'eniCreation',
  'eniAllocation',
  'detach',
  'detachOnUpdate',
  'reap',
  'reapRetryEvery',
  'provisioning',
  'detachUpdate',
] as const satisfies readonly ParameterName[];

/** The evidence table's values for one run: profile defaults, then the scenario's overrides. */
export function resolveParameters(scenario: Scenario, profile: Profile): Resolved {
  const read = (name: ParameterName) => resolve(name, scenario.parameters[name], profile);
  const lawOf = (name: ParameterName) => read(name) as Distribution;
  const numberOf = (name: ParameterName) => read(name) as number;
  const recreation = read('eniRecreation') as Distribution | null;
  const propagation = lawOf('propagationDelay');
  const natRoutes = natRoutesOf(scenario);
  const portsPerAddress = numberOf('natPortsPerDestination');
  const account = scenario.account ?? { id: ACCOUNT.accountId, region: ACCOUNT.region };
  const laws: Record<string, Distribution> = { propagationDelay: propagation };
  for (const name of DRAWN) laws[name] = lawOf(name);
  if (recreation !== null) laws['eniRecreation'] = recreation;
  return {
    laws,
    operationJitter: numberOf('operationJitter'),
    settings: {
      subnetsPerConfigMax: numberOf('subnetsPerConfigMax'),
      groupsPerConfigMax: numberOf('securityGroupsPerConfigMax'),
      stuckPendingAfterMs: meanOf(lawOf('stuckPendingAfter')),
      reapRetryForMs: meanOf(lawOf('reapRetryFor')),
      asyncRetry: {
        firstMs: meanOf(lawOf('asyncRetryFirst')),
        mostMs: meanOf(lawOf('asyncRetryMost')),
        forMs: meanOf(lawOf('asyncRetryFor')),
      },
      ec2CallsPerSecond: read('ec2CallsPerSecond') as number | null,
      recreatesEnis: recreation !== null,
      natRoutes: natRoutes.map(nameOf),
      inactiveInvokeError: read('inactiveInvokeError') as Settings['inactiveInvokeError'],
      deleteAbortsDetach: read('deleteAbortsDetach') as boolean,
      propagates: propagation.kind !== 'constant' || propagation.value > 0,
      idPatterns: ID_PATTERNS,
      releaseRole: read('releaseRole') as Settings['releaseRole'],
      region: account.region,
      accountId: account.id,
    },
    limits: {
      connectionsPerEni: numberOf('connectionsPerEni'),
      scaleOutAt: numberOf('scaleOutAt'),
      scaleOutRetryMs: meanOf(lawOf('scaleOutRetryEvery')),
      scaleInAfterMs: meanOf(lawOf('scaleInAfter')),
      keepAlive: lawOf('keepAlive'),
      connectTimeout: lawOf('connectTimeout'),
      natRoutes: natRoutes.map(({ addresses }) => addresses * portsPerAddress),
      accountConcurrency: numberOf('accountConcurrency'),
      environmentsPer10s: numberOf('environmentsPer10s'),
    },
    network: {
      eniQuota: numberOf('eniQuota'),
      reservedPerSubnet: numberOf('reservedAddressesPerSubnet'),
    },
  };
}

/** An override may be a value or the name of an alternative that the evidence table lists. */
function resolve(
  name: ParameterName,
  override: ParameterValue | undefined,
  profile: Profile,
): Value {
  if (override === undefined) return defaultOf(name, profile);
  const entry = PARAMETERS[name];
  const listed = entry.alternatives?.find((alternative) => alternative.name === override);
  if (listed !== undefined) return listed.value;
  if (override === 'off') return null;
  if (entry.unit === 'ms' && typeof override === 'number') {
    return { kind: 'constant', value: override };
  }
  return override;
}

/** Parameters whose default is a guess and which this run drew from or decided by. */
export function assumedOf(scenario: Scenario, used: ReadonlySet<string>): ParameterName[] {
  return (Object.keys(PARAMETERS) as ParameterName[]).filter(
    (name) =>
      PARAMETERS[name].confidence === 'assumed' &&
      scenario.parameters[name] === undefined &&
      used.has(name) &&
      !UNREAD.includes(name),
  );
}

/** The least a law gives, as far as it has a least; null: it may be next to nothing. */
export function lowestOf(law: Distribution): number | null {
  if (law.kind === 'constant') return law.value;
  if (law.kind === 'uniform') return law.min;
  return law.kind === 'empirical' ? Math.min(...law.values) : null;
}
