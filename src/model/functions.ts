import type { PlannedOf } from './action-types.ts';
import { callerDenial, codeDenial, describeDenial } from './callers.ts';
import { checkRevision, checkShape, checkVpcConfig } from './checks.ts';
import { findVersion, invoke, refusalOf } from './invoke.ts';
import { invokeAsync } from './invoke-async.ts';
import { markUpdate } from './moves.ts';
import { refName, versionName } from './names.ts';
import { beginOperation, cancelStuck } from './operations.ts';
import { isSameConfig, sharePairing } from './pairings.ts';
import { addRow, rowOf } from './table.ts';
import type { ControlState, Ctx, LambdaFunction, Refusal, Version, VpcConfig } from './types.ts';

/** STATE-1: the answer is Pending/Creating, without a LastUpdateStatus. */
export function createFunction(
  state: ControlState,
  action: PlannedOf<'create'>,
  ctx: Ctx,
): Refusal | null {
  const fn = rowOf(state.functions, action.function);
  const barred = checkShape(state, fn.config) ?? callerDenial(state, action)?.refusal;
  if (barred !== undefined) return barred;
  if (fn.exists) return 'functionExists';
  const refusal = checkVpcConfig(state, action, fn.config, ctx);
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
    revisedMs: ctx.nowMs,
    config,
    everAttached: config !== null,
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
  rowOf(state.versions, version)!.everAttached ||= rowOf(state.versions, fn.latest)!.everAttached;
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
  const misshapen = action.config === 'keep' ? null : checkShape(state, action.config);
  const barred = misshapen ?? callerDenial(state, action)?.refusal;
  if (barred !== undefined) return barred;
  if (!fn.exists) return 'functionNotFound';
  const version = rowOf(state.versions, fn.latest)!;
  const refusal = checkRevision(version, action) ?? refuseChange(state, fn, ctx);
  if (refusal !== null) return refusal;
  const config = action.config === 'keep' ? version.config : action.config;
  const fault =
    action.config === 'keep'
      ? (describeDenial(state, action)?.refusal ?? null)
      : checkVpcConfig(state, action, config, ctx);
  if (fault !== null) return fault;
  version.everAttached ||= config !== null;
  version.lastUsedMs = ctx.nowMs;
  const why = { rule: 'STATE-5', code: 'Creating' } as const;
  markUpdate(state, version, 'InProgress', why, ctx);
  const publishes = action.publish;
  const changes = action.code || action.settings || !isSameConfig(config, version.config);
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
  const barred = callerDenial(state, action)?.refusal;
  if (barred !== undefined) return barred;
  if (!fn.exists) return 'functionNotFound';
  const latest = rowOf(state.versions, fn.latest)!;
  const refusal = checkRevision(latest, action) ?? refuseChange(state, fn, ctx);
  if (refusal !== null) return refusal;
  const newest = fn.published.at(-1);
  if (!fn.changed && newest !== undefined) {
    const subject = refName(fn.id, newest.number);
    ctx.emit({ rule: 'STATE-8', note: 'version.same', subject });
    return null;
  }
  fn.changed = false;
  // Recorded from AWS: publishing gives $LATEST a new RevisionId as well.
  latest.revisedMs = ctx.nowMs;
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
  version.everAttached = latest.everAttached;
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

export function invokeFunction(
  state: ControlState,
  action: PlannedOf<'invoke'>,
  ctx: Ctx,
): Refusal | null {
  // Who may not call never reaches the function: no attempt, no use.
  const barred = callerDenial(state, action)?.refusal;
  if (barred !== undefined) return barred;
  const call = action.async ? invokeAsync : invoke;
  return call(state, action, action.count, ctx);
}

/** IAM-5: the code of a function that runs uses the function's role for a call of its own. */
export function callFromCode(
  state: ControlState,
  action: PlannedOf<'callFromCode'>,
): Refusal | null {
  const versionId = findVersion(rowOf(state.functions, action.function), action.version);
  if (versionId === null) return 'functionNotFound';
  const refusal = refusalOf(state, rowOf(state.versions, versionId)!);
  return refusal ?? codeDenial(state, action)?.refusal ?? null;
}
