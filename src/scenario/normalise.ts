import type { z } from 'zod';
import type { Distribution } from '../engine/distribution.ts';
import { ACCOUNT } from '../evidence/fixed.ts';
import type { Places } from './issues.ts';
import type { PolicyFiles } from './policy-files.ts';
import { impliedFunctions, inOrder } from './reference-order.ts';
import type { CheckedAction } from './reference-tables.ts';
import type { CheckedFile } from './schema.ts';
import type { functionLoad } from './schema-functions.ts';
import type { PhaseDraft } from './schema-traffic.ts';
import { destinationsOf, given, surroundingsOf } from './surroundings.ts';
import { tracePhases } from './trace-phases.ts';
import { lawFrom, type Traces } from './traces.ts';
import type {
  Action,
  Expectation,
  FunctionLoad,
  FunctionSpec,
  NamedPolicy,
  Network,
  ParameterValue,
  Principal,
  Profile,
  Scenario,
  TrafficPhase,
} from './types.ts';

const DEFAULT_DURATION_MS = 100;

interface Context {
  places: Places;
  /** Comes before the file's own. */
  profile: Profile | undefined;
  traces: Traces;
  policies: PolicyFiles;
}

/** Fills in the defaults of a file that has no issues. */
export function normalise(file: CheckedFile, context: Context): Scenario {
  const { places, profile, traces, policies } = context;
  const timeline = file.timeline ?? [];
  return {
    name: file.name,
    why: file.why,
    profile: profile ?? file.profile,
    seed: String(file.seed ?? file.name),
    untilMs: file.until,
    ...(file.account ? { account: accountOf(file.account) } : {}),
    network: networkOf(file),
    roles: principalsOf(file.roles, policies),
    ...(file.callers ? { callers: principalsOf(file.callers, policies) } : {}),
    ...(file.scps ? { scps: documentsOf(file.scps, policies) } : {}),
    functions: functionsOf(file, timeline, traces),
    timeline: timelineOf(file, timeline, context),
    expectations: expectationsOf(file, places),
    parameters: parametersOf(file),
  };
}

function accountOf({ id, region }: NonNullable<CheckedFile['account']>) {
  return { id: id ?? ACCOUNT.accountId, region: region ?? ACCOUNT.region };
}

type CheckedPrincipals = NonNullable<CheckedFile['roles']>;

function principalsOf(
  checked: CheckedPrincipals | null | undefined,
  files: PolicyFiles,
): Principal[] {
  return Object.entries(checked ?? {}).map(([id, { policies, boundary }]) => {
    const limit = boundary === undefined ? {} : { boundary: files.found(boundary.document) };
    return { id, policies: documentsOf(policies, files), ...limit };
  });
}

function documentsOf(policies: readonly NamedPolicy[], files: PolicyFiles): NamedPolicy[] {
  return policies.map(({ name, document }) => ({ name, document: files.found(document) }));
}

function networkOf({ network }: CheckedFile): Network {
  return {
    ...surroundingsOf(network),
    vpcs: Object.entries(network?.vpcs ?? {}).map(([id, vpc]) => ({
      id,
      eniQuota: vpc?.eniQuota ?? null,
      otherEnis: vpc?.otherEnis ?? 0,
      cidr: vpc?.cidr ?? null,
      tenancy: vpc?.tenancy ?? 'default',
      ...given({
        internetGateway: vpc?.internetGateway,
        egressOnlyGateway: vpc?.egressOnlyGateway,
      }),
    })),
    subnets: Object.entries(network?.subnets ?? {}).map(([id, subnet]) => ({
      id,
      vpc: subnet.vpc,
      az: subnet.az,
      cidr: subnet.cidr ?? null,
      ipv6Cidr: subnet.ipv6Cidr ?? null,
      taken: subnet.taken,
      ...given({ routes: subnet.routes, acl: subnet.acl }),
    })),
    securityGroups: Object.entries(network?.securityGroups ?? {}).map(([id, group]) => ({
      id,
      vpc: group.vpc,
      ...given({ outbound: group.outbound }),
    })),
  };
}

