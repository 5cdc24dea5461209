import { beginEni, drainEni, freshEni, missingRoom, planRecreation } from './enis.ts';
import type { EventOf } from './events.ts';
import { pairingName } from './names.ts';
import { createObstacle } from './roles.ts';
import { firstIds, rowOf } from './table.ts';
import type { ControlState, Ctx, FailureCode, Pairing } from './types.ts';

/** CAP-3: one more ENI for the pairing, unless one is on its way or there is no room (CAP-4). */
export function eniCrowded(state: ControlState, event: EventOf<'eni.crowded'>, ctx: Ctx): void {
  const pairing = rowOf(state.pairings, event.pairing);
  const crowded = pairing.enis.find((eni) => eni.number === event.eni);
  if (crowded?.phase !== 'ready' || pairing.holders.count === 0) return;
  if (pairing.enis.some((eni) => eni.phase === 'creating')) return;
  const holder = holderOf(state, pairing);
  const code = obstacleToMore(state, pairing, holder);
  if (code !== null) {
    const subject = `eni-${crowded.number}`;
    ctx.emit({ rule: 'CAP-4', note: 'eni.scaleOutBlocked', subject, code });
    return;
  }
  const creator = { function: holder, rule: 'CAP-3', replaces: 0, operation: null } as const;
  beginEni(state, event.pairing, creator, ctx);
}

/** The function of a version that holds the pairing now: the first creator may be gone. */
function holderOf(state: ControlState, pairing: Pairing): number {
  const [holder] = firstIds(pairing.holders, 1);
  return rowOf(state.versions, holder!)!.function;
}

/** One more ENI needs an address, a place in the quota and a role like any other. */
function obstacleToMore(
  state: ControlState,
  pairing: Pairing,
  functionId: number,
): FailureCode | null {
  const { role } = rowOf(state.functions, functionId);
  const { subnet, groups, dualStack } = pairing;
  if (createObstacle(state, role, { subnets: [subnet], groups, dualStack }) !== null) {
    return 'InsufficientRolePermissions';
  }
  return missingRoom(state, subnet, { inSubnet: 1, inVpc: 1 });
}

/** CAP-4: a connection that finds no port is refused; the call itself runs, and no state changes. */
export function eniFull(state: ControlState, event: EventOf<'eni.full'>, ctx: Ctx): void {
  const subject = `eni-${event.eni}`;
  const name = pairingName(state, rowOf(state.pairings, event.pairing));
  ctx.emit({ rule: 'CAP-4', note: 'connections.refused', subject, with: name });
}

/** NET-3: a NAT gateway has no port left for a destination; the ENI may have many. */
export function natFull(state: ControlState, event: EventOf<'nat.full'>, ctx: Ctx): void {
  const subject = `eni-${event.eni}`;
  const name = state.settings.natRoutes[event.route]!;
  ctx.emit({ rule: 'NET-3', note: 'nat.full', subject, with: name });
}

/** CAP-5: an extra ENI that was silent for long leaves; the last one of a pairing stays. */
export function eniSilent(state: ControlState, event: EventOf<'eni.silent'>, ctx: Ctx): void {
  const pairing = rowOf(state.pairings, event.pairing);
  const ready = pairing.enis.filter((eni) => eni.phase === 'ready');
  const silent = ready.find((eni) => eni.number === event.eni);
  if (silent === undefined || ready.length < 2) return;
  drainEni(state, event.pairing, silent, { rule: 'CAP-5', operation: null }, ctx);
}

/** ENI-7: a second ENI is made, and when it is ready the first one drains. */
export function eniRecreated(state: ControlState, event: EventOf<'eni.recreated'>, ctx: Ctx): void {
  const pairing = rowOf(state.pairings, event.pairing);
  const eni = freshEni(pairing, event);
  if (eni === null) return;
  const holder = pairing.holders.count > 0 ? holderOf(state, pairing) : eni.creator;
  const code = obstacleToMore(state, pairing, holder);
  if (code !== null) {
    const subject = `eni-${eni.number}`;
    ctx.emit({ rule: 'ENI-7', note: 'eni.recreationPutOff', subject, code });
    planRecreation(state, event.pairing, eni, ctx);
    return;
  }
  const creator = {
    function: holder,
    rule: 'ENI-7',
    replaces: eni.number,
    operation: null,
  } as const;
  beginEni(state, event.pairing, creator, ctx);
}
