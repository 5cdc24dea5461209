import { actionDue } from './actions.ts';
import { eniCreated, eniDetached, eniReaped } from './eni-life.ts';
import type { EventKind, EventOf, ModelEvent } from './events.ts';
import { idleDue } from './idle.ts';
import { callArrives, trafficBegins, trafficEnds } from './invoke.ts';
import { asyncRetries, asyncThrottled } from './invoke-async.ts';
import { pairingAllocated, workBegins, workEnds, workFails } from './operations.ts';
import { roleSeen } from './role-changes.ts';
import { eniCrowded, eniFull, eniRecreated, eniSilent, natFull } from './scaling.ts';
import type { ControlState, Ctx } from './types.ts';

type Recipe<K extends EventKind> = (state: ControlState, event: EventOf<K>, ctx: Ctx) => void;

/** What each event does to the state: the whole behaviour of the control plane. */
const RECIPES: { [K in EventKind]: Recipe<K> } = {
  'action.due': actionDue,
  'call.arrives': callArrives,
  'traffic.begins': trafficBegins,
  'traffic.ends': trafficEnds,
  'async.retries': asyncRetries,
  'async.throttled': asyncThrottled,
  'work.begins': workBegins,
  'work.ends': workEnds,
  'work.fails': workFails,
  'pairing.allocated': pairingAllocated,
  'eni.created': eniCreated,
  'eni.detached': eniDetached,
  'eni.reaped': eniReaped,
  'eni.recreated': eniRecreated,
  'eni.crowded': eniCrowded,
  'eni.silent': eniSilent,
  'eni.full': eniFull,
  'nat.full': natFull,
  'role.seen': roleSeen,
  'idle.due': idleDue,
  look: () => undefined,
};

/** Applies one event to the state it is handed, be it plain or a draft. */
export function applyEvent(state: ControlState, event: ModelEvent, ctx: Ctx): void {
  const recipe = RECIPES[event.kind] as (state: ControlState, event: ModelEvent, ctx: Ctx) => void;
  recipe(state, event, ctx);
}
