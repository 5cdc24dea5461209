/** What keeps calls from running or environments from starting (LOAD-2). */
export interface ConcurrencyLimits {
  /** Invocations that may run at once in the account. */
  accountConcurrency: number;
  /** Environments one function may start within 10 s. */
  environmentsPer10s: number;
}

export interface ConcurrencyState {
  running: number[];
  unreservedRunning: number;
  tokens: number[];
  sinceMs: number[];
}

const WINDOW_MS = 10_000;
const SHARED = Number.POSITIVE_INFINITY;

/**
 * Running invocations by function (all its versions together) and in what the account has left
 * after reservations, and how fast each function may start environments: a bucket that refills.
 */
export class Concurrency {
  /** By function: what may run at once; Infinity: it shares what is left. */
  private readonly reserved: Float64Array;
  private readonly unreserved: number;
  private readonly perWindow: number;
  private running: Float64Array;
  private unreservedRunning = 0;
  private tokens: Float64Array;
  private sinceMs: Float64Array;

  /** @param reserved by function, called or not; null: it shares what is left */
  constructor(reserved: readonly (number | null)[], limits: ConcurrencyLimits) {
    this.reserved = Float64Array.from(reserved, (share) => share ?? SHARED);
    const taken = reserved.reduce<number>((sum, share) => sum + (share ?? 0), 0);
    this.unreserved = Math.max(0, limits.accountConcurrency - taken);
    this.perWindow = limits.environmentsPer10s;
    this.running = new Float64Array(reserved.length);
    this.tokens = new Float64Array(reserved.length).fill(this.perWindow);
    this.sinceMs = new Float64Array(reserved.length);
  }

  mayRun(fn: number): boolean {
    const reserved = this.reserved[fn]!;
    if (reserved < SHARED) return this.running[fn]! < reserved;
    return this.unreservedRunning < this.unreserved;
  }

  /** Takes the right to start one environment, if there is one. */
  takeStart(fn: number, nowMs: number): boolean {
    const refill = ((nowMs - this.sinceMs[fn]!) * this.perWindow) / WINDOW_MS;
    this.sinceMs[fn] = nowMs;
    this.tokens[fn] = Math.min(this.perWindow, this.tokens[fn]! + refill);
    if (this.tokens[fn]! < 1) return false;
    this.tokens[fn]! -= 1;
    return true;
  }

  change(fn: number, by: 1 | -1): void {
    this.running[fn]! += by;
    if (this.reserved[fn] === SHARED) this.unreservedRunning += by;
  }

  save(): ConcurrencyState {
    const { running, unreservedRunning, tokens, sinceMs } = this;
    return { running: [...running], unreservedRunning, tokens: [...tokens], sinceMs: [...sinceMs] };
  }

  restore(state: ConcurrencyState): void {
    this.running = Float64Array.from(state.running);
    this.unreservedRunning = state.unreservedRunning;
    this.tokens = Float64Array.from(state.tokens);
    this.sinceMs = Float64Array.from(state.sinceMs);
  }
}
