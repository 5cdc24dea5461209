import { signal } from '@preact/signals';
import { FRAMES_MAX } from '../../run/record.ts';
import type { Scenario } from '../../scenario/types.ts';
import type { Change } from '../change.ts';
import { type Play, playSteps } from '../play.ts';

/** A run that is to be shown. */
export interface Wish {
  scenario: Scenario;
  change: Change;
  seed: string | null;
}

/** Why a run cannot be shown. An error would keep alive what the run was made of. */
export interface Refusal {
  why: string;
}

/** Runs are made a slice at a time, so that the page answers meanwhile. */
const SLICE_MS = 25;
/** Most runs are there before anybody could see that they were not. */
const FIRST_SLICE_MS = 200;
/** Runs that are remembered at most, and the steps that they may have together. */
const RUNS_MAX = 8;
const STEPS_MAX = 2 * FRAMES_MAX;

/** Runs that were made, or why they could not be; the latest last. */
const made = new Map<string, Play | Refusal>();
const madeCount = signal(0);
let job: { key: string; steps: Generator<number, Play> } | null = null;

/** How much of the run that is being made is done, as a share; null: nothing is being made. */
export const progress = signal<number | null>(null);

const keyOf = ({ scenario, change, seed }: Wish): string =>
  JSON.stringify([scenario.name, seed, change]);

/** The run, or why there is none; null: it is not made yet. */
export function runOf(wish: Wish): Play | Refusal | null {
  // Whoever reads this is told when a run is made.
  return madeCount.value >= 0 ? (made.get(keyOf(wish)) ?? null) : null;
}

export function isRefusal(run: Play | Refusal | null): run is Refusal {
  return run !== null && 'why' in run;
}

/** Makes the runs that are missing, one after the other; one that nobody wants any more is dropped. */
export function make(wishes: readonly Wish[]): void {
  const missing = wishes.find((wish) => runOf(wish) === null);
  if (missing === undefined) {
    job = null;
    progress.value = null;
    forget(new Set(wishes.map(keyOf)));
    return;
  }
  const { scenario, change, seed } = missing;
  const key = keyOf(missing);
  if (job?.key === key) return;
  job = { key, steps: playSteps(scenario, change, seed) };
  work(job, FIRST_SLICE_MS);
}

function work(own: NonNullable<typeof job>, sliceMs: number): void {
  if (job !== own) return;
  const found = sliceOf(own.steps, sliceMs);
  if (typeof found === 'number') {
    progress.value = found;
    setTimeout(work, 0, own, SLICE_MS);
    return;
  }
  made.set(own.key, found);
  madeCount.value = madeCount.peek() + 1;
}

/** Goes on with a run for a while: how far it came, or what came of it. */
function sliceOf(steps: Generator<number, Play>, sliceMs: number): number | Play | Refusal {
  const untilMs = performance.now() + sliceMs;
  try {
    for (;;) {
      const next = steps.next();
      if (next.done || performance.now() > untilMs) return next.value;
    }
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}

/** Drops the oldest runs that are not in use, as long as there are too many or they are too long. */
function forget(inUse: ReadonlySet<string>): void {
  const stepsOf = (run: Play | Refusal) => (isRefusal(run) ? 0 : run.recording.frames.length);
  let steps = [...made.values()].reduce((sum, run) => sum + stepsOf(run), 0);
  for (const [key, run] of made) {
    if (made.size <= RUNS_MAX && steps <= STEPS_MAX) return;
    if (inUse.has(key)) continue;
    made.delete(key);
    steps -= stepsOf(run);
  }
}
