import type { PlannedOf } from './action-types.ts';
import { callerDenial } from './callers.ts';
import { findVersion } from './invoke.ts';
import { refName, versionName } from './names.ts';
import { leavePairing } from './pairings.ts';
import { replaceRow, rowOf } from './table.ts';
import { type Together, together } from './together.ts';
import type { ControlState, Ctx, Refusal, ReleasePath, Version } from './types.ts';

/** STATE-10: returns at once; what the versions held is released behind it. */
export function deleteFunction(
  state: ControlState,
  action: PlannedOf<'delete'>,
  ctx: Ctx,
): Refusal | null {
  const fn = rowOf(state.functions, action.function);
  const barred = callerDenial(state, action)?.refusal;
  if (barred !== undefined) return barred;
  const versionId = findVersion(fn, action.version ?? 0);
  if (versionId === null) return 'functionNotFound';
  if (rowOf(state.versions, versionId)!.state === 'Pending') return 'pendingDelete';
  const operation = together(refName(fn.id, action.version ?? 0));
  if (action.version !== null) {
    fn.published = fn.published.filter((entry) => entry.version !== versionId);
    removeVersion(state, versionId, operation, ctx);
    return null;
  }
  for (const entry of fn.published) removeVersion(state, entry.version, operation, ctx);
  removeVersion(state, fn.latest, operation, ctx);
  fn.published = [];
  fn.exists = false;
  ctx.emit({ rule: 'STATE-10', note: 'function.deleted', subject: fn.id });
  return null;
}

function removeVersion(
  state: ControlState,
  versionId: number,
  operation: Together,
  ctx: Ctx,
): void {
  const version = rowOf(state.versions, versionId)!;
  const subject = versionName(state, version);
  const acquired = version.operation?.acquired ?? [];
  const path = releasePath(state, version, ctx);
  ctx.emit({ rule: 'STATE-10', note: 'version.deleted', subject, from: version.state });
  const why = { path, rule: 'STATE-10', operation } as const;
  for (const pairing of new Set([...version.holds, ...acquired])) {
    leavePairing(state, versionId, pairing, why, ctx);
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
