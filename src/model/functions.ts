import { checkCounts, checkVpcConfig } from './checks.ts';
import { findVersion, invoke, invokeAsync } from './invoke.ts';
import { markUpdate } from './moves.ts';
import { refName, versionName } from './names.ts';
import { beginOperation, cancelStuck } from './operations.ts';
import { isSameConfig, leavePairing, sharePairing } from './pairings.ts';
import { addRow, replaceRow, rowOf } from './table.ts';
import type {
  ControlState,
  Ctx,
  LambdaFunction,
  PlannedOf,
  Refusal,
  ReleasePath,
  Version,
  VpcConfig,
} from './types.ts';

/** STATE-1: the answer is Pending/Creating, without a LastUpdateStatus. */
export function createFunction(
  state: ControlState,
  action: PlannedOf<'create'>,
  ctx: Ctx,
): Refusal | null {
  const fn = rowOf(state.functions, action.function);
  const misshapen = checkCounts(state, fn.config);
  if (misshapen !== null) return misshapen;
  if (fn.exists) return 'functionExists';
  const refusal = checkVpcConfig(state, fn.role, fn.config, ctx);
  if (refusal !== null) return refusal;
  fn.exists = true;
  fn.published = [];
  fn.nextNumber = 1;
  fn.changed = !action.publish;
  fn.latest = newVersion(state, action.function, 0, fn.config, ctx);
  if (action.publish) publishNew(state, action.function, fn.config, ctx);
  return null;
}

function newVersion(
  state: ControlState,
  functionId: number,
  number: number,
  config: VpcConfig | null,
  ctx: Ctx,
): number {
  const id = addVersion(state, functionId, number, config, ctx);
  const version = rowOf(state.versions, id)!;
  const rule = number === 0 ? 'STATE-1' : 'STATE-8';
  const subject = versionName(state, version);
  ctx.emit({ rule, note: 'version.created', subject, to: 'Pending', code: 'Creating' });
  beginOperation(state, id, { kind: 'create', config }, ctx);
  return id;
}

function addVersion(
  state: ControlState,
  functionId: number,
  number: number,
  config: VpcConfig | null,
  ctx: Ctx,
): number {
  const name = refName(rowOf(state.functions, functionId).id, number);
  return addRow<Version | null>(state.versions, {
    function: functionId,
    number,
    state: 'Pending',
    reason: 'Creating',
    updateStatus: null,
    updateReason: null,
    revision: 0,
    config,
    holds: [],
    operation: null,
    lastUsedMs: ctx.nowMs,
    idleAfterMs: ctx.draw('idleAfter', name),
    idleTimerMs: -1,
  });
}

/** A published version with a Pending of its own (STATE-8). */
function publishNew(
  state: ControlState,
  functionId: number,
  config: VpcConfig | null,
  ctx: Ctx,
): void {
  const fn = rowOf(state.functions, functionId);
  const number = fn.nextNumber;
  fn.nextNumber += 1;
  const version = newVersion(state, functionId, number, config, ctx);
  fn.published.push({ number, version });
}

/** Why a change of `$LATEST` is refused now (STATE-3, STATE-4, STATE-6); STATE-9 on the way. */
function refuseChange(state: ControlState, fn: LambdaFunction, ctx: Ctx): Refusal | null {
  const version = rowOf(state.versions, fn.latest)!;
  if (version.state === 'Failed') return 'failedUpdate';
  if (version.operation === null) return null;
  const pendingMs = ctx.nowMs - version.operation.sinceMs;
  if (version.state === 'Pending' && pendingMs > state.settings.stuckPendingAfterMs) {
    cancelStuck(state, fn.latest, ctx);
  }
  return 'updateInProgress';
}

/** STATE-5, STATE-7: State stays, LastUpdateStatus goes InProgress, calls run on the old one. */
export function updateFunction(
  state: ControlState,
  action: PlannedOf<'update'>,
  ctx: Ctx,
): Refusal | null {
  const fn = rowOf(state.functions, action.function);
  const misshapen = action.config === 'keep' ? null : checkCounts(state, action.config);
  if (misshapen !== null) return misshapen;
  if (!fn.exists) return 'functionNotFound';
  const refusal = refuseChange(state, fn, ctx);
  if (refusal !== null) return refusal;
  const version = rowOf(state.versions, fn.latest)!;
  const config = action.config === 'keep' ? version.config : action.config;
  const fault = action.config === 'keep' ? null : checkVpcConfig(state, fn.role, config, ctx);
  if (fault !== null) return fault;
  version.lastUsedMs = ctx.nowMs;
  const why = { rule: 'STATE-5', code: 'Creating' } as const;
  markUpdate(state, version, 'InProgress', why, ctx);
  const publishes = action.publish;
  const changes = action.code || !isSameConfig(config, version.config);
  beginOperation(state, fn.latest, { kind: 'update', config, publishes, changes }, ctx);
  if (publishes) publishNew(state, action.function, config, ctx);
  return null;
}

