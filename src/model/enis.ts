import type { EventOf } from './events.ts';
import { moveEni } from './moves.ts';
import { addressName, pairingName } from './names.ts';
import { finishWait } from './operations.ts';
import { roleAllows } from './roles.ts';
import { planRecreation } from './scaling.ts';
import { emptySet, idsOf, rowOf } from './table.ts';
import type { ControlState, Ctx, Eni, Pairing, Refusal, RuleId } from './types.ts';

/** Phases in which an ENI counts against the quota and keeps its address (ENI-3, LIMIT-1). */
export function exists(eni: Eni): boolean {
  return eni.phase !== 'deleted' && eni.phase !== 'failed';
}

export function isReady(pairing: Pairing): boolean {
  return pairing.enis.some((eni) => eni.phase === 'ready');
}

/** Room for `enis` more in a subnet and its VPC (LIMIT-1, LIMIT-2), or what is missing. */
export function missingRoom(
  state: ControlState,
  subnetId: number,
  enis: { inSubnet: number; inVpc: number },
): 'EniLimitExceeded' | 'SubnetOutOfIPAddresses' | null {
  const subnet = state.subnets[subnetId]!;
  const vpc = state.vpcs[subnet.vpc]!;
  if (vpc.enis + vpc.otherEnis + enis.inVpc > vpc.eniQuota) return 'EniLimitExceeded';
  if (subnet.taken + subnet.inUse + enis.inSubnet > subnet.usable) return 'SubnetOutOfIPAddresses';
  return null;
}

/**
 * ENI-1: takes an address and a place in the quota at once, is ready later. Check room first.
 * ENI-8: the function it is made for stays in its description for life.
 */
export function beginEni(
  state: ControlState,
  pairingId: number,
  creator: { function: number; rule: RuleId; replaces: number },
  ctx: Ctx,
): void {
  const pairing = rowOf(state.pairings, pairingId);
  const maker = rowOf(state.functions, creator.function);
  const number = state.nextEni;
  state.nextEni += 1;
  const address = takeAddress(state, pairing);
  pairing.enis.push({
    number,
    phase: 'creating',
    turn: 0,
    sinceMs: ctx.nowMs,
    address,
    creator: creator.function,
    role: maker.role,
    replaces: creator.replaces,
  });
  const name = pairingName(state, pairing);
  const takesMs = ctx.draw('eniCreation', name);
  ctx.schedule(takesMs, { kind: 'eni.created', pairing: pairingId, eni: number, turn: 0 });
  ctx.emit({
    rule: creator.rule,
    note: 'eni.phase',
    subject: `eni-${number}`,
    with: name,
    to: 'creating',
    address: addressName(address),
    creator: maker.id,
    untilMs: ctx.nowMs + takesMs,
  });
}

/** The ENI is ready and all who waited for it go on (SHARE-4). If they all left, it drains. */
export function eniCreated(state: ControlState, event: EventOf<'eni.created'>, ctx: Ctx): void {
  const pairing = rowOf(state.pairings, event.pairing);
  const eni = freshEni(pairing, event);
  if (eni === null) return;
  moveEni(state, pairing, eni, 'ready', 'ENI-1', ctx);
  planRecreation(state, event.pairing, eni, ctx);
  const replaced = pairing.enis.find((other) => other.number === eni.replaces);
  if (replaced?.phase === 'ready') drainEni(state, event.pairing, replaced, 'ENI-7', ctx);
  const waiting = idsOf(pairing.waiting);
  pairing.waiting = emptySet();
  for (const version of waiting) finishWait(state, version, event.pairing, ctx);
  if (pairing.holders.count === 0) drainPairing(state, event.pairing, ctx);
}

/** ENI-3: nobody holds the pairing any more, so its ENIs are let go. */
export function drainPairing(state: ControlState, pairingId: number, ctx: Ctx): void {
  const pairing = rowOf(state.pairings, pairingId);
  for (const eni of pairing.enis.slice()) {
    if (eni.phase === 'ready') drainEni(state, pairingId, eni, 'ENI-3', ctx);
    if (eni.phase === 'creating' && pairing.path === 'cancel') {
      moveEni(state, pairing, eni, 'failed', 'STATE-9', ctx);
      removeEni(state, pairing, eni);
    }
  }
}

