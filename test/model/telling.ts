import { pairingName, versionName } from '../../src/model/names.ts';
import { idsOf, rowsOf } from '../../src/model/table.ts';
import type { ControlState, Row, Version } from '../../src/model/types.ts';
import { Engine, type RunOptions } from '../../src/run/engine.ts';
import type { ModelFrame } from '../../src/run/frame.ts';
import type { Result } from '../../src/run/result.ts';
import { drive, inPlace } from '../../src/run/simulate.ts';
import type { Scenario } from '../../src/scenario/types.ts';

export type TimedRow = Row & { atMs: number };

/** A run told so that a test can compare it with what a person worked out by hand. */
export interface Told {
  result: Result;
  frames: ModelFrame[];
  rows: TimedRow[];
  /** `70 Active`, `0 creating`: what became of a version or an ENI, with its moments. */
  life(subject: string): string[];
  /** How its updates went: `10 InProgress Creating`. */
  updates(subject: string): string[];
  /** Each call of the timeline: `0 ok`, `5 ResourceConflictException`. */
  answers: string[];
  /** Each invocation by itself: `5 f ok`, `6 f pendingInvoke x3`. */
  invocations: string[];
  /** What stands after everything that happened until a moment, that one included. */
  at(ms: number): Look;
}

/** One moment of a run, by the names that people wrote. */
export interface Look {
  state: ControlState;
  version(name: string): Version | undefined;
  /** `eni-1 ready a/web 10.0.0.4`, every ENI that exists. */
  enis: string[];
  /** Versions that hold a pairing. */
  holders(pairing: string): string[];
  inUse: Record<string, number>;
}

/** A run of a test that takes more steps is lost in a circle. */
export const STEPS_MAX = 50_000;
const ENDLESS = `the story has more than ${STEPS_MAX} steps`;

/** Runs a scenario and looks after every step. */
export function watch(
  scenario: Scenario,
  look: (state: ControlState, frame: ModelFrame, engine: Engine) => void = () => undefined,
  options: RunOptions = {},
): ModelFrame[] {
  const engine = new Engine(scenario, { stepsMax: STEPS_MAX, ...options });
  const frames: ModelFrame[] = [];
  for (let frame = engine.step(inPlace); frame !== null; frame = engine.step(inPlace)) {
    frames.push(frame);
    look(engine.state, frame, engine);
  }
  if (engine.stopped === 'steps') throw new Error(ENDLESS);
  return frames;
}

export function tell(scenario: Scenario, options: RunOptions = {}): Told {
  const engine = new Engine(scenario, { stepsMax: STEPS_MAX, ...options });
  const frames: ModelFrame[] = [];
  const result = drive(engine, inPlace, (frame) => frames.push(frame));
  if (result.stopped === 'steps' && options.stepsMax === undefined) throw new Error(ENDLESS);
  const rows = rowsIn(frames);
  const about = (subject: string, ...notes: string[]) =>
    rows.filter((row) => row.subject === subject && notes.includes(row.note));
  return {
    result,
    frames,
    rows,
    life: (subject) =>
      about(subject, 'eni.phase', 'version.created', 'version.state', 'version.deleted').map(line),
    updates: (subject) => about(subject, 'version.update').map(line),
    answers: result.actions.map(({ atMs, error }) => `${atMs} ${error?.code ?? 'ok'}`),
    invocations: rows.filter(({ note }) => note === 'invocation').map(callLine),
    at: (ms) => lookAt(stateAt(scenario, options, ms)),
  };
}

function stateAt(scenario: Scenario, options: RunOptions, ms: number): ControlState {
  const engine = new Engine(scenario, { stepsMax: STEPS_MAX, ...options });
  while (engine.stopped === null && engine.nextMs() <= ms) engine.step(inPlace);
  return engine.state;
}

export function rowsIn(frames: readonly ModelFrame[]): TimedRow[] {
  return frames.flatMap(({ atMs, rows }) => rows.map((row) => ({ ...row, atMs })));
}

function line({ atMs, to = 'gone', code }: TimedRow): string {
  return [atMs, to, code ?? ''].join(' ').trim();
}

function callLine({ atMs, subject, refusal, count }: TimedRow): string {
  return `${atMs} ${subject} ${refusal ?? 'ok'}${count === 1 ? '' : ` x${count}`}`;
}

function lookAt(state: ControlState): Look {
  const dotted = (n: number) => [24, 16, 8, 0].map((shift) => (n >>> shift) % 256).join('.');
  const versions = [...rowsOf(state.versions)].map(([, version]) => version);
  const pairings = [...rowsOf(state.pairings)].map(([, pairing]) => pairing);
  return {
    state,
    version: (name) =>
      versions.findLast((version) => version !== null && versionName(state, version) === name) ??
      undefined,
    enis: pairings.flatMap((pairing) =>
      pairing.enis.map(({ number, phase, address }) =>
        [`eni-${number}`, phase, pairingName(state, pairing), dotted(address)].join(' '),
      ),
    ),
    holders: (name) =>
      pairings
        .filter((pairing) => pairingName(state, pairing) === name)
        .flatMap((pairing) => idsOf(pairing.holders))
        .map((id) => versionName(state, versions[id]!)),
    inUse: Object.fromEntries(state.subnets.map(({ id, inUse }) => [id, inUse])),
  };
}
