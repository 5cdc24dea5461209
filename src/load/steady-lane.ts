import type { Stream } from '../engine/random.ts';
import { BusyTimes } from './busy-times.ts';
import { Feeds } from './feeds.ts';
import { withFills } from './first-fill.ts';
import type { Feed } from './in-flight.ts';
import type { LaneSpec } from './lane.ts';
import type { CountLaw } from './occupancy.ts';
import {
  type Alive,
  type CallKind,
  drawFound,
  type Found,
  type Part,
  partsLaw,
  steadyLaw,
} from './steady-law.ts';
import { areAlike, shortStepMs, startsIn } from './turnover.ts';

/** Plain JSON; null where a moment has not come. */
export interface SteadyState {
  sinceMs: number | null;
  isPaused: boolean;
  resumedMs: number;
  feedsMs: (number | null)[];
  settledMs: number;
  turnedMs: number;
  coldExpected: number;
  environmentMs: number;
  busy: Part[];
}

const NEVER = Number.POSITIVE_INFINITY;
const MOMENT_MS = 1;

/**
 * One version whose calls are counted instead of carried out: how many of them run and how many
 * environments they keep is known in closed form at any moment, so nothing happens in between.
 */
export class SteadyLane {
  readonly spec: LaneSpec;
  readonly kind: CallKind;
  /** When the environments of its present configuration began; Infinity: it takes no calls. */
  sinceMs = NEVER;
  /** Environments that started up to `settledMs`, on average. */
  coldExpected = 0;
  environmentMs = 0;
  isPaused = false;
  private readonly keepAliveMs: number;
  /** The longest that an idle environment, a call or a connection lasts. */
  private readonly lastsMs: number;
  private readonly feeds: Feeds;
  private settledMs = 0;
  /** Since when connections with a time of their own are counted here, in ms. */
  private resumedMs = 0;
  /** The last moment up to `settledMs` at which anything changed. */
  private turnedMs = 0;
  /** How long how many calls ran on average, of the busiest times: what the peak depends on. */
  private readonly busy = new BusyTimes();

  constructor(
    spec: LaneSpec,
    kind: CallKind,
    phases: readonly Feed['phase'][],
    keepAliveMs: number,
  ) {
    this.spec = spec;
    this.kind = kind;
    this.keepAliveMs = keepAliveMs;
    this.lastsMs = Math.max(keepAliveMs, kind.durations.at(-1)!, kind.holds.at(-1)!);
    this.feeds = new Feeds(phases, kind, keepAliveMs);
  }

  get isOpen(): boolean {
    return this.sinceMs < NEVER;
  }

  /** Calls of one of its phases are counted from now on, up to which the books are settled. */
  feed(phase: number, sinceMs: number): void {
    this.feeds.start(phase, sinceMs);
    this.turnedMs = this.settledMs;
  }

  /** All environments are new ones from now on. */
  open(nowMs: number): void {
    this.account(nowMs);
    this.sinceMs = nowMs;
    this.resumedMs = nowMs;
    this.turnedMs = nowMs;
    this.feeds.forget();
  }

  close(nowMs: number): void {
    this.account(nowMs);
    this.sinceMs = NEVER;
    this.feeds.forget();
  }

  /** From now on its calls are carried out one by one, and counted elsewhere. */
  pause(): void {
    this.isPaused = true;
  }

  /** From now on they are counted here again. */
  resume(nowMs: number): void {
    this.isPaused = false;
    this.resumedMs = nowMs;
    this.settledMs = nowMs;
    this.turnedMs = nowMs;
  }

  /** Environments alive at a moment. */
  alive(atMs: number): Alive {
    return this.aliveSince(atMs - this.keepAliveMs, atMs);
  }

  /**
   * The lowest and the highest rate from as long ago as anything lasts until a step ahead, in calls
   * a ms, and until when they and what they make stay the same.
   */
  extremes(nowMs: number, stepMs: number): { least: number; most: number; untilMs: number } {
    const fromMs = Math.max(this.sinceMs, nowMs - this.lastsMs);
    if (!(fromMs <= nowMs)) return { least: 0, most: 0, untilMs: NEVER };
    const rates = this.feeds.pieces(fromMs, nowMs + stepMs).map(({ callsPerMs }) => callsPerMs);
    const isFull = fromMs === nowMs - this.lastsMs;
    const isSteady = isFull && rates.length === 1 && this.resumedMs <= fromMs;
    return {
      least: isFull ? Math.min(...rates) : 0,
      most: Math.max(0, ...rates),
      untilMs: isSteady ? this.feeds.nextChange(nowMs) - stepMs : nowMs,
    };
  }

  /** Calls and environments as they may be found at a moment. */
  found(atMs: number, stream: Stream): Found {
    const holding = this.spec.hold === null ? 0 : this.holding(atMs);
    return drawFound(this.kind, this.alive(atMs), holding, this.keepAliveMs, stream);
  }

  /** In the long run at one rate, in calls a ms. */
  steady(callsPerMs: number): Alive {
    return steadyLaw(this.kind, callsPerMs, this.keepAliveMs);
  }

