import { beginEni, drainPairing, isReady, rescueEnis } from './enis.ts';
import { pairingName, versionName } from './names.ts';
import { addId, addRow, emptySet, firstIds, hasId, removeId, rowOf } from './table.ts';
import type { Together } from './together.ts';
import type {
  ControlState,
  Ctx,
  Pairing,
  ReleasePath,
  RuleId,
  Version,
  VpcConfig,
} from './types.ts';

/**
 * SHARE-1: order and repeats do not matter, and a dual-stack ENI serves only its own kind.
 * SHARE-7: groups are told apart by their place in the network, never by a name.
 */
export function groupsOf(config: VpcConfig): number[] {
  return [...new Set(config.groups)].sort((a, b) => a - b);
}

function keyOf(config: VpcConfig): string {
  return `${groupsOf(config).join(',')}${config.dualStack ? ',dual' : ''}`;
}

/** SHARE-1: equal as sets, whatever the order and repeats. */
export function isSameConfig(one: VpcConfig | null, other: VpcConfig | null): boolean {
  if (one === null || other === null) return one === other;
  const subnets = new Set(one.subnets);
  const alike = keyOf(one) === keyOf(other) && subnets.size === new Set(other.subnets).size;
  return alike && other.subnets.every((subnet) => subnets.has(subnet));
}

export function findPairing(
  state: ControlState,
  subnet: number,
  config: VpcConfig,
): number | undefined {
  return state.subnets[subnet]!.pairings[keyOf(config)];
}

/** SHARE-2: one pairing a subnet; those of other configurations are shared where they are equal. */
export function pairingsOf(state: ControlState, config: VpcConfig | null): number[] {
  if (config === null) return [];
  return [...new Set(config.subnets)].map(
    (subnet) => findPairing(state, subnet, config) ?? newPairing(state, subnet, config),
  );
}

function newPairing(state: ControlState, subnet: number, config: VpcConfig): number {
  const id = addRow<Pairing>(state.pairings, {
    subnet,
    groups: groupsOf(config),
    dualStack: config.dualStack,
    holders: emptySet(),
    waiting: emptySet(),
    enis: [],
    path: 'delete',
  });
  state.subnets[subnet]!.pairings[keyOf(config)] = id;
  return id;
}

/** Whether the pairing must make a new ENI for a new holder: detached ones never come back. */
export function needsEni(pairing: Pairing): boolean {
  return !pairing.enis.some(
    ({ phase }) => phase === 'creating' || phase === 'ready' || phase === 'draining',
  );
}

/**
 * Takes the pairing for a version's operation. There must be room for the ENI it may need.
 * @returns whether the version must wait for it
 */
export function takePairing(
  state: ControlState,
  versionId: number,
  pairingId: number,
  operation: Together,
  ctx: Ctx,
): boolean {
  const version = rowOf(state.versions, versionId)!;
  const pairing = rowOf(state.pairings, pairingId);
  if (hasId(pairing.holders, versionId)) return false;
  addId(pairing.holders, versionId);
  if (needsEni(pairing)) {
    tell(state, version, pairing, 'pairing.held', 'SHARE-1', ctx);
    const creator = { function: version.function, rule: 'ENI-1', replaces: 0, operation } as const;
    beginEni(state, pairingId, creator, ctx);
    addId(pairing.waiting, versionId);
    return true;
  }
  if (!isReady(pairing) && pairing.enis.some((eni) => eni.phase === 'draining')) {
    tell(state, version, pairing, 'pairing.rescued', 'SHARE-6', ctx);
    rescueEnis(state, pairingId, ctx);
  }
  if (isReady(pairing)) allocate(state, versionId, pairingId, ctx);
  else {
    tell(state, version, pairing, 'pairing.joined', 'SHARE-4', ctx);
    addId(pairing.waiting, versionId);
  }
  return true;
}

/** SHARE-5: no new ENI and no new address, only a short time. */
function allocate(state: ControlState, versionId: number, pairingId: number, ctx: Ctx): void {
  const version = rowOf(state.versions, versionId)!;
  const pairing = rowOf(state.pairings, pairingId);
  const subject = pairingName(state, pairing);
  const name = versionName(state, version);
  const takesMs = ctx.draw('eniAllocation', `${name}/${subject}`);
  const { revision } = version.operation!;
  const event = { kind: 'pairing.allocated', version: versionId, pairing: pairingId, revision };
  ctx.schedule(takesMs, event as { kind: 'pairing.allocated' } & typeof event);
  const untilMs = ctx.nowMs + takesMs;
  ctx.emit({ rule: 'SHARE-5', note: 'pairing.allocating', subject, with: name, untilMs });
}

/** SHARE-3: any number of versions; a published one takes what `$LATEST` holds ready at once. */
export function sharePairing(
  state: ControlState,
  versionId: number,
  pairingId: number,
  ctx: Ctx,
): void {
  const pairing = rowOf(state.pairings, pairingId);
  addId(pairing.holders, versionId);
  tell(state, rowOf(state.versions, versionId)!, pairing, 'pairing.held', 'SHARE-3', ctx);
}

/** ENI-2, ENI-3: a holder leaves; when it was the last one the ENIs drain. */
export function leavePairing(
  state: ControlState,
  versionId: number,
  pairingId: number,
  why: { path: ReleasePath; rule: RuleId; operation: Together },
  ctx: Ctx,
): void {
  const pairing = rowOf(state.pairings, pairingId);
  const version = rowOf(state.versions, versionId)!;
  removeId(pairing.holders, versionId);
  removeId(pairing.waiting, versionId);
  ctx.emit({
    rule: why.rule,
    note: 'pairing.left',
    subject: pairingName(state, pairing),
    with: versionName(state, version),
    still: holdersOf(state, pairing),
  });
  if (pairing.holders.count > 0) return;
  pairing.path = why.path;
  if (state.settings.releaseRole === 'last-user') {
    const { role } = rowOf(state.functions, version.function);
    for (const eni of pairing.enis) {
      if (eni.phase === 'ready' || eni.phase === 'creating') eni.role = role;
    }
  }
  drainPairing(state, pairingId, why.operation, ctx);
}

const NAMED_HOLDERS = 3;

function holdersOf(state: ControlState, pairing: Pairing): string {
  const ids = firstIds(pairing.holders, NAMED_HOLDERS);
  const names = ids.map((id) => versionName(state, rowOf(state.versions, id)!));
  const more = pairing.holders.count - names.length;
  return [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

function tell(
  state: ControlState,
  version: Version,
  pairing: Pairing,
  note: 'pairing.held' | 'pairing.joined' | 'pairing.rescued',
  rule: RuleId,
  ctx: Ctx,
): void {
  const name = versionName(state, version);
  ctx.emit({ rule, note, subject: pairingName(state, pairing), with: name });
}
