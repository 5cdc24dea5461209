import { grown } from './columns.ts';

/** What the columns of environments hold, as plain JSON. */
export interface EnvironmentsState {
  columns: Record<string, number[]>;
  used: number;
  starts: number;
  free: number[];
}

const NONE = -1;

/**
 * Execution environments of all versions in typed columns: nothing is allocated per invocation,
 * and rows of ended environments are used again. Idle ones of a version form a list in the order
 * they became idle, so that the most recently used one is taken first (LOAD-2).
 */
export class Environments {
  /** Which version's it is, the ENI it is pinned to (0: none), when it ends if idle on, in ms. */
  lane = new Int32Array(64);
  eni = new Int32Array(64);
  endsMs = new Float64Array(64);
  /** Connections it holds for life, and those of the invocation it runs. */
  kept = new Int32Array(64);
  lent = new Int32Array(64);
  /** 1 while it runs an invocation. */
  running = new Uint8Array(64);
  /** When the timer of its end fires, in ms; 0: none waits. Another timer is stale. */
  timerMs = new Float64Array(64);
  /** Which configuration of its version it was started with. */
  edition = new Int32Array(64);
  /** Number of its start: tells it from earlier ones in the same row. */
  born = new Float64Array(64);
  newer = new Int32Array(64);
  older = new Int32Array(64);
  private used = 0;
  private starts = 0;
  private free: number[] = [];

  /** A new environment, running; its columns but `lane` are the caller's to fill. */
  start(lane: number): number {
    const env = this.free.pop() ?? this.used++;
    if (env >= this.lane.length) this.grow(env + 1);
    this.lane[env] = lane;
    this.running[env] = 1;
    this.timerMs[env] = 0;
    this.starts += 1;
    this.born[env] = this.starts;
    this.kept[env] = 0;
    this.lent[env] = 0;
    return env;
  }

  end(env: number): void {
    this.running[env] = 0;
    this.born[env] = 0;
    this.free.push(env);
  }

  /** Those of a version, running or idle, in the order of their rows. */
  of(lane: number): number[] {
    const all: number[] = [];
    for (let env = 0; env < this.used; env++) {
      if (this.lane[env] === lane && this.born[env]! > 0) all.push(env);
    }
    return all;
  }

  /** Puts an environment on top of its version's idle list. @returns the new top */
  rest(env: number, top: number): number {
    this.running[env] = 0;
    this.older[env] = top;
    this.newer[env] = NONE;
    if (top !== NONE) this.newer[top] = env;
    return env;
  }

  /** Takes an idle environment out of the list. @returns the new top */
  leave(env: number, top: number): number {
    const newer = this.newer[env]!;
    const older = this.older[env]!;
    if (newer !== NONE) this.older[newer] = older;
    if (older !== NONE) this.newer[older] = newer;
    return env === top ? older : top;
  }

  save(): EnvironmentsState {
    const columns: Record<string, number[]> = {};
    for (const name of COLUMNS) columns[name] = [...this[name].subarray(0, this.used)];
    return { columns, used: this.used, starts: this.starts, free: [...this.free] };
  }

  restore(state: EnvironmentsState): void {
    this.grow(state.used);
    for (const name of COLUMNS) this[name].set(state.columns[name]!);
    this.used = state.used;
    this.starts = state.starts;
    this.free = [...state.free];
  }

  private grow(rows: number): void {
    this.lane = grown(this.lane, rows);
    this.eni = grown(this.eni, rows);
    this.endsMs = grown(this.endsMs, rows);
    this.kept = grown(this.kept, rows);
    this.lent = grown(this.lent, rows);
    this.running = grown(this.running, rows);
    this.timerMs = grown(this.timerMs, rows);
    this.edition = grown(this.edition, rows);
    this.born = grown(this.born, rows);
    this.newer = grown(this.newer, rows);
    this.older = grown(this.older, rows);
  }
}

const COLUMNS = [
  'lane',
  'eni',
  'endsMs',
  'kept',
  'lent',
  'running',
  'timerMs',
  'edition',
  'born',
  'newer',
  'older',
] as const;