  /** How many calls, on average, hold the connections they opened. */
  holding(atMs: number): number {
    const sinceMs = this.spec.hold === null ? this.sinceMs : this.resumedMs;
    return this.feeds.holding(atMs, sinceMs);
  }

  /** Enters what happened since the last time into the books. */
  account(nowMs: number): void {
    if (!this.isOpen || this.isPaused) this.settledMs = nowMs;
    while (this.settledMs < nowMs) {
      const turnMs = this.nextTurn(this.settledMs);
      this.enterUntil(Math.min(nowMs, turnMs), turnMs);
      if (this.settledMs === turnMs) this.turnedMs = turnMs;
    }
  }

  /** One step of the books, at most up to a moment before which nothing changes. */
  private enterUntil(endMs: number, turnMs: number): void {
    const { settledMs: fromMs, keepAliveMs } = this;
    const before = this.alive(fromMs);
    let untilMs = endMs;
    let after = endMs === turnMs ? this.aliveBefore(endMs) : this.alive(endMs);
    const shortMs = shortStepMs(fromMs - this.turnedMs, turnMs - fromMs, keepAliveMs);
    if (fromMs + shortMs < endMs && !areAlike(before, after, endMs - fromMs, keepAliveMs)) {
      untilMs = fromMs + shortMs;
      after = this.alive(untilMs);
    }
    const ms = untilMs - fromMs;
    this.environmentMs += ((before.moments.mean + after.moments.mean) / 2) * ms;
    const mayEnd = untilMs - keepAliveMs > this.sinceMs ? 'some may end' : 'all are young';
    this.coldExpected += startsIn(ms, before, after, mayEnd);
    this.busy.note(after.running.mean, ms);
    if (fromMs === this.turnedMs) this.noteFill(after);
    this.settledMs = untilMs;
  }

  /** Where first calls take longer, most run soon after a change. */
  private noteFill({ busiest }: Alive): void {
    const { coldMs, durationMs } = this.kind;
    if (durationMs === 0) return;
    this.busy.note(busiest.mean, durationMs * (durationMs / (coldMs + durationMs)));
  }

  /** The law of the most environments there ever were; null: none. */
  peak(): CountLaw | null {
    return this.busy.peak(this.kind.durationMs);
  }

  save(): SteadyState {
    return {
      sinceMs: savedMs(this.sinceMs),
      feedsMs: this.feeds.save(),
      isPaused: this.isPaused,
      resumedMs: this.resumedMs,
      settledMs: this.settledMs,
      turnedMs: this.turnedMs,
      coldExpected: this.coldExpected,
      environmentMs: this.environmentMs,
      busy: this.busy.save(),
    };
  }

  restore({ sinceMs, feedsMs, busy, ...books }: SteadyState): void {
    Object.assign(this, books);
    this.busy.restore(busy);
    this.sinceMs = sinceMs ?? NEVER;
    this.feeds.restore(feedsMs);
  }

  /** Environments alive the moment before: what was in use a keep-alive time ago still counts. */
  private aliveBefore(atMs: number): Alive {
    return this.aliveSince(atMs - this.keepAliveMs - MOMENT_MS, atMs);
  }

  /** Those that were in use since a moment, as the most that were at once. */
  private aliveSince(usedMs: number, atMs: number): Alive {
    const fromMs = Math.max(this.sinceMs, usedMs);
    if (!(fromMs < atMs)) return this.steady(0);
    const rate = this.settledRate(Math.min(usedMs, atMs - this.lastsMs), atMs);
    if (rate !== null) return this.steady(rate);
    if (this.kind.coldMs === 0)
      return partsLaw(this.kind, this.feeds.stretches(fromMs, atMs, this.sinceMs));
    const longerMs = Math.max(this.sinceMs, fromMs - this.keepAliveMs);
    const all = this.feeds.stretches(longerMs, atMs, this.sinceMs);
    return partsLaw(this.kind, withFills(this.kind, all, this.keepAliveMs, fromMs, this.sinceMs));
  }

  /** The next moment at which a rate changes, or at which that was a keep-alive time ago. */
  private nextTurn(afterMs: number): number {
    const { keepAliveMs } = this;
    const olderMs =
      this.feeds.nextChange(Math.max(this.sinceMs - 1, afterMs - keepAliveMs)) + keepAliveMs;
    const grownMs = afterMs < this.sinceMs + keepAliveMs ? this.sinceMs + keepAliveMs : NEVER;
    const turnMs = Math.min(this.feeds.nextChange(afterMs), olderMs, grownMs);
    // Rounding may put a change a keep-alive time later at this very moment.
    return turnMs > afterMs ? turnMs : afterMs + MOMENT_MS;
  }

  /** The rate, where it has been the same for as long as anything lasts; null: it has not. */
  private settledRate(fromMs: number, atMs: number): number | null {
    if (this.sinceMs > fromMs) return null;
    const pieces = this.feeds.pieces(fromMs, atMs);
    return pieces.length === 1 ? pieces[0]!.callsPerMs : null;
  }
}

const savedMs = (atMs: number): number | null => (atMs < NEVER ? atMs : null);
