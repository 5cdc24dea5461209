import { type CountLaw, mostRunning, occupancyOf } from './occupancy.ts';
import type { Part } from './steady-law.ts';

/** Means of running calls that count as one, as a share. */
const ALIKE = 0.02;
/** Standard deviations below the highest mean that still matter for the peak. */
const BELOW = 4;

/** How long how many calls ran on average, of the busiest times: what a peak depends on. */
export class BusyTimes {
  private parts: Part[] = [];

  note(mean: number, ms: number): void {
    const alike = this.parts.find((part) => Math.abs(part.mean - mean) <= ALIKE * mean);
    if (alike === undefined) this.parts.push({ ms, mean });
    else {
      alike.ms += ms;
      alike.mean = Math.max(alike.mean, mean);
    }
    const most = Math.max(...this.parts.map((part) => part.mean));
    this.parts = this.parts.filter((part) => part.mean >= most - BELOW * Math.sqrt(most));
  }

  /** The law of the most that ran at once; null: there were no calls. */
  peak(durationMs: number): CountLaw | null {
    if (this.parts.every(({ mean }) => mean === 0)) return null;
    return mostRunning(
      this.parts.map(({ ms, mean }) => ({ ms, occupancy: occupancyOf(mean, durationMs) })),
    );
  }

  save(): Part[] {
    return this.parts.map((part) => ({ ...part }));
  }

  restore(parts: readonly Part[]): void {
    this.parts = parts.map((part) => ({ ...part }));
  }
}
