import { missingRoom } from './enis.ts';
import type { EventOf } from './events.ts';
import { armIdleTimer } from './idle.ts';
import { markUpdate, moveVersion } from './moves.ts';
import { versionName } from './names.ts';
import { findPairing, leavePairing, needsEni, pairingsOf, takePairing } from './pairings.ts';
import { createObstacle, roleObstacle } from './roles.ts';
import { rowOf } from './table.ts';
import { togetherOf } from './together.ts';
import {
  type ControlState,
  type Ctx,
  FAILURE_CODES,
  type FailureCode,
  type Operation,
  type RuleId,
  type Version,
  type VpcConfig,
} from './types.ts';

/** Puts an accepted operation on the version; Lambda's own work begins in the next event. */
export function beginOperation(
  state: ControlState,
  versionId: number,
  what: Pick<Operation, 'kind' | 'config'> & Partial<Pick<Operation, 'publishes' | 'changes'>>,
  ctx: Ctx,
): void {
  const version = rowOf(state.versions, versionId)!;
  version.revision += 1;
  version.revisedMs = ctx.nowMs;
  const { revision } = version;
  const sinceMs = ctx.nowMs;
  const { kind, config, publishes = false, changes = false } = what;
  const work = { sinceMs, revision, acquired: [], waits: [] };
  version.operation = { kind, config, publishes, changes, ...work };
  ctx.schedule(0, { kind: 'work.begins', version: versionId, revision });
}

/** The version whose operation an event speaks of, or null when that operation is over. */
function atWork(
  state: ControlState,
  event: { version: number; revision: number },
): { version: Version; operation: Operation } | null {
  const version = rowOf(state.versions, event.version);
  const operation = version?.operation;
  if (!version || !operation || operation.revision !== event.revision) return null;
  return { version, operation };
}

/** STATE-2, STATE-4: all that can fail is looked at first, so a failure leaves nothing behind. */
export function workBegins(state: ControlState, event: EventOf<'work.begins'>, ctx: Ctx): void {
  const found = atWork(state, event);
  if (found === null) return;
  const { version, operation } = found;
  const name = versionName(state, version);
  const obstacle = obstacleTo(state, version, operation.config);
  if (obstacle !== null) {
    const code = FAILURE_CODES.indexOf(obstacle);
    ctx.schedule(ctx.draw('provisioning', name), { ...event, kind: 'work.fails', code });
    return;
  }
  operation.acquired = pairingsOf(state, operation.config);
  const shared = togetherOf(state, version);
  for (const pairing of operation.acquired) {
    if (takePairing(state, event.version, pairing, shared, ctx)) operation.waits.push(pairing);
  }
  if (operation.waits.length > 0) return;
  const givesUp = version.holds.some((pairing) => !operation.acquired.includes(pairing));
  const purpose = givesUp ? 'detachUpdate' : 'provisioning';
  ctx.schedule(ctx.draw(purpose, name), { ...event, kind: 'work.ends' });
}

export function workFails(state: ControlState, event: EventOf<'work.fails'>, ctx: Ctx): void {
  const found = atWork(state, event);
  if (found === null) return;
  const code = FAILURE_CODES[event.code]!;
  const subject = versionName(state, found.version);
  const because =
    code === 'InsufficientRolePermissions'
      ? rightsObstacle(state, found.version, found.operation.config!)
      : null;
  const why = because === null ? {} : { because };
  ctx.emit({ rule: RULE_OF_FAILURE[code], note: 'operation.failed', subject, code, ...why });
  failOperation(state, event.version, code, ctx);
}

const RULE_OF_FAILURE: Record<FailureCode, RuleId> = {
  EniLimitExceeded: 'LIMIT-1',
  InsufficientRolePermissions: 'IAM-4',
  InternalError: 'STATE-9',
  InvalidSecurityGroup: 'STATE-4',
  InvalidSubnet: 'STATE-4',
  SubnetOutOfIPAddresses: 'LIMIT-2',
};

/** What keeps a configuration from being made real now, in the order it is found out. */
function obstacleTo(
  state: ControlState,
  version: Version,
  config: VpcConfig | null,
): FailureCode | null {
  if (config === null) return null;
  if (config.subnets.some((id) => state.subnets[id]!.deleted)) return 'InvalidSubnet';
  if (config.groups.some((id) => state.groups[id]!.deleted)) return 'InvalidSecurityGroup';
  if (rightsObstacle(state, version, config) !== null) return 'InsufficientRolePermissions';
  return roomObstacle(state, config);
}

