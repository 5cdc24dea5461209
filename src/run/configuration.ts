import { STATE_REASONS } from '../evidence/texts.ts';
import { arnOf, pairingName, versionName } from '../model/names.ts';
import { rowOf, rowsOf } from '../model/table.ts';
import type { ControlState, ReasonCode, Version } from '../model/types.ts';

/**
 * What GetFunctionConfiguration answers about a version, as far as it is simulated, with AWS's own
 * names. A key that AWS leaves out is absent.
 */
export interface FunctionConfiguration {
  FunctionName: string;
  FunctionArn: string;
  Version: string;
  /** Absent: the function has a role of its own that the scenario does not name. */
  Role?: string;
  State: string;
  StateReason?: string;
  StateReasonCode?: string;
  LastUpdateStatus?: string;
  LastUpdateStatusReason?: string;
  LastUpdateStatusReasonCode?: string;
  RevisionId: string;
  VpcConfig?: {
    SubnetIds: string[];
    SecurityGroupIds: string[];
    /** Empty after a detach. */
    VpcId: string;
    Ipv6AllowedForDualStack: boolean;
  };
}

/** API-2: the configuration of `checkout` or `checkout:2`; null when there is none of that name. */
export function configurationOf(state: ControlState, name: string): FunctionConfiguration | null {
  const found = versionOf(state, name);
  return found === null ? null : answerOf(state, found.version, found.id);
}

/** Names of the pairings that a version, by its own name, waits for. */
export function awaitedBy(state: ControlState, name: string): string[] {
  const waits = versionOf(state, name)?.version.operation?.waits ?? [];
  return waits.map((id) => pairingName(state, rowOf(state.pairings, id)));
}

function versionOf(state: ControlState, name: string): { version: Version; id: number } | null {
  for (const [id, version] of rowsOf(state.versions)) {
    if (version !== null && versionName(state, version) === name) return { version, id };
  }
  return null;
}

function answerOf(state: ControlState, version: Version, id: number): FunctionConfiguration {
  const fn = rowOf(state.functions, version.function);
  const name = versionName(state, version);
  const vpc = vpcOf(state, version);
  return {
    FunctionName: fn.id,
    FunctionArn: arnOf(state, name),
    Version: version.number === 0 ? '$LATEST' : String(version.number),
    ...roleOf(state, fn.role),
    State: version.state,
    ...reason('StateReason', version.reason),
    ...(version.updateStatus === null ? {} : { LastUpdateStatus: version.updateStatus }),
    ...reason('LastUpdateStatusReason', version.updateReason),
    RevisionId: `${id}-${version.revision}-${version.revisedMs}`,
    ...(vpc === null ? {} : { VpcConfig: vpc }),
  };
}

function roleOf(state: ControlState, roleId: number): { Role?: string } {
  if (roleId < 0) return {};
  return { Role: `arn:aws:iam::${state.settings.accountId}:role/${state.roles[roleId]!.id}` };
}

function reason(key: 'StateReason' | 'LastUpdateStatusReason', code: ReasonCode | null) {
  if (code === null) return {};
  const { message } = STATE_REASONS[code];
  return { ...(message === null ? {} : { [key]: message }), [`${key}Code`]: code };
}

/** STATE-5: the new configuration is shown at once; STATE-7: an empty one after a detach. */
function vpcOf(
  state: ControlState,
  version: Version,
): NonNullable<FunctionConfiguration['VpcConfig']> | null {
  const config = version.operation === null ? version.config : version.operation.config;
  if (config === null && !version.everAttached) return null;
  const { subnets = [], groups = [], dualStack = false } = config ?? {};
  const home = subnets.length === 0 ? undefined : state.subnets[subnets[0]!]!.vpc;
  return {
    SubnetIds: subnets.map((id) => state.subnets[id]!.id),
    SecurityGroupIds: groups.map((id) => state.groups[id]!.id),
    VpcId: home === undefined ? '' : state.vpcs[home]!.id,
    Ipv6AllowedForDualStack: dualStack,
  };
}
