import type { EventOf } from './events.ts';
import { armIdleTimer } from './idle.ts';
import { moveVersion } from './moves.ts';
import { arnOf, refName } from './names.ts';
import { beginOperation } from './operations.ts';
import { rowOf } from './table.ts';
import type { ControlState, Ctx, LambdaFunction, Refusal, Version } from './types.ts';

/** The id of a function's version (number 0: `$LATEST`), or null when there is none. */
export function findVersion(fn: LambdaFunction, number: number): number | null {
  if (!fn.exists) return null;
  if (number === 0) return fn.latest;
  return fn.published.find((entry) => entry.number === number)?.version ?? null;
}

/**
 * One or more synchronous calls of one moment. Every attempt counts as use (IDLE-1); the first
 * one that meets an Inactive version fails and wakes it, those behind it meet it Pending (IDLE-3).
 * @returns the refusal of the first call, null when it ran
 */
export function invoke(
  state: ControlState,
  target: { function: number; version: number },
  count: number,
  ctx: Ctx,
): Refusal | null {
  const fn = rowOf(state.functions, target.function);
  const subject = refName(fn.id, target.version);
  const versionId = findVersion(fn, target.version);
  if (versionId === null) {
    const refusal = 'functionNotFound';
    const args = { arn: arnOf(state, subject) };
    ctx.emit({ rule: 'API-5', note: 'invocation', subject, count, refusal, args });
    return refusal;
  }
  const version = rowOf(state.versions, versionId)!;
  const first = refusalOf(state, version);
  version.lastUsedMs = ctx.nowMs;
  // An update under way takes the pairings anyway: the version is awake when it succeeds.
  const wakes = version.state === 'Inactive' && version.operation === null;
  const alike = wakes ? 1 : count;
  if (first === null) ctx.emit({ rule: 'LOAD-1', note: 'invocation', subject, count });
  else {
    const rule = version.state === 'Inactive' ? 'IDLE-3' : 'LOAD-4';
    ctx.emit({ rule, note: 'invocation', subject, count: alike, refusal: first });
  }
  if (wakes) {
    wake(state, versionId, ctx);
    if (count > 1) invoke(state, target, count - 1, ctx);
  }
  return first;
}

/** IDLE-3: back to Pending until an ENI is created or allocated. */
export function wake(state: ControlState, versionId: number, ctx: Ctx): void {
  const version = rowOf(state.versions, versionId)!;
  moveVersion(state, version, 'Pending', { rule: 'IDLE-3', code: 'Restoring' }, ctx);
  const { config } = version;
  beginOperation(state, versionId, { kind: 'restore', config }, ctx);
}

/** LOAD-4: how a call to the version is answered in its present state. */
export function refusalOf(state: ControlState, version: Version): Refusal | null {
  if (version.state === 'Active') return null;
  if (version.state === 'Pending') return 'pendingInvoke';
  if (version.state === 'Failed') return 'failedInvoke';
  const { inactiveInvokeError } = state.settings;
  // The documented text speaks of a lost VPC connection, which others never had.
  const lostVpc = version.config !== null && inactiveInvokeError === 'ResourceNotReadyException';
  return lostVpc ? 'inactiveInvoke' : 'inactiveInvokeArtifact';
}

export function callArrives(state: ControlState, event: EventOf<'call.arrives'>, ctx: Ctx): void {
  invoke(state, event, 1, ctx);
}

/** From its first call on steady traffic keeps its version busy; its calls are counted apart. */
export function trafficBegins(
  state: ControlState,
  event: EventOf<'traffic.begins'>,
  ctx: Ctx,
): void {
  const fn = rowOf(state.functions, event.function);
  fn.busy[event.version] = (fn.busy[event.version] ?? 0) + 1;
  const subject = refName(fn.id, event.version);
  ctx.emit({ rule: 'LOAD-1', note: 'traffic.began', subject });
  invoke(state, event, 1, ctx);
}

/** The last call of steady traffic is what the idle clock counts from (IDLE-1). */
export function trafficEnds(state: ControlState, event: EventOf<'traffic.ends'>, ctx: Ctx): void {
  const fn = rowOf(state.functions, event.function);
  const flows = fn.busy[event.version]! - 1;
  if (flows > 0) fn.busy[event.version] = flows;
  else delete fn.busy[event.version];
  ctx.emit({ rule: 'LOAD-1', note: 'traffic.ended', subject: refName(fn.id, event.version) });
  const versionId = findVersion(fn, event.version);
  if (versionId === null) return;
  const version = rowOf(state.versions, versionId)!;
  version.lastUsedMs = Math.max(version.lastUsedMs, ctx.nowMs - event.agoMs);
  if (version.state === 'Active') armIdleTimer(version, versionId, ctx);
}
