import type { Scenario } from '../scenario/types.ts';
import { type Checkpoint, Engine, type RunOptions } from './engine.ts';
import type { ModelFrame } from './frame.ts';
import { drive, inPlace } from './simulate.ts';

export interface Determinism {
  ok: boolean;
  /** What was compared and what came of it, one sentence a line. */
  lines: string[];
}

interface Run {
  frames: string[];
  draws: number;
  hash: string;
  result: string;
  streams: string;
}

/**
 * Runs the scenario twice, and a third time from a checkpoint in its middle that went through
 * JSON, and compares the runs frame by frame and draw by draw.
 */
export function checkDeterminism(scenario: Scenario, options: RunOptions = {}): Determinism {
  const first = runThrough(new Engine(scenario, options));
  const second = runThrough(new Engine(scenario, options));
  const middle = Math.floor(first.frames.length / 2);
  const resumed = runThrough(resume(scenario, options, middle));
  const again = difference(first, second, 0);
  const after = difference(first, resumed, middle);
  const size = `${first.frames.length} steps, ${first.draws} draws`;
  return {
    ok: again === null && after === null,
    lines: [
      again ?? `A second run agrees with the first: ${size}, fingerprint ${first.hash}.`,
      after ?? `A run resumed from a checkpoint after step ${middle} agrees to the end.`,
    ],
  };
}

function runThrough(engine: Engine): Run {
  const run: Run = { frames: [], draws: 0, hash: '', result: '', streams: '' };
  const result = drive(engine, inPlace, (frame: ModelFrame) => {
    run.frames.push(JSON.stringify(frame));
    run.draws += frame.draws.length;
  });
  run.hash = engine.traceHash();
  // Expectations before the checkpoint are not looked at again, so they are left out.
  run.result = JSON.stringify({ ...result, expectations: [] });
  run.streams = JSON.stringify(engine.checkpoint().streams);
  return run;
}

function resume(scenario: Scenario, options: RunOptions, steps: number): Engine {
  const engine = new Engine(scenario, options);
  for (let step = 0; step < steps; step++) engine.step(inPlace);
  const checkpoint = JSON.parse(JSON.stringify(engine.checkpoint())) as Checkpoint;
  return new Engine(scenario, options, checkpoint);
}

/** The first thing in which two runs differ, `skipped` frames into the first; null: none. */
function difference(first: Run, other: Run, skipped: number): string | null {
  const name = skipped === 0 ? 'the second run' : `the run resumed after step ${skipped}`;
  for (let step = skipped; step < first.frames.length; step++) {
    const seen = other.frames[step - skipped] ?? 'nothing';
    if (seen === first.frames[step]) continue;
    return `At step ${step} ${name} differs:\n  first ${first.frames[step]}\n  then  ${seen}`;
  }
  if (other.frames.length + skipped !== first.frames.length) return `${name} has more steps.`;
  if (other.streams !== first.streams) return `In ${name} a random stream ended elsewhere.`;
  if (other.hash !== first.hash) return `${name} has the fingerprint ${other.hash}.`;
  return other.result === first.result ? null : `${name} has another result.`;
}
