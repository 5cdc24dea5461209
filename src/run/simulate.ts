import { applyEvent } from '../model/recipes.ts';
import type { Scenario } from '../scenario/types.ts';
import { type Apply, Engine, type RunOptions } from './engine.ts';
import { Watch } from './expectations.ts';
import type { ModelFrame } from './frame.ts';
import { type Result, resultOf } from './result.ts';

/** Recipes write the state they are handed: the fast way. */
export const inPlace: Apply = (state, event, ctx) => {
  applyEvent(state, event, ctx);
  return state;
};

export interface SimulateOptions extends RunOptions {
  /** Called with every step; the frame is the caller's to keep. */
  onFrame?: (frame: ModelFrame) => void;
}

/**
 * Runs one scenario once. The same scenario and seed give the same result and the same trace.
 * @returns times in whole simulated ms since the start; counts as integers
 * @throws Error when a recipe breaks a rule of the model: our bug, never bad input
 * @see evidence/parameters.ts for the AWS numbers behind it
 */
export function simulate(scenario: Scenario, options: SimulateOptions = {}): Result {
  return drive(new Engine(scenario, options), inPlace, options.onFrame ?? (() => undefined));
}

/** Drives an engine to its end and judges the scenario's expectations on the way. */
export function drive(engine: Engine, apply: Apply, onFrame: (frame: ModelFrame) => void): Result {
  const frames = framesOf(engine, apply);
  for (;;) {
    const next = frames.next();
    if (next.done) return next.value;
    onFrame(next.value);
  }
}

/** The steps of an engine up to its end, one at a time; returns the result. */
export function* framesOf(engine: Engine, apply: Apply): Generator<ModelFrame, Result> {
  const watch = new Watch(engine.scenario);
  for (let frame = engine.step(apply); frame !== null; frame = engine.step(apply)) {
    if (frame.event.kind === 'look') watch.look(frame.atMs, engine.tally, engine.state);
    yield frame;
  }
  engine.close();
  return resultOf(engine, watch.finish(engine.tally, engine.state));
}

/**
 * The same with a rest, `null`, after so many calls, ends of calls and the like: between two steps
 * there may be millions of them.
 */
export function* framesWithRests(
  engine: Engine,
  apply: Apply,
  dataStepsMax: number,
): Generator<ModelFrame | null, Result> {
  const frames = framesOf(engine, apply);
  for (;;) {
    while (!engine.advanceData(dataStepsMax)) yield null;
    const next = frames.next();
    if (next.done) return next.value;
    yield next.value;
  }
}

/** What the calls of the timeline were answered in a run that goes on no further. */
export function answersOf(engine: Engine): Result['actions'] {
  return resultOf(engine, []).actions;
}
