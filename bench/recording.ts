/**
 * A recording, in processor time: what keeping every state costs in a large account, and how long it
 * takes to step back and to look anywhere in a long run.
 * Run: npx tsx bench/recording.ts
 */
import { Engine } from '../src/run/engine.ts';
import { record, recordSteps } from '../src/run/record.ts';
import { drive, inPlace } from '../src/run/simulate.ts';
import type { Scenario } from '../src/scenario/types.ts';
import { accountOf } from './account.ts';
import { longRun } from './long-run.ts';

/** Places looked at; a step back is measured at each as well. */
const PLACES = 1_000;
/** Prime to every length: each place is somewhere else than the one before. */
const STRIDE = 7_919;

type Now = () => number;

/** Steps recorded beside the same steps in place, which keep nothing. */
function keepingLine(functions: number, stepsMax: number, nowMs: Now): string {
  const scenario = accountOf(functions);
  const [plain, recorded] = [0, 1].map(() => new Engine(scenario, { stepsMax }));
  const [plainMs] = timed(nowMs, () => drive(plain!, inPlace, () => undefined));
  const [recordedMs] = timed(nowMs, () => {
    for (const _ of recordSteps(recorded!));
  });
  const [copyMs] = timed(nowMs, () => recorded!.checkpoint());
  const { functions: table, versions } = recorded!.state;
  const micros = (ms: number) => `${((1_000 * ms) / stepsMax).toFixed(0)} us`;
  return [
    `${table.size + versions.size} entities`,
    `${micros(recordedMs)} a step recorded, ${micros(plainMs)} in place`,
    `a copy of all takes ${copyMs.toFixed(0)} ms  hash ${recorded!.traceHash()}`,
  ].join('  ');
}

function lookingLine(scenario: Scenario, nowMs: Now): string {
  const [tookMs, recording] = timed(nowMs, () => record(scenario));
  const { frames, result } = recording;
  const [seeks, backs]: [number[], number[]] = [[], []];
  for (let look = 0; look < PLACES; look++) {
    const steps = 1 + ((look * STRIDE) % frames.length);
    seeks.push(timed(nowMs, () => recording.after(steps))[0]);
    backs.push(timed(nowMs, () => recording.after(steps - 1))[0]);
  }
  return [
    `${frames.length} steps in ${Math.round(scenario.untilMs / 86_400_000)} days`,
    `recorded in ${tookMs.toFixed(0)} ms`,
    `seek ${spread(seeks)}`,
    `step back ${spread(backs)}  hash ${result.traceHash}`,
  ].join('  ');
}

function timed<T>(nowMs: Now, act: () => T): [ms: number, made: T] {
  const beganMs = nowMs();
  const made = act();
  return [nowMs() - beganMs, made];
}

function spread(values: number[]): string {
  const sorted = values.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(3);
  return `median ${at(0.5)} ms, p99 ${at(0.99)}, most ${at(1)}`;
}

/** @param accounts functions of the accounts whose first steps are recorded */
export function recordingBench(
  accounts: readonly number[],
  stepsMax: number,
  updates: readonly number[],
  nowMs: Now,
): string {
  const keeping = accounts.map((functions) => keepingLine(functions, stepsMax, nowMs));
  const looking = updates.map((count) => lookingLine(longRun(count), nowMs));
  return `${[...keeping, ...looking].join('\n')}\n`;
}

if (process.argv[1]?.endsWith('recording.ts')) {
  const cpuMs = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000;
  };
  recordingBench([100], 500, [100], cpuMs);
  process.stdout.write(recordingBench([1_000, 90_000], 20_000, [750, 9_300], cpuMs));
}
