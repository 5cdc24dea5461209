import type { EniPhase, FunctionState } from '../scenario/types.ts';
import { pairingName, versionName } from './names.ts';
import type {
  ControlState,
  Ctx,
  Eni,
  Pairing,
  ReasonCode,
  Row,
  RuleId,
  UpdateStatus,
  Version,
} from './types.ts';

/** Legal changes, as data: the recipes, the tests and the state diagram read these tables. */
export interface Move<S extends string> {
  from: S;
  to: S;
  rule: RuleId;
  /** What brings it about, in a few words for the diagram. */
  when: string;
}

/** `Failed` is an end: the function must be deleted and created anew (STATE-4). */
export const VERSION_MOVES: readonly Move<FunctionState>[] = [
  { from: 'Pending', to: 'Active', rule: 'STATE-2', when: 'every pairing is ready' },
  { from: 'Pending', to: 'Failed', rule: 'STATE-4', when: 'creation fails' },
  { from: 'Pending', to: 'Failed', rule: 'STATE-9', when: 'stuck, then cancelled by a call' },
  { from: 'Pending', to: 'Inactive', rule: 'IDLE-4', when: 'waking fails' },
  { from: 'Pending', to: 'Active', rule: 'IDLE-3', when: 'awake again' },
  { from: 'Active', to: 'Inactive', rule: 'IDLE-1', when: 'idle for too long' },
  { from: 'Inactive', to: 'Pending', rule: 'IDLE-3', when: 'an invocation wakes it' },
  { from: 'Inactive', to: 'Active', rule: 'IDLE-6', when: 'an update succeeds' },
];

export const ENI_MOVES: readonly Move<EniPhase>[] = [
  { from: 'creating', to: 'ready', rule: 'ENI-1', when: 'created' },
  { from: 'creating', to: 'failed', rule: 'STATE-9', when: 'its creation is cancelled' },
  { from: 'ready', to: 'draining', rule: 'ENI-3', when: 'the last holder leaves' },
  { from: 'ready', to: 'draining', rule: 'ENI-7', when: 'another ENI replaces it' },
  { from: 'ready', to: 'draining', rule: 'CAP-5', when: 'an extra ENI is silent for long' },
  { from: 'draining', to: 'ready', rule: 'SHARE-6', when: 'a version needs it again' },
  { from: 'draining', to: 'available', rule: 'ENI-3', when: 'detached' },
  { from: 'available', to: 'deleted', rule: 'ENI-3', when: 'Lambda deletes it' },
  { from: 'available', to: 'deleted', rule: 'ENI-5', when: 'a person deletes it' },
  { from: 'available', to: 'stuck', rule: 'ENI-4', when: 'the role cannot delete it' },
  { from: 'stuck', to: 'deleted', rule: 'ENI-5', when: 'a person deletes it' },
];

/**
 * Moves a version; the only code that writes `state`.
 * @throws Error when the table of moves has no such move: a broken model
 */
export function moveVersion(
  state: ControlState,
  version: Version,
  to: FunctionState,
  why: { rule: RuleId; code: ReasonCode | null },
  ctx: Ctx,
): void {
  const from = version.state;
  demand(VERSION_MOVES, from, to, why.rule, versionName(state, version));
  version.state = to;
  version.reason = why.code;
  version.revision += 1;
  version.revisedMs = ctx.nowMs;
  const row: Row = {
    rule: why.rule,
    note: 'version.state',
    subject: versionName(state, version),
    from,
    to,
  };
  if (why.code !== null) row.code = why.code;
  ctx.emit(row);
}

/** Sets how the last update went; the only code that writes `updateStatus` after creation. */
export function markUpdate(
  state: ControlState,
  version: Version,
  to: UpdateStatus,
  why: { rule: RuleId; code: ReasonCode | null },
  ctx: Ctx,
): void {
  version.updateStatus = to;
  version.updateReason = why.code;
  version.revision += 1;
  version.revisedMs = ctx.nowMs;
  const subject = versionName(state, version);
  const row: Row = { rule: why.rule, note: 'version.update', subject, to };
  if (why.code !== null) row.code = why.code;
  ctx.emit(row);
}

/**
 * Moves an ENI and makes its older timers stale; the only code that writes `phase`.
 * @throws Error when the table of moves has no such move: a broken model
 */
export function moveEni(
  state: ControlState,
  pairing: Pairing,
  eni: Eni,
  to: EniPhase,
  rule: RuleId,
  ctx: Ctx,
): void {
  const from = eni.phase;
  demand(ENI_MOVES, from, to, rule, `eni-${eni.number}`);
  eni.phase = to;
  eni.turn += 1;
  eni.sinceMs = ctx.nowMs;
  ctx.emit({
    rule,
    note: 'eni.phase',
    subject: `eni-${eni.number}`,
    with: pairingName(state, pairing),
    from,
    to,
  });
}

function demand<S extends string>(
  moves: readonly Move<S>[],
  from: S,
  to: S,
  rule: RuleId,
  subject: string,
): void {
  if (moves.some((move) => move.from === from && move.to === to && move.rule === rule)) return;
  throw new Error(`${subject}: no rule ${rule} moves it from ${from} to ${to}`);
}
