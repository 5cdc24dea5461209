import type { EventOf as EventOfTable, EventTable } from '../engine/kernel.ts';

/**
 * Every event of the control plane, with its numbers. Rank 1 comes from outside (calls and
 * traffic) and sees all that Lambda does by itself at the same moment (rank 0) done.
 */
export const EVENTS = {
  /** A line of the timeline is due; `tries` counts earlier refusals of a delete that retries. */
  'action.due': { fields: ['action', 'tries'], rank: 1 },
  /** A call of the traffic that is an event of its own. */
  'call.arrives': { fields: ['function', 'version', 'stream'], rank: 1 },
  /** The first call of traffic so dense that no idle timer can pass between two calls. */
  'traffic.begins': { fields: ['function', 'version', 'stream'], rank: 1 },
  /** Such traffic ended; its last call was `agoMs` before. */
  'traffic.ends': { fields: ['function', 'version', 'agoMs'], rank: 1 },
  /** Asynchronous calls that wait in Lambda's queue are tried again. */
  'async.retries': { fields: ['function', 'ticket'], rank: 0 },
  /** So many of the asynchronous calls that were tried a moment ago found no environment. */
  'async.throttled': { fields: ['function', 'ticket', 'count'], rank: 0 },
  /** Lambda begins to work on an accepted operation. */
  'work.begins': { fields: ['version', 'revision'], rank: 0 },
  /** An operation that needed no new pairing is done. */
  'work.ends': { fields: ['version', 'revision'], rank: 0 },
  /** An operation that cannot be done fails; `code` is its place in FAILURE_CODES. */
  'work.fails': { fields: ['version', 'revision', 'code'], rank: 0 },
  /** A version got its share of a ready pairing. */
  'pairing.allocated': { fields: ['version', 'pairing', 'revision'], rank: 0 },
  'eni.created': { fields: ['pairing', 'eni', 'turn'], rank: 0 },
  'eni.detached': { fields: ['pairing', 'eni', 'turn'], rank: 0 },
  /** Lambda tries to delete a detached ENI with a role of the customer. */
  'eni.reaped': { fields: ['pairing', 'eni', 'turn'], rank: 0 },
  /** Lambda replaces a ready ENI for balance or health. */
  'eni.recreated': { fields: ['pairing', 'eni', 'turn'], rank: 0 },
  /** Connections passed the threshold of an ENI, or it has had none for long. */
  'eni.crowded': { fields: ['pairing', 'eni'], rank: 0 },
  'eni.silent': { fields: ['pairing', 'eni'], rank: 0 },
  /** Connections to an ENI begin to be refused. */
  'eni.full': { fields: ['pairing', 'eni'], rank: 0 },
  /** Connections through a NAT gateway begin to be refused; `route` is its place in the settings. */
  'nat.full': { fields: ['pairing', 'eni', 'route'], rank: 0 },
  /** A change of a role reaches Lambda. */
  'role.seen': { fields: ['role', 'change'], rank: 0 },
  /** A version may have been idle for too long. */
  'idle.due': { fields: ['version'], rank: 0 },
  /** Somebody wants to see how things stand; nothing happens. */
  look: { fields: [], rank: 2 },
} as const satisfies EventTable;

export type EventKind = keyof typeof EVENTS;
export type EventOf<K extends EventKind> = EventOfTable<typeof EVENTS, K>;
export type ModelEvent = { [K in EventKind]: EventOf<K> }[EventKind];