/** STATE-8: freezes the configuration; without a change the newest version is the answer. */
export function publishVersion(
  state: ControlState,
  action: PlannedOf<'publish'>,
  ctx: Ctx,
): Refusal | null {
  const fn = rowOf(state.functions, action.function);
  if (!fn.exists) return 'functionNotFound';
  const refusal = refuseChange(state, fn, ctx);
  if (refusal !== null) return refusal;
  const newest = fn.published.at(-1);
  if (!fn.changed && newest !== undefined) {
    const subject = refName(fn.id, newest.number);
    ctx.emit({ rule: 'STATE-8', note: 'version.same', subject });
    return null;
  }
  fn.changed = false;
  const latest = rowOf(state.versions, fn.latest)!;
  if (latest.state === 'Active') publishReady(state, action.function, latest, ctx);
  else publishNew(state, action.function, latest.config, ctx);
  return null;
}

/** All it needs is held and ready already, so the answer is Active (recorded from AWS). */
function publishReady(state: ControlState, functionId: number, latest: Version, ctx: Ctx): void {
  const fn = rowOf(state.functions, functionId);
  const number = fn.nextNumber;
  fn.nextNumber += 1;
  const id = addVersion(state, functionId, number, latest.config, ctx);
  fn.published.push({ number, version: id });
  const version = rowOf(state.versions, id)!;
  version.state = 'Active';
  version.reason = null;
  version.updateStatus = 'Successful';
  const subject = versionName(state, version);
  ctx.emit({ rule: 'STATE-8', note: 'version.created', subject, to: 'Active' });
  for (const pairing of latest.holds) {
    sharePairing(state, id, pairing, ctx);
    version.holds.push(pairing);
  }
  version.idleTimerMs = ctx.nowMs + version.idleAfterMs;
  ctx.schedule(version.idleAfterMs, { kind: 'idle.due', version: id });
}

/** STATE-10: returns at once; what the versions held is released behind it. */
export function deleteFunction(
  state: ControlState,
  action: PlannedOf<'delete'>,
  ctx: Ctx,
): Refusal | null {
  const fn = rowOf(state.functions, action.function);
  const versionId = findVersion(fn, action.version ?? 0);
  if (versionId === null) return 'functionNotFound';
  if (rowOf(state.versions, versionId)!.state === 'Pending') return 'pendingDelete';
  if (action.version !== null) {
    fn.published = fn.published.filter((entry) => entry.version !== versionId);
    removeVersion(state, versionId, ctx);
    return null;
  }
  for (const entry of fn.published) removeVersion(state, entry.version, ctx);
  removeVersion(state, fn.latest, ctx);
  fn.published = [];
  fn.exists = false;
  ctx.emit({ rule: 'STATE-10', note: 'function.deleted', subject: fn.id });
  return null;
}

function removeVersion(state: ControlState, versionId: number, ctx: Ctx): void {
  const version = rowOf(state.versions, versionId)!;
  const subject = versionName(state, version);
  const acquired = version.operation?.acquired ?? [];
  const path = releasePath(state, version, ctx);
  ctx.emit({ rule: 'STATE-10', note: 'version.deleted', subject, from: version.state });
  for (const pairing of new Set([...version.holds, ...acquired])) {
    leavePairing(state, versionId, pairing, { path, rule: 'STATE-10' }, ctx);
  }
  replaceRow(state.versions, versionId, null);
}

/** STATE-11: deleting during a detach aborts it, and its ENIs go the slow way after all. */
function releasePath(state: ControlState, version: Version, ctx: Ctx): ReleasePath {
  const { operation } = version;
  const detaching =
    operation?.kind === 'update' &&
    version.holds.some((pairing) => !operation.acquired.includes(pairing));
  if (!detaching) return 'delete';
  if (!state.settings.deleteAbortsDetach) return 'update';
  const subject = versionName(state, version);
  ctx.emit({ rule: 'STATE-11', note: 'detach.aborted', subject });
  return 'delete';
}

export function invokeFunction(
  state: ControlState,
  action: PlannedOf<'invoke'>,
  ctx: Ctx,
): Refusal | null {
  const call = action.async ? invokeAsync : invoke;
  return call(state, action, action.count, ctx);
}
