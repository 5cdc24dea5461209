import { drainEni, drainPairing, freshEni, planRecreation, removeEni } from './enis.ts';
import type { EventOf } from './events.ts';
import { moveEni } from './moves.ts';
import { pairingName } from './names.ts';
import { finishWait } from './operations.ts';
import { roleObstacle } from './roles.ts';
import { emptySet, idsOf, rowOf } from './table.ts';
import type { ControlState, Ctx, Pairing, Refusal } from './types.ts';

/** The ENI is ready and all who waited for it go on (SHARE-4). If they all left, it drains. */
export function eniCreated(state: ControlState, event: EventOf<'eni.created'>, ctx: Ctx): void {
  const pairing = rowOf(state.pairings, event.pairing);
  const eni = freshEni(pairing, event);
  if (eni === null) return;
  moveEni(state, pairing, eni, 'ready', 'ENI-1', ctx);
  planRecreation(state, event.pairing, eni, ctx);
  const replaced = pairing.enis.find((other) => other.number === eni.replaces);
  if (replaced?.phase === 'ready') {
    drainEni(state, event.pairing, replaced, { rule: 'ENI-7', operation: null }, ctx);
  }
  const waiting = idsOf(pairing.waiting);
  pairing.waiting = emptySet();
  for (const version of waiting) finishWait(state, version, event.pairing, ctx);
  if (pairing.holders.count === 0) drainPairing(state, event.pairing, null, ctx);
}

/** Detached: from now on it is an ordinary `available` interface that Lambda never uses again. */
export function eniDetached(state: ControlState, event: EventOf<'eni.detached'>, ctx: Ctx): void {
  const pairing = rowOf(state.pairings, event.pairing);
  const eni = freshEni(pairing, event);
  if (eni === null) return;
  moveEni(state, pairing, eni, 'available', 'ENI-3', ctx);
  const delayMs = ctx.draw('reap', pairingName(state, pairing), eni.reapMs ?? undefined);
  ctx.schedule(delayMs, { ...event, kind: 'eni.reaped', turn: eni.turn });
}

/** ENI-3, ENI-4: deleting needs a role of the customer; without it Lambda tries for a while. */
export function eniReaped(state: ControlState, event: EventOf<'eni.reaped'>, ctx: Ctx): void {
  const pairing = rowOf(state.pairings, event.pairing);
  const eni = freshEni(pairing, event);
  if (eni === null) return;
  const resource = `network-interface/eni-${eni.number}`;
  const because = roleObstacle(state, eni.role, 'ec2:DeleteNetworkInterface', [resource]);
  if (because === null) {
    moveEni(state, pairing, eni, 'deleted', 'ENI-3', ctx);
    removeEni(state, pairing, eni);
    return;
  }
  const role = state.roles[eni.role]?.id ?? 'its own role';
  const subject = `eni-${eni.number}`;
  ctx.emit({ rule: 'ENI-4', note: 'eni.reapRefused', subject, with: role, because });
  if (ctx.nowMs - eni.sinceMs >= state.settings.reapRetryForMs) {
    moveEni(state, pairing, eni, 'stuck', 'ENI-4', ctx);
    return;
  }
  ctx.schedule(ctx.draw('reapRetryEvery', pairingName(state, pairing)), event);
}

/** ENI-5: a person may delete what is detached, and nothing else. */
export function deleteByHand(
  state: ControlState,
  pairing: Pairing | null,
  ctx: Ctx,
): Refusal | null {
  if (pairing === null || pairing.enis.length === 0) return 'eniNotFound';
  const loose = pairing.enis.filter((eni) => eni.phase === 'available' || eni.phase === 'stuck');
  if (loose.length === 0) return 'eniInUse';
  for (const eni of loose) {
    moveEni(state, pairing, eni, 'deleted', 'ENI-5', ctx);
    removeEni(state, pairing, eni);
  }
  return null;
}
