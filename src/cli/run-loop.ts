import { setImmediate } from 'node:timers/promises';
import { Engine, type RunOptions } from '../run/engine.ts';
import type { ModelFrame } from '../run/frame.ts';
import type { Result } from '../run/result.ts';
import { answersOf, framesWithRests, inPlace } from '../run/simulate.ts';
import type { Scenario } from '../scenario/types.ts';
import type { Io } from './io.ts';
import { Progress } from './progress.ts';

const STEPS_BETWEEN_LOOKS = 256;
const DATA_STEPS_BETWEEN_LOOKS = 8_192;
/** Often enough for whoever presses Ctrl-C, seldom enough to cost nothing. */
const REST_EVERY_MS = 50;

/** How far an interrupted run came. */
export interface Cut {
  atMs: number;
  steps: number;
  actions: Result['actions'];
}

/** Runs a scenario to its end, or until Ctrl-C; now and then it lets the process look around. */
export async function runLoop(
  scenario: Scenario,
  options: RunOptions,
  onFrame: (frame: ModelFrame) => void,
  io: Io,
): Promise<Result | Cut> {
  const engine = new Engine(scenario, options);
  const progress = new Progress(io, scenario.untilMs);
  let isStopped = false;
  const release = io.onInterrupt(() => {
    isStopped = true;
  });
  try {
    const frames = framesWithRests(engine, inPlace, DATA_STEPS_BETWEEN_LOOKS);
    let restMs = io.nowMs() + REST_EVERY_MS;
    for (let turns = 1; ; turns++) {
      const next = frames.next();
      if (next.done) return next.value;
      if (next.value !== null) onFrame(next.value);
      if (next.value !== null && turns % STEPS_BETWEEN_LOOKS !== 0) continue;
      const nowMs = io.nowMs();
      const atMs = Math.floor(Math.min(engine.nextMs(), engine.data.nextMs()));
      progress.reached(atMs, engine.steps, nowMs);
      if (nowMs < restMs) continue;
      await setImmediate();
      if (isStopped) return { atMs, steps: engine.steps, actions: answersOf(engine) };
      restMs = io.nowMs() + REST_EVERY_MS;
    }
  } finally {
    release();
    progress.end();
  }
}
