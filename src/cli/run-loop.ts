import { setImmediate } from 'node:timers/promises';
import type { Engine } from '../run/engine.ts';
import type { ModelFrame } from '../run/frame.ts';
import type { Result } from '../run/result.ts';
import { answersOf, framesWithRests, inPlace } from '../run/simulate.ts';
import type { Io } from './io.ts';
import { Progress } from './progress.ts';

const STEPS_BETWEEN_LOOKS = 256;
const DATA_STEPS_BETWEEN_LOOKS = 8_192;
/** Often enough for whoever presses Ctrl-C, seldom enough to cost nothing. */
const REST_EVERY_MS = 50;

/** How far an interrupted run came. */
export interface Cut {
  kind: 'cut';
  atMs: number;
  steps: number;
  actions: Result['actions'];
}

export function isCut(end: object): end is Cut {
  return 'kind' in end && end.kind === 'cut';
}

/** The steps of a run with nothing kept. */
export function plainSteps(engine: Engine): Generator<ModelFrame | null, Result> {
  return framesWithRests(engine, inPlace, DATA_STEPS_BETWEEN_LOOKS);
}

/** Takes a run to its end, or until Ctrl-C; now and then it lets the process look around. */
export async function runLoop<T extends object>(
  engine: Engine,
  steps: Generator<ModelFrame | null, T>,
  onFrame: (frame: ModelFrame) => void,
  io: Io,
): Promise<T | Cut> {
  const progress = new Progress(io, engine.scenario.untilMs);
  let isStopped = false;
  const release = io.onInterrupt(() => {
    isStopped = true;
  });
  try {
    let restMs = io.nowMs() + REST_EVERY_MS;
    for (let turns = 1; ; turns++) {
      const next = steps.next();
      if (next.done) return next.value;
      if (next.value !== null) onFrame(next.value);
      if (next.value !== null && turns % STEPS_BETWEEN_LOOKS !== 0) continue;
      const nowMs = io.nowMs();
      const atMs = Math.floor(Math.min(engine.nextMs(), engine.data.nextMs()));
      progress.reached(atMs, engine.steps, nowMs);
      if (nowMs < restMs) continue;
      await setImmediate();
      if (isStopped) return cutAt(atMs, engine);
      restMs = io.nowMs() + REST_EVERY_MS;
    }
  } finally {
    release();
    progress.end();
  }
}

function cutAt(atMs: number, engine: Engine): Cut {
  return { kind: 'cut', atMs, steps: engine.steps, actions: answersOf(engine) };
}
