import type { Stretch } from './first-fill.ts';
import { type Feed, inFlight, nextChange, type Piece, piecesOf } from './in-flight.ts';
import type { CallKind } from './steady-law.ts';

/** Parts of a keep-alive time into which ramps are cut. */
const GRAINS = 4;
/** A rate is taken as steady where calls last no longer than this share of its piece. */
const SHORT = 1 / 8;
const MOMENTS_MAX = 64;
const FEEDS_FEW = 8;
const NEVER = Number.POSITIVE_INFINITY;

/** The calls that flow to one version: their rates, and how many run, on average. */
export class Feeds {
  private feeds: Feed[];
  private readonly kind: CallKind;
  private readonly grainMs: number;
  /** Calls that run on average by the moment, as far as they were asked for lately. */
  private readonly runningAt = new Map<number, number>();

  constructor(phases: readonly Feed['phase'][], kind: CallKind, keepAliveMs: number) {
    this.feeds = phases.map((phase) => ({ phase, sinceMs: NEVER }));
    this.kind = kind;
    this.grainMs = keepAliveMs / GRAINS;
  }

  /** Calls of one phase are counted from a moment on; Infinity: no longer. */
  start(phase: number, sinceMs: number): void {
    this.feeds[phase]!.sinceMs = sinceMs;
    this.forget();
  }

  /** What was known of running calls holds no longer. */
  forget(): void {
    this.runningAt.clear();
  }

  nextChange(afterMs: number): number {
    return nextChange(this.feeds, afterMs, this.grainMs);
  }

  pieces(fromMs: number, untilMs: number): Piece[] {
    return piecesOf(this.feedsIn(fromMs, untilMs), fromMs, untilMs, this.grainMs);
  }

  /** Pieces with the calls that run in them on average. @param sinceMs calls before do not count */
  stretches(fromMs: number, untilMs: number, sinceMs: number): Stretch[] {
    return this.pieces(fromMs, untilMs).map((piece) => {
      return { ...piece, ms: piece.untilMs - piece.fromMs, mean: this.meanIn(piece, sinceMs) };
    });
  }

  /** How many calls, on average, hold the connections they opened. */
  holding(atMs: number, sinceMs: number): number {
    return inFlight(this.feeds, atMs, this.kind.holds, sinceMs);
  }

  save(): (number | null)[] {
    return this.feeds.map(({ sinceMs }) => (sinceMs < NEVER ? sinceMs : null));
  }

  restore(feedsMs: readonly (number | null)[]): void {
    this.feeds = this.feeds.map(({ phase }, i) => ({ phase, sinceMs: feedsMs[i] ?? NEVER }));
    this.forget();
  }

  /** Calls that run in a piece, on average; of long ones, at its end. */
  private meanIn({ fromMs, untilMs, callsPerMs }: Piece, sinceMs: number): number {
    const { durations, durationMs } = this.kind;
    const longestMs = durations.at(-1)!;
    if (longestMs <= SHORT * (untilMs - fromMs)) return callsPerMs * durationMs;
    const known = this.runningAt.get(untilMs);
    if (known !== undefined) return known;
    const feeds = this.feedsIn(untilMs - longestMs, untilMs);
    const mean = inFlight(feeds, untilMs, durations, sinceMs);
    if (this.runningAt.size > MOMENTS_MAX) this.forget();
    this.runningAt.set(untilMs, mean);
    return mean;
  }

  /** Those whose calls come within a time, or end it. */
  private feedsIn(fromMs: number, untilMs: number): readonly Feed[] {
    if (this.feeds.length < FEEDS_FEW) return this.feeds;
    return this.feeds.filter(({ phase, sinceMs }) => {
      return sinceMs < NEVER && phase.fromMs <= untilMs && phase.untilMs >= fromMs;
    });
  }
}