/** IAM-4: what the role may not do while Lambda works, in a sentence; null: it may do all. */
function rightsObstacle(state: ControlState, version: Version, config: VpcConfig): string | null {
  const { role } = rowOf(state.functions, version.function);
  return (
    createObstacle(state, role, config) ??
    roleObstacle(state, role, 'ec2:DescribeNetworkInterfaces', ['*'])
  );
}

/** LIMIT-1, LIMIT-2: one full subnet fails the whole operation. */
function roomObstacle(state: ControlState, config: VpcConfig): FailureCode | null {
  const fresh = [...new Set(config.subnets)].filter((subnet) => {
    const id = findPairing(state, subnet, config);
    return id === undefined || needsEni(rowOf(state.pairings, id));
  });
  for (const subnet of fresh) {
    const code = missingRoom(state, subnet, { inSubnet: 1, inVpc: fresh.length });
    if (code !== null) return code;
  }
  return null;
}

export function workEnds(state: ControlState, event: EventOf<'work.ends'>, ctx: Ctx): void {
  if (atWork(state, event) !== null) completeOperation(state, event.version, ctx);
}

export function pairingAllocated(
  state: ControlState,
  event: EventOf<'pairing.allocated'>,
  ctx: Ctx,
): void {
  if (atWork(state, event) !== null) finishWait(state, event.version, event.pairing, ctx);
}

/** STATE-2: the slowest pairing decides. */
export function finishWait(
  state: ControlState,
  versionId: number,
  pairingId: number,
  ctx: Ctx,
): void {
  const { operation } = rowOf(state.versions, versionId)!;
  if (operation === null) return;
  const place = operation.waits.indexOf(pairingId);
  if (place < 0) return;
  operation.waits.splice(place, 1);
  if (operation.waits.length === 0) completeOperation(state, versionId, ctx);
}

function completeOperation(state: ControlState, versionId: number, ctx: Ctx): void {
  const version = rowOf(state.versions, versionId)!;
  const operation = version.operation!;
  const before = version.holds.slice();
  version.operation = null;
  version.config = operation.config;
  version.holds = operation.acquired;
  if (operation.kind === 'update') {
    const fn = rowOf(state.functions, version.function);
    fn.changed = !operation.publishes && (fn.changed || operation.changes);
    if (version.state === 'Inactive') {
      moveVersion(state, version, 'Active', { rule: 'IDLE-6', code: null }, ctx);
    }
    markUpdate(state, version, 'Successful', { rule: 'STATE-5', code: null }, ctx);
  } else {
    const rule = operation.kind === 'create' ? 'STATE-2' : 'IDLE-3';
    version.updateStatus ??= 'Successful';
    moveVersion(state, version, 'Active', { rule, code: null }, ctx);
  }
  const why = { path: 'update', rule: 'STATE-5', operation: togetherOf(state, version) } as const;
  for (const pairing of before) {
    if (operation.acquired.includes(pairing)) continue;
    leavePairing(state, versionId, pairing, why, ctx);
  }
  armIdleTimer(version, versionId, ctx);
}

/** STATE-4, STATE-5, IDLE-4: what was taken for it goes back; what served before goes on. */
export function failOperation(
  state: ControlState,
  versionId: number,
  code: FailureCode,
  ctx: Ctx,
): void {
  const version = rowOf(state.versions, versionId)!;
  const { kind } = endOperation(state, versionId, 'update', ctx);
  if (kind === 'update') markUpdate(state, version, 'Failed', { rule: 'STATE-5', code }, ctx);
  if (kind === 'create') moveVersion(state, version, 'Failed', { rule: 'STATE-4', code }, ctx);
  if (kind === 'restore') moveVersion(state, version, 'Inactive', { rule: 'IDLE-4', code }, ctx);
}

/** STATE-9: a call gives up what was stuck; ENIs nobody else waits for are never made. */
export function cancelStuck(state: ControlState, versionId: number, ctx: Ctx): void {
  const version = rowOf(state.versions, versionId)!;
  endOperation(state, versionId, 'cancel', ctx);
  moveVersion(state, version, 'Failed', { rule: 'STATE-9', code: 'InternalError' }, ctx);
}

/** Takes the operation off the version and leaves the pairings that only it needed. */
function endOperation(
  state: ControlState,
  versionId: number,
  path: 'update' | 'cancel',
  ctx: Ctx,
): Operation {
  const version = rowOf(state.versions, versionId)!;
  const operation = version.operation!;
  version.operation = null;
  const rule = path === 'cancel' ? 'STATE-9' : 'STATE-5';
  const why = { path, rule, operation: togetherOf(state, version) } as const;
  for (const pairing of operation.acquired) {
    if (version.holds.includes(pairing)) continue;
    leavePairing(state, versionId, pairing, why, ctx);
  }
  return operation;
}
