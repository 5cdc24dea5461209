import type { Stream } from '../engine/random.ts';
import { BusyTimes } from './busy-times.ts';
import { type Feed, inFlight, nextChange, type Piece, piecesOf } from './in-flight.ts';
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

/** Plain JSON; null where a moment has not come. */
export interface SteadyState {
  sinceMs: number | null;
  isPaused: boolean;
  resumedMs: number;
  feedsMs: (number | null)[];
  settledMs: number;
  aliveBefore: number;
  coldExpected: number;
  environmentMs: number;
  busy: Part[];
}

/** Parts of a keep-alive time into which ramps are cut. */
const GRAINS = 4;
/** The first step after a beginning, as a share of the keep-alive time. */
const YOUNG = 1 / 128;
/** A rate is taken as steady where calls last no longer than this share of its piece. */
const SHORT = 1 / 8;
const NEVER = Number.POSITIVE_INFINITY;

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
  private feeds: Feed[];
  private settledMs = 0;
  /** Since when connections with a time of their own are counted here, in ms. */
  private resumedMs = 0;
  private aliveBefore = 0;
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
    this.feeds = phases.map((phase) => ({ phase, sinceMs: NEVER }));
  }

  get isOpen(): boolean {
    return this.sinceMs < NEVER;
  }

  /** Calls of one of its phases are counted from now on; `NEVER`: no longer. */
  feed(phase: number, sinceMs: number): void {
    this.feeds[phase]!.sinceMs = sinceMs;
  }

  /** All environments are new ones from now on. */
  open(nowMs: number): void {
    this.account(nowMs);
    this.sinceMs = nowMs;
    this.resumedMs = nowMs;
    this.aliveBefore = 0;
  }

  close(nowMs: number): void {
    this.account(nowMs);
    this.sinceMs = NEVER;
    this.aliveBefore = 0;
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
    this.aliveBefore = this.alive(nowMs).moments.mean;
  }

  /** Environments alive at a moment. */
  alive(atMs: number): Alive {
    const fromMs = Math.max(this.sinceMs, atMs - this.keepAliveMs);
    if (!(fromMs < atMs)) return this.steady(0);
    const rate = this.settledRate(atMs);
    if (rate !== null) return this.steady(rate);
    return partsLaw(
      this.kind,
      this.pieces(fromMs, atMs).map((piece) => ({ ms: lengthOf(piece), mean: this.meanIn(piece) })),
    );
  }

  /**
   * The lowest and the highest rate from as long ago as anything lasts until a step ahead, in calls
   * a ms, and until when they and what they make stay the same.
   */
  extremes(nowMs: number, stepMs: number): { least: number; most: number; untilMs: number } {
    const fromMs = Math.max(this.sinceMs, nowMs - this.lastsMs);
    if (!(fromMs <= nowMs)) return { least: 0, most: 0, untilMs: NEVER };
    const rates = this.pieces(fromMs, nowMs + stepMs).map(({ callsPerMs }) => callsPerMs);
    const isFull = fromMs === nowMs - this.lastsMs;
    const isSteady = isFull && rates.length === 1 && this.resumedMs <= fromMs;
    return {
      least: isFull ? Math.min(...rates) : 0,
      most: Math.max(0, ...rates),
      untilMs: isSteady ? this.nextChange(nowMs) - stepMs : nowMs,
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
    return inFlight(this.feeds, atMs, this.kind.holds, sinceMs);
  }

  nextChange(afterMs: number): number {
    return nextChange(this.feeds, afterMs, this.keepAliveMs / GRAINS);
  }

  /** Enters what happened since the last time into the books, in steps of a steady rate. */
  account(nowMs: number): void {
    if (!this.isOpen || this.isPaused) this.settledMs = nowMs;
    while (this.settledMs < nowMs) {
      const fromMs = this.settledMs;
      const changeMs = this.nextChange(fromMs);
      const isLong = changeMs - fromMs > this.keepAliveMs;
      const stepMs = isLong ? changeMs - fromMs : this.keepAliveMs;
      const untilMs = Math.min(nowMs, fromMs + Math.min(stepMs, this.youngMs(fromMs)));
      const { running, moments, coldStartsPerMs: cold } = this.alive(untilMs);
      const ms = untilMs - fromMs;
      const { mean } = moments;
      const turningMs = Math.min(ms, this.keepAliveMs);
      this.environmentMs += mean * ms - ((mean - this.aliveBefore) * turningMs) / 2;
      // None ends while environments are young, so that what there are more of has begun.
      this.coldExpected += Math.max(cold * ms, mean - this.aliveBefore);
      this.busy.note(running.mean, ms);
      this.aliveBefore = mean;
      this.settledMs = untilMs;
    }
  }

  /** The law of the most environments there ever were; null: none. */
  peak(): CountLaw | null {
    return this.busy.peak(this.kind.durationMs);
  }

  save(): SteadyState {
    const feedsMs = this.feeds.map((feed) => savedMs(feed.sinceMs));
    return {
      sinceMs: savedMs(this.sinceMs),
      feedsMs,
      isPaused: this.isPaused,
      resumedMs: this.resumedMs,
      settledMs: this.settledMs,
      aliveBefore: this.aliveBefore,
      coldExpected: this.coldExpected,
      environmentMs: this.environmentMs,
      busy: this.busy.save(),
    };
  }

  restore({ sinceMs, feedsMs, busy, ...books }: SteadyState): void {
    Object.assign(this, books);
    this.busy.restore(busy);
    this.sinceMs = sinceMs ?? NEVER;
    this.feeds = this.feeds.map(({ phase }, i) => ({ phase, sinceMs: feedsMs[i] ?? NEVER }));
  }

  /** Environments that began together grow fast at first, and then ever slower. */
  private youngMs(atMs: number): number {
    const ageMs = atMs - this.sinceMs;
    return ageMs < this.keepAliveMs ? Math.max(ageMs, this.keepAliveMs * YOUNG) : NEVER;
  }

  /** The rate, where it has been the same for as long as anything lasts; null: it has not. */
  private settledRate(atMs: number): number | null {
    const fromMs = atMs - this.lastsMs;
    if (this.sinceMs > fromMs) return null;
    const pieces = this.pieces(fromMs, atMs);
    return pieces.length === 1 ? pieces[0]!.callsPerMs : null;
  }

  private pieces(fromMs: number, untilMs: number): Piece[] {
    return piecesOf(this.feeds, fromMs, untilMs, this.keepAliveMs / GRAINS);
  }

  /** Calls that run in a piece, on average; of long ones, at its end. */
  private meanIn(piece: Piece): number {
    const longestMs = this.kind.durations.at(-1)!;
    if (longestMs <= SHORT * lengthOf(piece)) return piece.callsPerMs * this.kind.durationMs;
    return inFlight(this.feeds, piece.untilMs, this.kind.durations, this.sinceMs);
  }
}

const savedMs = (atMs: number): number | null => (atMs < NEVER ? atMs : null);

const lengthOf = ({ fromMs, untilMs }: Piece): number => untilMs - fromMs;
