import { randomPoisson } from 'd3-random';
import type { Streams } from '../engine/random.ts';
import type { Scenario, TrafficPhase } from '../scenario/types.ts';
import type { EniPool } from './eni-pool.ts';
import type { LaneSpec, Usage } from './lane.ts';
import { quantileOf } from './occupancy.ts';
import type { Share } from './pairing-load.ts';
import { SteadyLane, type SteadyState } from './steady-lane.ts';
import { type Alive, type Found, kindOf } from './steady-law.ts';

export interface StepLengths {
  keepAliveMs: number;
  /** Between two looks at connections. */
  stepMs: number;
}

interface Counted {
  steady: SteadyLane;
  /** Places of the pairings its environments open connections in. */
  pairings: number[];
  coldStarts: number;
  /** Expected cold starts that have been drawn. */
  coldDrawn: number;
  /** How long its calls were events, up to the last time they became so, in ms. */
  pausedMs: number;
  pausedAtMs: number;
}

export interface SavedLane extends Omit<Counted, 'steady'> {
  steady: SteadyState;
}

/** What a version brings to each of its pairings, now and at most and at least until a step later. */
export interface Outlook {
  now: Share;
  least: Share;
  most: Share;
  /** It stays the same until then, in ms. */
  untilMs: number;
}

/** Versions whose calls are counted, with the books of their environments and connections. */
export class CountedLanes {
  private lanes: Counted[];
  private readonly steps: StepLengths;
  private readonly enis: EniPool;
  private readonly streams: Streams;
  private readonly outlooks = new Map<number, Outlook>();

  /**
   * @param scenario whose further runs need the same laws
   * @param phases of each version, those whose calls may be counted
   */
  constructor(
    scenario: Scenario,
    specs: readonly LaneSpec[],
    phases: readonly (readonly TrafficPhase[])[],
    steps: StepLengths,
    enis: EniPool,
    streams: Streams,
  ) {
    this.lanes = specs.map((spec, place) => {
      const kind = kindOf(scenario, spec, steps.keepAliveMs);
      const steady = new SteadyLane(spec, kind, phases[place]!, steps.keepAliveMs);
      return { steady, pairings: [], coldStarts: 0, coldDrawn: 0, pausedMs: 0, pausedAtMs: 0 };
    });
    this.steps = steps;
    this.enis = enis;
    this.streams = streams;
  }

  pairingsOf(place: number): readonly number[] {
    return this.lanes[place]!.pairings;
  }

  isPaused(place: number): boolean {
    return this.lanes[place]!.steady.isPaused;
  }

  /** Its environments begin now, and connect in these pairings; none: it takes no calls. */
  configure(place: number, pairings: readonly number[] | null, nowMs: number): void {
    const lane = this.lanes[place]!;
    this.settle(place, nowMs);
    if (pairings === null) lane.steady.close(nowMs);
    else lane.steady.open(nowMs);
    const { perEnvironment, perInvocation } = lane.steady.spec;
    lane.pairings = perEnvironment > 0 || perInvocation > 0 ? [...(pairings ?? [])] : [];
    this.outlooks.delete(place);
  }

  /** Calls of one of its phases flow from a moment on; Infinity: no longer. */
  feed(place: number, phase: number, sinceMs: number, nowMs: number): void {
    this.settle(place, nowMs);
    this.lanes[place]!.steady.feed(phase, sinceMs);
    this.outlooks.delete(place);
  }

  pause(place: number, nowMs: number): void {
    this.settle(place, nowMs);
    const lane = this.lanes[place]!;
    lane.steady.pause();
    this.outlooks.delete(place);
    lane.pausedAtMs = nowMs;
  }

  resume(place: number, nowMs: number): void {
    const lane = this.lanes[place]!;
    lane.steady.resume(nowMs);
    this.outlooks.delete(place);
    lane.pausedMs += nowMs - lane.pausedAtMs;
  }

  /** Calls of the version ran, with the connections they open. */
  ran(place: number, calls: number): void {
    const { steady, pairings } = this.lanes[place]!;
    if (pairings.length > 0) this.enis.ports.pass(steady.spec.perInvocation * calls);
  }

  /** Draws how many environments started up to now. */
  settle(place: number, nowMs: number): void {
    const lane = this.lanes[place]!;
    const { steady } = lane;
    steady.account(nowMs);
    const expected = steady.coldExpected - lane.coldDrawn;
    if (expected <= 0) return;
    const stream = this.streams.of('coldStarts', steady.spec.name);
    const starts = randomPoisson.source(() => stream.double())(expected)();
    lane.coldDrawn = steady.coldExpected;
    lane.coldStarts += starts;
    if (lane.pairings.length > 0) this.enis.ports.pass(steady.spec.perEnvironment * starts);
  }

  /** Calls and environments of the version as they may be found now. */
  found(place: number, nowMs: number): Found {
    const { steady } = this.lanes[place]!;
    return steady.found(nowMs, this.streams.of('found', steady.spec.name));
  }

  /** The mean is over the whole run. `pausedMs`: how long calls were events. */
  usageOf(place: number, nowMs: number): Usage & { pausedMs: number } {
    this.settle(place, nowMs);
    const { steady, coldStarts, pausedMs, pausedAtMs } = this.lanes[place]!;
    const mean = nowMs > 0 ? steady.environmentMs / nowMs : 0;
    const law = steady.peak();
    const stream = this.streams.of('found', steady.spec.name);
    const most = law === null ? 0 : quantileOf(law, stream.double());
    const counted = { peak: most, mean, coldStarts, pausedMs };
    if (steady.isPaused) {
      return { ...counted, now: 0, running: 0, pausedMs: pausedMs + nowMs - pausedAtMs };
    }
    const { callsMs, idleMs } = this.found(place, nowMs);
    const now = callsMs.length + idleMs.length;
    return { ...counted, peak: Math.max(most, now), now, running: callsMs.length };
  }

  outlook(place: number, nowMs: number): Outlook {
    const known = this.outlooks.get(place);
    if (known !== undefined && nowMs < known.untilMs) return known;
    const { steady, pairings } = this.lanes[place]!;
    const { perEnvironment, perInvocation } = steady.spec;
    const share = (alive: Alive, calls: number): Share => ({
      alive,
      kept: perEnvironment / pairings.length,
      opened: perInvocation,
      holding: calls / pairings.length,
      holdMs: steady.kind.holdMs,
    });
    const { least, most, untilMs } = steady.extremes(nowMs, this.steps.stepMs);
    const outlook = {
      now: share(steady.alive(nowMs), perInvocation > 0 ? steady.holding(nowMs) : 0),
      least: share(steady.steady(least), least * steady.kind.holdMs),
      most: share(steady.steady(most), most * steady.kind.holdMs),
      untilMs,
    };
    this.outlooks.set(place, outlook);
    return outlook;
  }

  save(): SavedLane[] {
    return this.lanes.map(({ steady, ...books }) => ({ ...books, steady: steady.save() }));
  }

  restore(lanes: readonly SavedLane[]): void {
    this.lanes = this.lanes.map(({ steady }, place) => {
      const { steady: saved, ...books } = lanes[place]!;
      steady.restore(saved);
      return { ...books, steady };
    });
    this.outlooks.clear();
  }
}
