import { grown } from './columns.ts';

/** What the rows of environments hold, as plain JSON. */
export interface EnvironmentsState {
  facts: number[];
  times: number[];
  used: number;
  starts: number;
  free: number[];
}

const NONE = -1;

/** Whole numbers of one environment, at these places in its row of facts. */
const FACTS = 8;
const LANE = 0;
const ENI = 1;
/** Connections it holds for life, and those of the invocation it runs. */
const KEPT = 2;
const LENT = 3;
/** 1 while it runs an invocation. */
const RUNNING = 4;
/** Which configuration of its version it was started with. */
const EDITION = 5;
const NEWER = 6;
const OLDER = 7;

/** When it ends if idle on, when the timer of its end fires (0: none waits), and its number. */
const TIMES = 3;
const ENDS_MS = 0;
const TIMER_MS = 1;
const BORN = 2;

/**
 * Execution environments of all versions in rows of numbers, so that one call meets few lines of
 * memory and allocates nothing; rows of ended environments are used again. Idle ones of a version
 * form a list in the order they became idle, so that the most recently used one is taken first
 * (LOAD-2).
 */
export class Environments {
  private facts = new Int32Array(64 * FACTS);
  private times = new Float64Array(64 * TIMES);
  private used = 0;
  private starts = 0;
  private free: number[] = [];

  /** A new environment, running, with no ENI. */
  start(lane: number, edition: number): number {
    const env = this.free.pop() ?? this.used++;
    if (FACTS * env >= this.facts.length) this.grow(env + 1);
    const { facts, times } = this;
    this.starts += 1;
    facts.fill(0, FACTS * env, FACTS * (env + 1));
    facts[FACTS * env + LANE] = lane;
    facts[FACTS * env + RUNNING] = 1;
    facts[FACTS * env + EDITION] = edition;
    times[TIMES * env + TIMER_MS] = 0;
    times[TIMES * env + BORN] = this.starts;
    return env;
  }

  end(env: number): void {
    this.facts[FACTS * env + RUNNING] = 0;
    this.times[TIMES * env + BORN] = 0;
    this.free.push(env);
  }

  /** Those of a version, running or idle, in the order of their rows. */
  of(lane: number): number[] {
    const all: number[] = [];
    for (let env = 0; env < this.used; env++) {
      if (this.laneOf(env) === lane && this.bornOf(env) > 0) all.push(env);
    }
    return all;
  }

  laneOf(env: number): number {
    return this.facts[FACTS * env + LANE]!;
  }

  /** The ENI it is pinned to; 0: none. */
  eniOf(env: number): number {
    return this.facts[FACTS * env + ENI]!;
  }

  /** Pins it to an ENI, with the connections that it keeps there. */
  pin(env: number, eni: number, kept: number): void {
    this.facts[FACTS * env + ENI] = eni;
    this.facts[FACTS * env + KEPT] = kept;
  }

  keptOf(env: number): number {
    return this.facts[FACTS * env + KEPT]!;
  }

  lentOf(env: number): number {
    return this.facts[FACTS * env + LENT]!;
  }

  lend(env: number, connections: number): void {
    this.facts[FACTS * env + LENT] = connections;
  }

  isRunning(env: number): boolean {
    return this.facts[FACTS * env + RUNNING] === 1;
  }

  editionOf(env: number): number {
    return this.facts[FACTS * env + EDITION]!;
  }

  /** Number of its start: tells it from earlier ones in the same row; 0: it ended. */
  bornOf(env: number): number {
    return this.times[TIMES * env + BORN]!;
  }

  endsMsOf(env: number): number {
    return this.times[TIMES * env + ENDS_MS]!;
  }

  timerMsOf(env: number): number {
    return this.times[TIMES * env + TIMER_MS]!;
  }

  /** When the timer of its end fires, in ms; 0: none waits. Another timer is stale. */
  setTimer(env: number, atMs: number): void {
    this.times[TIMES * env + TIMER_MS] = atMs;
  }

  /** It is idle and ends at that moment: puts it on top of the idle list. @returns the new top */
  rest(env: number, top: number, endsMs: number): number {
    const { facts } = this;
    facts[FACTS * env + RUNNING] = 0;
    facts[FACTS * env + OLDER] = top;
    facts[FACTS * env + NEWER] = NONE;
    if (top !== NONE) facts[FACTS * top + NEWER] = env;
    this.times[TIMES * env + ENDS_MS] = endsMs;
    return env;
  }

  /** Takes the most recently used idle environment out of the list to run. @returns the new top */
  wake(env: number): number {
    this.facts[FACTS * env + RUNNING] = 1;
    return this.leave(env, env);
  }

  /** Takes an idle environment out of the list. @returns the new top */
  leave(env: number, top: number): number {
    const { facts } = this;
    const newer = facts[FACTS * env + NEWER]!;
    const older = facts[FACTS * env + OLDER]!;
    if (newer !== NONE) facts[FACTS * newer + OLDER] = older;
    if (older !== NONE) facts[FACTS * older + NEWER] = newer;
    return env === top ? older : top;
  }

  save(): EnvironmentsState {
    const { used, starts } = this;
    const facts = [...this.facts.subarray(0, FACTS * used)];
    const times = [...this.times.subarray(0, TIMES * used)];
    return { facts, times, used, starts, free: [...this.free] };
  }

  restore({ facts, times, used, starts, free }: EnvironmentsState): void {
    this.grow(used);
    this.facts.set(facts);
    this.times.set(times);
    this.used = used;
    this.starts = starts;
    this.free = [...free];
  }

  private grow(rows: number): void {
    this.facts = grown(this.facts, FACTS * rows);
    this.times = grown(this.times, TIMES * rows);
  }
}
