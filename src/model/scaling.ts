import { beginEni, drainEni, freshEni, missingRoom } from './enis.ts';
import type { EventOf } from './events.ts';
import { pairingName } from './names.ts';
import { rowOf } from './table.ts';
import type { ControlState, Ctx, Eni } from './types.ts';

/** CAP-3: one more ENI for the pairing, unless one is on its way or there is no room (CAP-4). */
export function eniCrowded(state: ControlState, event: EventOf<'eni.crowded'>, ctx: Ctx): void {
  const pairing = rowOf(state.pairings, event.pairing);
  const crowded = pairing.enis.find((eni) => eni.number === event.eni);
  if (crowded?.phase !== 'ready' || pairing.holders.count === 0) return;
  if (pairing.enis.some((eni) => eni.phase === 'creating')) return;
  const code = missingRoom(state, pairing.subnet, { inSubnet: 1, inVpc: 1 });
  if (code !== null) {
    const subject = `eni-${crowded.number}`;
    ctx.emit({ rule: 'CAP-4', note: 'eni.scaleOutBlocked', subject, code });
    return;
  }
  const creator = { function: crowded.creator, rule: 'CAP-3', replaces: 0 } as const;
  beginEni(state, event.pairing, creator, ctx);
}

/** CAP-5: an extra ENI that was silent for long leaves; the last one of a pairing stays. */
export function eniSilent(state: ControlState, event: EventOf<'eni.silent'>, ctx: Ctx): void {
  const pairing = rowOf(state.pairings, event.pairing);
  const ready = pairing.enis.filter((eni) => eni.phase === 'ready');
  const silent = ready.find((eni) => eni.number === event.eni);
  if (silent === undefined || ready.length < 2) return;
  drainEni(state, event.pairing, silent, 'CAP-5', ctx);
}

/** Sets the moment at which Lambda replaces the ENI, where the run has such moments (ENI-7). */
export function planRecreation(state: ControlState, pairingId: number, eni: Eni, ctx: Ctx): void {
  if (!state.settings.recreatesEnis) return;
  const name = pairingName(state, rowOf(state.pairings, pairingId));
  ctx.schedule(ctx.draw('eniRecreation', name), {
    kind: 'eni.recreated',
    pairing: pairingId,
    eni: eni.number,
    turn: eni.turn,
  });
}

/** ENI-7: a second ENI is made, and when it is ready the first one drains. */
export function eniRecreated(state: ControlState, event: EventOf<'eni.recreated'>, ctx: Ctx): void {
  const pairing = rowOf(state.pairings, event.pairing);
  const eni = freshEni(pairing, event);
  if (eni === null) return;
  const code = missingRoom(state, pairing.subnet, { inSubnet: 1, inVpc: 1 });
  if (code !== null) {
    const subject = `eni-${eni.number}`;
    ctx.emit({ rule: 'ENI-7', note: 'eni.recreationPutOff', subject, code });
    planRecreation(state, event.pairing, eni, ctx);
    return;
  }
  const creator = { function: eni.creator, rule: 'ENI-7', replaces: eni.number } as const;
  beginEni(state, event.pairing, creator, ctx);
}
