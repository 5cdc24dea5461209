import { brief, percent, thousands } from '../report/format.ts';
import type { Io } from './io.ts';

export const FIRST_AFTER_MS = 500;
export const AGAIN_AFTER_MS = 200;

export const CLEAR = '\r\u001b[K';

/** One line on a terminal that says how far a long run has come; nothing anywhere else. */
export class Progress {
  private readonly io: Io;
  private readonly untilMs: number;
  private readonly startedMs: number;
  private nextMs: number;
  private shown = 0;

  constructor(io: Io, untilMs: number) {
    this.io = io;
    this.untilMs = untilMs;
    this.startedMs = io.nowMs();
    this.nextMs = io.errIsTerminal ? this.startedMs + FIRST_AFTER_MS : Number.POSITIVE_INFINITY;
  }

  /** Tells that the run has come to `atMs` in so many steps. */
  reached(atMs: number, steps: number, nowMs: number): void {
    if (nowMs < this.nextMs) return;
    this.nextMs = nowMs + AGAIN_AFTER_MS;
    this.shown += 1;
    // A line that wraps could not be wiped away.
    const columns = this.io.tty?.size().columns ?? this.io.width;
    this.io.err(`${CLEAR}${this.text(atMs, steps, nowMs - this.startedMs).slice(0, columns - 1)}`);
  }

  end(): void {
    if (this.shown > 0) this.io.err(CLEAR);
  }

  private text(atMs: number, steps: number, elapsedMs: number): string {
    // Between two events of the control plane there may be millions of calls.
    const pace = `${brief((1_000 * atMs) / elapsedMs)} a second`;
    const rate = `${thousands(Math.round((1_000 * steps) / elapsedMs))} events/s`;
    const leftMs = atMs === 0 ? null : (elapsedMs * (this.untilMs - atMs)) / atMs;
    const left = leftMs === null ? '' : `, ${brief(Math.max(1_000, leftMs))} left`;
    const share = percent(atMs, this.untilMs);
    return `${share}  ${brief(atMs)} of ${brief(this.untilMs)}, ${pace}, ${rate}${left}`;
  }
}
