import { brief, counted, percent, thousands } from '../report/format.ts';
import type { Io } from './io.ts';
import { AGAIN_AFTER_MS, CLEAR, FIRST_AFTER_MS } from './progress.ts';

/** How many runs there will be. Null: that depends on what they come to, and nobody can guess. */
export type Total = { exactly: number } | { about: number } | null;

/** One line on a terminal that says how many runs are done; nothing anywhere else. */
export class RunsProgress {
  private readonly io: Io;
  private readonly total: Total;
  private readonly startedMs: number;
  private nextMs: number;
  private done = 0;
  private known = 0;
  private isShown = false;

  constructor(io: Io, total: Total) {
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
    const isKnown = 'exactly' in total;
    const all = isKnown ? total.exactly : total.about;
    // A guess that was too low is no longer told.
    if (done >= all && !isKnown) return `${counted(done, 'run')}, ${rate}`;
    const left = brief(Math.max(1_000, (elapsedMs * (all - done)) / made));
    const [of, about] = isKnown ? ['of', ''] : ['of about', 'about '];
    return `${percent(done, all)}  ${thousands(done)} ${of} ${counted(all, 'run')}, ${rate}, ${about}${left} left`;
  }
}
