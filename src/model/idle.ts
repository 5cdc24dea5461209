import type { EventOf } from './events.ts';
import { moveVersion } from './moves.ts';
import { leavePairing } from './pairings.ts';
import { rowOf } from './table.ts';
import { togetherOf } from './together.ts';
import type { ControlState, Ctx, Version } from './types.ts';

/**
 * Sets the timer to the moment the version will have been idle for too long, unless one that
 * fires no later waits already: calls only move `lastUsedMs`, and the timer looks at it (IDLE-1).
 */
export function armIdleTimer(version: Version, versionId: number, ctx: Ctx): void {
  const dueMs = Math.max(ctx.nowMs, version.lastUsedMs + version.idleAfterMs);
  if (version.idleTimerMs >= ctx.nowMs && version.idleTimerMs <= dueMs) return;
  version.idleTimerMs = dueMs;
  ctx.schedule(dueMs - ctx.nowMs, { kind: 'idle.due', version: versionId });
}

/** IDLE-1: the timer fires; if the version was used since, it waits for the rest. */
export function idleDue(state: ControlState, event: EventOf<'idle.due'>, ctx: Ctx): void {
  const version = rowOf(state.versions, event.version);
  if (version === null || version.idleTimerMs !== ctx.nowMs) return;
  version.idleTimerMs = -1;
  if (version.state !== 'Active' || keptActive(state, version)) return;
  if (isIdle(version, ctx.nowMs)) fallIdle(state, event.version, ctx);
  else armIdleTimer(version, event.version, ctx);
}

/** IDLE-5: at exactly the threshold the version is idle. */
function isIdle(version: Version, nowMs: number): boolean {
  return nowMs - version.lastUsedMs >= version.idleAfterMs;
}

/** IDLE-6: provisioned concurrency keeps a version active, and so does steady traffic. */
export function keptActive(state: ControlState, version: Version): boolean {
  const { busy, provisioned } = rowOf(state.functions, version.function);
  return (busy[version.number] ?? 0) > 0 || provisioned.includes(version.number);
}

/** IDLE-2: its holds end; an ENI goes only where nobody else holds the pairing. */
function fallIdle(state: ControlState, versionId: number, ctx: Ctx): void {
  const version = rowOf(state.versions, versionId)!;
  moveVersion(state, version, 'Inactive', { rule: 'IDLE-1', code: 'Idle' }, ctx);
  const kept = version.operation?.acquired ?? [];
  const why = { path: 'delete', rule: 'IDLE-2', operation: togetherOf(state, version) } as const;
  for (const pairing of version.holds.slice()) {
    if (kept.includes(pairing)) continue;
    leavePairing(state, versionId, pairing, why, ctx);
  }
  version.holds = [];
}
