import type { EventOf } from './events.ts';
import { findVersion, invoke, refusalOf, wake } from './invoke.ts';
import { refName } from './names.ts';
import { rowOf } from './table.ts';
import type { ControlState, Ctx, LambdaFunction, QueuedCalls, Refusal } from './types.ts';

/** ASYNC-1: asynchronous calls are accepted whatever the state, and tried until they run. */
export function invokeAsync(
  state: ControlState,
  target: { function: number; version: number },
  count: number,
  ctx: Ctx,
): Refusal | null {
  const fn = rowOf(state.functions, target.function);
  const { version } = target;
  if (findVersion(fn, version) === null) return invoke(state, target, count, ctx);
  const ticket = fn.nextTicket;
  fn.nextTicket += 1;
  fn.queued.push({ ticket, version, count, sinceMs: ctx.nowMs, tries: 0, letThroughMs: -1 });
  asyncRetries(state, { kind: 'async.retries', function: target.function, ticket }, ctx);
  return null;
}

/** ASYNC-1: queued calls try their luck: they run, wait on, or are given up in the end. */
export function asyncRetries(state: ControlState, event: EventOf<'async.retries'>, ctx: Ctx): void {
  const fn = rowOf(state.functions, event.function);
  forgetServed(fn, ctx.nowMs);
  const calls = fn.queued.find(({ ticket }) => ticket === event.ticket)!;
  const row = rowAbout(state, event.function, calls);
  const versionId = findVersion(fn, calls.version);
  const version = versionId === null ? null : rowOf(state.versions, versionId);
  if (version === null) {
    leave(fn, calls);
    ctx.emit({ rule: 'API-5', note: 'invocation', refusal: 'functionNotFound', ...row });
    return;
  }
  if (ctx.nowMs - calls.sinceMs >= state.settings.asyncRetry.forMs) {
    leave(fn, calls);
    ctx.emit({ rule: 'ASYNC-1', note: 'invocation.dropped', ...row });
    return;
  }
  version.lastUsedMs = ctx.nowMs;
  const refusal = refusalOf(state, version);
  if (refusal === null) {
    // Whether there are environments for them, the data plane says at this very moment.
    calls.letThroughMs = ctx.nowMs;
    ctx.emit({ rule: 'LOAD-1', note: 'invocation', ...row });
    return;
  }
  if (version.state === 'Inactive' && version.operation === null) wake(state, versionId!, ctx);
  waitOn(state, event, calls, refusal, ctx);
}

/** ASYNC-1: throttled calls go back into the queue; those beside them run. */
export function asyncThrottled(
  state: ControlState,
  event: EventOf<'async.throttled'>,
  ctx: Ctx,
): void {
  const { function: id, ticket, count } = event;
  const calls = rowOf(state.functions, id).queued.find((others) => others.ticket === ticket)!;
  calls.letThroughMs = -1;
  calls.count = count;
  waitOn(state, { kind: 'async.retries', function: id, ticket }, calls, 'throttled429', ctx);
}

/** Each wait is twice as long as the one before; told when the calls begin to wait. */
function waitOn(
  state: ControlState,
  event: EventOf<'async.retries'>,
  calls: QueuedCalls,
  refusal: Refusal,
  ctx: Ctx,
): void {
  if (calls.tries === 0) {
    const row = rowAbout(state, event.function, calls);
    ctx.emit({ rule: 'ASYNC-1', note: 'invocation.queued', refusal, ...row });
  }
  const { firstMs, mostMs, forMs } = state.settings.asyncRetry;
  const waitMs = Math.min(mostMs, firstMs * 2 ** calls.tries);
  calls.tries += 1;
  ctx.schedule(Math.min(waitMs, calls.sinceMs + forMs - ctx.nowMs), event);
}

function rowAbout(state: ControlState, fn: number, calls: QueuedCalls) {
  const { ticket, version, count, sinceMs, tries } = calls;
  const subject = refName(rowOf(state.functions, fn).id, version);
  return { subject, count, queued: { function: fn, ticket, sinceMs, tries } };
}

function leave(fn: LambdaFunction, calls: QueuedCalls): void {
  fn.queued = fn.queued.filter((others) => others.ticket !== calls.ticket);
}

/** The data plane's word comes within the moment: without one the calls ran. */
function forgetServed(fn: LambdaFunction, nowMs: number): void {
  const isServed = ({ letThroughMs }: QueuedCalls) => letThroughMs >= 0 && letThroughMs < nowMs;
  if (fn.queued.some(isServed)) fn.queued = fn.queued.filter((calls) => !isServed(calls));
}
