import { moveEni } from './moves.ts';
import { addressName, pairingName } from './names.ts';
import { rowOf } from './table.ts';
import { type Together, timeOf } from './together.ts';
import type { ControlState, Ctx, Eni, Pairing, RuleId } from './types.ts';

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
  creator: { function: number; rule: RuleId; replaces: number; operation: Together | null },
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
    reapMs: null,
    replaces: creator.replaces,
  });
  const name = pairingName(state, pairing);
  const near = timeOf(creator.operation, 'eniCreation', ctx);
  const takesMs = ctx.draw('eniCreation', name, near);
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

/** ENI-3: nobody holds the pairing any more, so its ENIs are let go. */
export function drainPairing(
  state: ControlState,
  pairingId: number,
  operation: Together | null,
  ctx: Ctx,
): void {
  const pairing = rowOf(state.pairings, pairingId);
  for (const eni of pairing.enis.slice()) {
    if (eni.phase === 'ready') drainEni(state, pairingId, eni, { rule: 'ENI-3', operation }, ctx);
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
  why: { rule: 'CAP-5' | 'ENI-3' | 'ENI-7'; operation: Together | null },
  ctx: Ctx,
): void {
  const { rule, operation } = why;
  const pairing = rowOf(state.pairings, pairingId);
  moveEni(state, pairing, eni, 'draining', rule, ctx);
  // The path tells of the last leave, which has nothing to do with a replacement.
  const purpose = rule === 'ENI-3' && pairing.path === 'update' ? 'detachOnUpdate' : 'detach';
  const near = timeOf(operation, purpose, ctx);
  eni.reapMs = timeOf(operation, 'reap', ctx) ?? null;
  ctx.schedule(ctx.draw(purpose, pairingName(state, pairing), near), {
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
export function removeEni(state: ControlState, pairing: Pairing, eni: Eni): void {
  const subnet = state.subnets[pairing.subnet]!;
  state.vpcs[subnet.vpc]!.enis -= 1;
  subnet.inUse -= 1;
  subnet.returned.push(eni.address);
  for (const group of pairing.groups) state.groups[group]!.enis -= 1;
  const place = pairing.enis.findIndex((other) => other.number === eni.number);
  pairing.enis.splice(place, 1);
}