export function drainEni(
  state: ControlState,
  pairingId: number,
  eni: Eni,
  rule: 'CAP-5' | 'ENI-3' | 'ENI-7',
  ctx: Ctx,
): void {
  const pairing = rowOf(state.pairings, pairingId);
  moveEni(state, pairing, eni, 'draining', rule, ctx);
  // The path tells of the last leave, which has nothing to do with a replacement.
  const purpose = rule === 'ENI-3' && pairing.path === 'update' ? 'detachOnUpdate' : 'detach';
  ctx.schedule(ctx.draw(purpose, pairingName(state, pairing)), {
    kind: 'eni.detached',
    pairing: pairingId,
    eni: eni.number,
    turn: eni.turn,
  });
}

/** SHARE-6: an ENI that is not detached yet is taken back into use. */
export function rescueEnis(state: ControlState, pairingId: number, ctx: Ctx): void {
  const pairing = rowOf(state.pairings, pairingId);
  for (const eni of pairing.enis) {
    if (eni.phase !== 'draining') continue;
    moveEni(state, pairing, eni, 'ready', 'SHARE-6', ctx);
    planRecreation(state, pairingId, eni, ctx);
  }
}

/** Detached: from now on it is an ordinary `available` interface that Lambda never uses again. */
export function eniDetached(state: ControlState, event: EventOf<'eni.detached'>, ctx: Ctx): void {
  const pairing = rowOf(state.pairings, event.pairing);
  const eni = freshEni(pairing, event);
  if (eni === null) return;
  moveEni(state, pairing, eni, 'available', 'ENI-3', ctx);
  const delayMs = ctx.draw('reap', pairingName(state, pairing));
  ctx.schedule(delayMs, { ...event, kind: 'eni.reaped', turn: eni.turn });
}

/** ENI-3, ENI-4: deleting needs a role of the customer; without it Lambda tries for a while. */
export function eniReaped(state: ControlState, event: EventOf<'eni.reaped'>, ctx: Ctx): void {
  const pairing = rowOf(state.pairings, event.pairing);
  const eni = freshEni(pairing, event);
  if (eni === null) return;
  const resource = `network-interface/eni-${eni.number}`;
  if (roleAllows(state, eni.role, 'ec2:DeleteNetworkInterface', [resource])) {
    moveEni(state, pairing, eni, 'deleted', 'ENI-3', ctx);
    removeEni(state, pairing, eni);
    return;
  }
  const role = state.roles[eni.role]!.id;
  const subject = `eni-${eni.number}`;
  ctx.emit({ rule: 'ENI-4', note: 'eni.reapRefused', subject, with: role });
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

/** The ENI an event speaks of, or null when it has moved on since the timer was set. */
export function freshEni(pairing: Pairing, event: { eni: number; turn: number }): Eni | null {
  const eni = pairing.enis.find((other) => other.number === event.eni);
  return eni !== undefined && eni.turn === event.turn ? eni : null;
}

/** Unused addresses first, so that an address that was seen is not soon seen again. */
function takeAddress(state: ControlState, pairing: Pairing): number {
  const subnet = state.subnets[pairing.subnet]!;
  state.vpcs[subnet.vpc]!.enis += 1;
  subnet.inUse += 1;
  for (const group of pairing.groups) state.groups[group]!.enis += 1;
  if (subnet.taken + subnet.given < subnet.usable) {
    subnet.given += 1;
    // AWS keeps the first four addresses; the others' come next.
    return subnet.base + 3 + subnet.taken + subnet.given;
  }
  return subnet.returned.shift()!;
}

/** Gives back all that the ENI held; call it after its move to `deleted` or `failed`. */
function removeEni(state: ControlState, pairing: Pairing, eni: Eni): void {
  const subnet = state.subnets[pairing.subnet]!;
  state.vpcs[subnet.vpc]!.enis -= 1;
  subnet.inUse -= 1;
  subnet.returned.push(eni.address);
  for (const group of pairing.groups) state.groups[group]!.enis -= 1;
  const place = pairing.enis.findIndex((other) => other.number === eni.number);
  pairing.enis.splice(place, 1);
}