function functionsOf(
  file: CheckedFile,
  timeline: readonly CheckedAction[],
  traces: Traces,
): FunctionSpec[] {
  const createdMs = new Map<string, number>();
  for (const { action } of inOrder(timeline)) {
    if (action.action !== 'create' || createdMs.has(action.function)) continue;
    createdMs.set(action.function, action.atMs);
  }
  return Object.entries(file.functions).map(([id, spec]) => ({
    id,
    vpc: spec?.vpc ?? null,
    role: spec?.role ?? null,
    ...loadOf(spec, [createdMs.get(id) ?? 0, file.until], traces),
    provisionedVersions: spec?.provisionedVersions ?? [],
  }));
}

/** What calls do to a function, which is there in `[sinceMs, untilMs)`. */
export function loadOf(
  spec: z.output<typeof functionLoad> | null | undefined,
  when: readonly [sinceMs: number, untilMs: number],
  traces: Traces,
): FunctionLoad {
  const defaultDuration: Distribution = { kind: 'constant', value: DEFAULT_DURATION_MS };
  return {
    traffic: phasesOf(spec?.traffic ?? [], when, traces),
    duration: lawFrom(traces, spec?.duration ?? defaultDuration),
    connections: {
      perEnvironment: spec?.connections?.perEnvironment ?? 0,
      perInvocation: spec?.connections?.perInvocation ?? 0,
      hold: spec?.connections?.hold ?? null,
      ...given({ to: spec?.connections?.to }),
    },
    coldStart: spec?.coldStart ?? null,
    concurrency: spec?.concurrency ?? null,
    ...given({ destinations: destinationsOf(spec) }),
  };
}

/** Fills in open ends; a phase without calls says nothing and is left out. */
function phasesOf(
  phases: readonly PhaseDraft[],
  [sinceMs, untilMs]: readonly [number, number],
  traces: Traces,
): TrafficPhase[] {
  return phases.filter(hasCalls).flatMap((phase): TrafficPhase[] => {
    const listed = phase.kind === 'times' || phase.kind === 'burst';
    const fromMs = phase.fromMs ?? (listed ? 0 : sinceMs);
    if (phase.kind === 'trace') return tracePhases(traces.found(phase)!, phase, fromMs, untilMs);
    const endMs = phase.kind === 'counts' ? fromMs + phase.counts.length * phase.stepMs : untilMs;
    return [{ ...phase, fromMs, untilMs: phase.untilMs ?? endMs }];
  });
}

function hasCalls(phase: PhaseDraft): boolean {
  switch (phase.kind) {
    case 'rate':
      return phase.callsPerMs > 0;
    case 'ramp':
      return phase.fromPerMs > 0 || phase.toPerMs > 0;
    case 'profile':
      return phase.steps.some(({ callsPerMs }) => callsPerMs > 0);
    case 'counts':
      return phase.counts.some((count) => count > 0);
    case 'times':
    case 'burst':
      return phase.atMs.length > 0;
    default:
      return true;
  }
}

function timelineOf(
  file: CheckedFile,
  timeline: readonly CheckedAction[],
  { places, traces, policies }: Context,
): Action[] {
  const implied = impliedFunctions(Object.keys(file.functions), timeline).map((id): Action => {
    const base = { atMs: 0, expect: null, line: null };
    return { ...base, action: 'create', function: id, publish: false, implied: true };
  });
  const written = inOrder(timeline).map(({ index, action }): Action => {
    const line = lineOf(places, ['timeline', index]);
    if (action.action === 'putRolePolicy') {
      return { ...action, document: policies.found(action.document), line };
    }
    if (action.action !== 'setTraffic') return { ...action, line };
    const traffic = phasesOf(action.traffic, [action.atMs, file.until], traces);
    return { ...action, traffic, line };
  });
  return [...implied, ...written];
}

function expectationsOf(file: CheckedFile, places: Places): Expectation[] {
  return (file.expect ?? []).map((expectation, index) => ({
    ...expectation,
    line: lineOf(places, ['expect', index]),
  }));
}

function lineOf(places: Places, path: (string | number)[]): number | null {
  const { line } = places.find(path, 'value');
  return line === 0 ? null : line;
}

export function parametersOf(
  file: Pick<CheckedFile, 'parameters'>,
): Record<string, ParameterValue> {
  const given: Record<string, ParameterValue> = {};
  for (const [name, value] of Object.entries(file.parameters ?? {})) {
    if (value !== undefined) given[name] = value;
  }
  return given;
}
