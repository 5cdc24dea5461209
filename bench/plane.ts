/**
 * The data plane with every call an event: calls a second at 100 to 100,000 environments; and what
 * a pending event and a function take in memory. Run: npx tsx bench/plane.ts
 */
import { writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { EventQueue } from '../src/engine/queue.ts';
import { Streams } from '../src/engine/random.ts';
import { ExactPlane } from '../src/load/exact.ts';
import { Engine } from '../src/run/engine.ts';
import { accountOf } from './account.ts';
import { CACHE, gapsOf, processorSeconds } from './contest.ts';

const DURATION_MS = 100;

const LIMITS = {
  connectionsPerEni: 1e9,
  scaleOutAt: 1,
  scaleOutRetryMs: 60_000,
  scaleInAfterMs: 1e9,
  keepAlive: { kind: 'constant', value: 600_000 },
  connectTimeout: { kind: 'constant', value: 0 },
  accountConcurrency: 1e9,
  environmentsPer10s: 1e9,
  natRoutes: [],
} as const;

interface PlaneRun {
  environments: number;
  callsPerSecond: number;
  coldStarts: number;
  attempted: number;
}

/** Poisson calls to one version, so many running on average, each with a connection; a second of processor time. */
export function planeBench(running: number, calls: number): PlaneRun {
  const silent = () => undefined;
  const lane = {
    function: 0,
    version: 0,
    name: 'f:0',
    duration: { kind: 'exponential', mean: DURATION_MS },
    coldStart: null,
    perEnvironment: 0,
    perInvocation: 1,
    hold: null,
    routes: null,
  } as const;
  const listener = { crowded: silent, silent, full: silent, natFull: silent };
  const plane = new ExactPlane([lane], [null], LIMITS, new Streams('plane'), listener);
  plane.enis.add('a/g', 1, 0);
  plane.configure(0, ['a/g'], 0);
  const gaps = gapsOf('exponential').map((gap) => (gap / 1000) * (DURATION_MS / running));
  let nowMs = 0;
  const call = (count: number) => {
    for (let i = 0; i < count; i++) {
      nowMs += gaps[i & 0xffff]!;
      while (plane.nextMs() <= nowMs) plane.step();
      plane.call(0, nowMs);
    }
  };
  call(10 * running);
  const began = processorSeconds();
  call(calls);
  const seconds = processorSeconds() - began;
  const { now: environments, coldStarts } = plane.usageOf(0, nowMs);
  const { attempted } = plane.enis.ports;
  return { environments, callsPerSecond: calls / seconds, coldStarts, attempted };
}

/** Bytes of a pending event with one number of payload, and of a function of an account. */
export function memoryBench(events: number, functions: number) {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const bytesOf = (make: () => unknown, what: 'arrayBuffers' | 'heapUsed', count: number) => {
    collect();
    const before = process.memoryUsage()[what];
    const made = make();
    collect();
    const bytes = process.memoryUsage()[what] - before;
    return made === null ? 0 : bytes / count;
  };
  const gaps = gapsOf('exponential');
  const pending = () => {
    const queue = new EventQueue({ slots: 1 });
    for (let i = 0; i < events; i++) queue.push(gaps[i & 0xffff]!, i, 1, i);
    for (let i = 0; i < events; i++) {
      queue.pop();
      queue.push(queue.atMs + gaps[i & 0xffff]!, events + i, 1, i);
    }
    return queue;
  };
  const account = () => {
    const engine = new Engine(accountOf(functions), {});
    return engine;
  };
  return {
    bytesPerEvent: bytesOf(pending, 'arrayBuffers', events),
    bytesPerFunction: bytesOf(account, 'heapUsed', functions),
  };
}

if (process.argv[1]?.endsWith('plane.ts')) {
  const memory = memoryBench(2 ** 20, 10_000);
  const runs = [1e2, 1e3, 1e4, 1e5].map((running) => planeBench(running, 1e6));
  for (const { environments, callsPerSecond } of runs) {
    console.log(`${environments} environments  ${(callsPerSecond / 1e6).toFixed(2)} M calls/s`);
  }
  console.log(`${memory.bytesPerEvent.toFixed(1)} bytes a pending event`);
  console.log(`${memory.bytesPerFunction.toFixed(0)} bytes a function before its first event`);
  writeFileSync(`${CACHE}/plane.json`, `${JSON.stringify({ runs, memory }, null, 1)}\n`);
}
