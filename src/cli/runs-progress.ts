import { brief, counted, percent, thousands } from '../report/format.ts';
import type { Io } from './io.ts';
import { AGAIN_AFTER_MS, CLEAR, FIRST_AFTER_MS } from './progress.ts';

/** One line on a terminal that says how many runs are done; nothing anywhere else. */
export class RunsProgress {
  private readonly io: Io;
  /** How many runs there will be; null: that depends on what they come to. */
  private readonly total: number | null;
  private readonly startedMs: number;
  private nextMs: number;
  private done = 0;
  private known = 0;
  private isShown = false;

  constructor(io: Io, total: number | null) {
    this.io = io;
    this.total = total;
    this.startedMs = io.nowMs();
    this.nextMs = io.errIsTerminal ? this.startedMs + FIRST_AFTER_MS : Number.POSITIVE_INFINITY;
  }

  /** One more run is done; `known` ones were done in an earlier session. */
  add(kind: 'made' | 'known'): void {
    this.done += 1;
    if (kind === 'known') this.known += 1;
    const nowMs = this.io.nowMs();
    if (nowMs < this.nextMs) return;
    this.nextMs = nowMs + AGAIN_AFTER_MS;
    this.isShown = true;
    this.io.err(`${CLEAR}${this.text(nowMs - this.startedMs)}`);
  }

  end(): void {
    if (this.isShown) this.io.err(CLEAR);
  }

  private text(elapsedMs: number): string {
    const { done, known, total } = this;
    const made = Math.max(1, done - known);
    const perSecond = (1_000 * made) / elapsedMs;
    const rate = `${thousands(Number(perSecond.toPrecision(2)))} runs/s`;
    if (total === null) return `${counted(done, 'run')}, ${rate}`;
    const left = brief(Math.max(1_000, (elapsedMs * (total - done)) / made));
    return `${percent(done, total)}  ${thousands(done)} of ${counted(total, 'run')}, ${rate}, ${left} left`;
  }
}
