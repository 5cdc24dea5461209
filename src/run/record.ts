import { enablePatches, Immer, type Patch } from 'immer';
import { applyEvent } from '../model/recipes.ts';
import type { ControlState } from '../model/types.ts';
import type { Scenario } from '../scenario/types.ts';
import { type Apply, Engine, type RunOptions } from './engine.ts';
import type { ModelFrame } from './frame.ts';
import { type Gauge, Gauges } from './gauges.ts';
import type { Result } from './result.ts';
import { framesWithRests } from './simulate.ts';

enablePatches();
// One of our own: whoever imports this library may use immer, with settings of theirs. Freezing
// walks what it freezes at every step; the tests compare kept states instead.
const immer = new Immer({ autoFreeze: false });

/** A step with what it changed, forwards and back. */
export interface RecordedFrame extends ModelFrame {
  patches: Patch[];
  inverse: Patch[];
}

export interface RecordOptions extends RunOptions {
  /** Least time between two looks at how full the ENIs are, in ms; without it none is kept. */
  gaugeEveryMs?: number;
}

/** A run that can be looked at at any moment. All of it is plain data; nobody may write to it. */
export interface Recording {
  frames: RecordedFrame[];
  result: Result;
  /** How full the ENIs were, where that changed notably; ascending. */
  gauges: Gauge[];
  /**
   * The state after everything that happened until `ms`, that millisecond included.
   * @throws RangeError for what is no number of ms since the start
   */
  at(ms: number): ControlState;
  /**
   * The state after the first `steps` steps; 0 is the beginning.
   * @throws RangeError for what is no whole number of steps, or more than there are
   */
  after(steps: number): ControlState;
}

/** A recording longer than this takes too much memory to be of use. */
export const FRAMES_MAX = 50_000;
/** Calls, ends of calls and the like between two looks at the gauges, at most. */
const LOOK_AFTER_STEPS = 256;
/** What these tell is to be seen on the gauges of the same moment. */
const CROSSINGS: ReadonlySet<string> = new Set(['eni.crowded', 'eni.full']);
/** Steps between kept states: looking somewhere replays at most half as many patches. */
const KEEP_EVERY = 128;

/** A run that has more steps than a recording keeps. */
export class RecordingTooLong extends Error {
  override readonly name = 'RecordingTooLong';
}

/**
 * Runs one scenario once and keeps every step with its patches. Ends in the same state, with the
 * same result and hash, as `simulate`.
 * @throws Error when a recipe breaks a rule of the model
 * @throws RecordingTooLong when the run has more steps than `FRAMES_MAX`
 */
export function record(scenario: Scenario, options: RecordOptions = {}): Recording {
  const steps = recordSteps(new Engine(scenario, options), options.gaugeEveryMs);
  for (;;) {
    const next = steps.next();
    if (next.done) return next.value;
  }
}

/** The same, a step or a rest (`null`) at a time. */
export function* recordSteps(
  engine: Engine,
  gaugeEveryMs = Number.POSITIVE_INFINITY,
): Generator<ModelFrame | null, Recording> {
  const patches: Pick<RecordedFrame, 'patches' | 'inverse'>[] = [];
  const kept = [engine.state];
  const frames: RecordedFrame[] = [];
  const gauges = new Gauges(gaugeEveryMs);
  const run = framesWithRests(engine, onDraft(patches), LOOK_AFTER_STEPS);
  let next = run.next();
  for (; !next.done; next = run.next()) {
    const frame = next.value;
    const nowMs = frame?.atMs ?? Math.min(engine.data.nextMs(), engine.nextMs());
    if (gaugeEveryMs < Number.POSITIVE_INFINITY) {
      if (frame !== null && CROSSINGS.has(frame.event.kind)) gauges.lookNow(engine, nowMs);
      else gauges.look(engine, nowMs);
    }
    if (frame !== null) {
      if (frames.length >= FRAMES_MAX) throw new RecordingTooLong(tooLong(engine.scenario.name));
      frames.push({ ...frame, ...patches[frames.length]! });
      if (frames.length % KEEP_EVERY === 0) kept.push(engine.state);
    }
    yield frame;
  }
  const result = next.value;
  let latest: Known = { steps: 0, state: kept[0]! };
  const after = (steps: number) => {
    latest = { steps, state: stateAfter(frames, kept, latest, steps) };
    return latest.state;
  };
  return { frames, result, gauges: gauges.kept, after, at: (ms) => after(stepsUntil(frames, ms)) };
}

/** Recipes write a draft, and what they changed is kept. */
function onDraft(patches: Pick<RecordedFrame, 'patches' | 'inverse'>[]): Apply {
  return (state, event, ctx) => {
    const draft = immer.createDraft(state);
    applyEvent(draft, event, ctx);
    let step: Pick<RecordedFrame, 'patches' | 'inverse'> = { patches: [], inverse: [] };
    const next = immer.finishDraft(draft, (forwards, back) => {
      step = { patches: forwards, inverse: back };
    });
    patches.push(step);
    return next as ControlState;
  };
}

function tooLong(name: string): string {
  const most = FRAMES_MAX.toLocaleString('en');
  const mend = 'take a shorter `until` or fewer functions, or `hyperplane run`, which has no limit';
  return `a recording of ${name} has more than ${most} steps; ${mend}`;
}

/** How many steps happened until `ms`, that millisecond included. */
function stepsUntil(frames: readonly RecordedFrame[], ms: number): number {
  // A program in JavaScript may ask for '31d', or for what came out of a failed calculation.
  if (typeof ms !== 'number' || Number.isNaN(ms)) {
    throw new RangeError(`at(${String(ms)}): not a number of ms since the start, such as 60_000`);
  }
  let [low, high] = [0, frames.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (frames[middle]!.atMs <= ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A state that is at hand, and after how many steps it was so. */
interface Known {
  steps: number;
  state: ControlState;
}

/** From the nearest state at hand, forwards by patches or back by their inverses. */
function stateAfter(
  frames: readonly RecordedFrame[],
  kept: readonly ControlState[],
  latest: Known,
  steps: number,
): ControlState {
  if (!Number.isInteger(steps) || steps < 0 || steps > frames.length) {
    throw new RangeError(`the recording has ${frames.length} steps, not ${String(steps)}`);
  }
  const place = Math.min(kept.length - 1, Math.round(steps / KEEP_EVERY));
  const nearest = { steps: place * KEEP_EVERY, state: kept[place]! };
  const isNear = Math.abs(latest.steps - steps) < Math.abs(nearest.steps - steps);
  const from = isNear ? latest : nearest;
  const between = frames.slice(Math.min(from.steps, steps), Math.max(from.steps, steps));
  const patches =
    from.steps <= steps
      ? between.flatMap((frame) => frame.patches)
      : between.reverse().flatMap((frame) => frame.inverse);
  return immer.applyPatches(from.state, patches);
}
