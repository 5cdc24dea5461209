import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Streams, type StreamsState } from '../../src/engine/random.ts';
import { callsBefore, expectedCalls, isDrawn, nextCall } from '../../src/load/curves.ts';
import { ExactFlow, type ExactFlowState } from '../../src/load/exact-flow.ts';
import { CountedFlow } from '../../src/load/flows.ts';
import { checkDeterminism } from '../../src/run/determinism.ts';
import type { TrafficPhase } from '../../src/scenario/types.ts';
import { create, fn, remove, scenarioOf } from '../builders.ts';
import { tell } from '../model/telling.ts';
import { BOTH, moments, WEB } from './phases.ts';

const SPAN = { fromMs: 0, untilMs: 1_000 };
const STEPS = [
  { atMs: 0, callsPerMs: 0.02 },
  { atMs: 100, callsPerMs: 0 },
  { atMs: 150, callsPerMs: 0.1 },
];
const COUNTS = [4, 0, 30, 1, 0, 15, 2, 2, 2, 0];
const EVERY_37 = Array.from({ length: 27 }, (_, i) => 37 * i);

/** One phase of each kind. */
const KINDS: TrafficPhase[] = [
  { kind: 'rate', callsPerMs: 0.05, ...SPAN },
  { kind: 'ramp', fromPerMs: 0.12, toPerMs: 0, ...SPAN },
  { kind: 'profile', periodMs: 250, startMs: -60, steps: STEPS, ...SPAN },
  { kind: 'counts', stepMs: 100, counts: COUNTS, ...SPAN },
  { kind: 'burst', calls: 7, atMs: [120, 480, 480], ...SPAN },
  { kind: 'every', everyMs: 37, ...SPAN },
  { kind: 'times', atMs: EVERY_37, ...SPAN },
];

type Kind = 'exact' | 'counted';

interface Bench {
  flow: CountedFlow | ExactFlow;
  streams: Streams;
  told: () => number;
}

function bench(kind: Kind, phase: TrafficPhase, saved: string | StreamsState): Bench {
  const streams = typeof saved === 'string' ? new Streams(saved) : Streams.restore(saved);
  const plans = [{ function: 0, version: 0, name: 'f:0#0', phase }];
  let calls = 0;
  const told = (_stream: number, more: number) => {
    calls += more;
  };
  const Made = kind === 'exact' ? ExactFlow : CountedFlow;
  return { flow: new Made(plans, streams, told), streams, told: () => calls };
}

/** Lets all calls before a moment happen. @returns how many were told since the beginning */
function upTo({ flow, told }: Bench, atMs: number): number {
  while (flow.nextMs() < atMs) flow.step();
  flow.settle(0, atMs);
  return told();
}

const LOOKS = [130, 190, 475, 1_500];

/** Calls between the looks, in many runs. */
function countsOf(kind: Kind, phase: TrafficPhase, runs: number): number[][] {
  return Array.from({ length: runs }, (_, run) => {
    const one = bench(kind, phase, `${kind}-${run}`);
    one.flow.start(0, { atMs: 0, made: 0 });
    let before = 0;
    return LOOKS.map((atMs) => {
      const calls = upTo(one, atMs) - before;
      before += calls;
      return calls;
    });
  });
}

test.each(KINDS)('LOAD-3: $kind: counts agree with single calls in mean and variance', (phase) => {
  const runs = 1_500;
  const [exact, counted] = (['exact', 'counted'] as const).map((kind) => {
    return countsOf(kind, phase, runs);
  });
  LOOKS.forEach((untilMs, look) => {
    const fromMs = LOOKS[look - 1] ?? 0;
    const mean = expectedCalls(phase, fromMs, untilMs);
    const [a, b] = [exact!, counted!].map((all) => moments(all.map((calls) => calls[look]!)));
    // Four standard errors of the mean; a variance is known to sqrt(2/runs) = 3.7 %, or so.
    for (const seen of [a!, b!]) {
      const error = Math.sqrt(seen.variance / runs);
      expect(Math.abs(seen.mean - mean)).toBeLessThanOrEqual(4 * error + 1e-9);
    }
    const poisson = phase.kind === 'rate' || phase.kind === 'ramp' || phase.kind === 'profile';
    if (poisson) expect(Math.abs(a!.variance / mean - 1)).toBeLessThan(0.2);
    if (a!.variance > 0) expect(Math.abs(b!.variance / a!.variance - 1)).toBeLessThan(0.25);
    else expect(b!.variance).toBe(0);
  });
});

const stops = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 6 });
const kinds = fc.array(fc.constantFrom<Kind>('exact', 'counted'), { minLength: 7, maxLength: 7 });
const numbered = fc.constantFrom(...KINDS.slice(3));

test('LOAD-3: calls that are numbered are made once each, however often they stop and start', () => {
  fc.assert(
    fc.property(numbered, stops, kinds, fc.nat(), (phase, waits, flows, seed) => {
      let mark = { atMs: 0, made: 0 };
      let calls = 0;
      let atMs = 0;
      for (const [turn, waitMs] of [...waits, 2_000].entries()) {
        const one = bench(flows[turn]!, phase, `${seed}-${turn}`);
        one.flow.start(0, mark);
        atMs += waitMs;
        calls += upTo(one, atMs);
        mark = one.flow.stop(0, atMs);
        expect(mark.atMs).toBe(atMs);
      }
      expect(calls).toBe(expectedCalls(phase, 0, 1_000));
      expect(mark.made).toBe(calls);
    }),
    { numRuns: 500 },
  );
});

test('a flow goes on from a checkpoint through JSON, draw by draw', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...KINDS),
      kinds,
      fc.integer({ min: 1, max: 999 }),
      (phase, [kind], atMs) => {
        const whole = bench(kind!, phase, 'whole');
        whole.flow.start(0, { atMs: 0, made: 0 });
        const before = upTo(whole, atMs);
        const text = JSON.stringify({ flow: whole.flow.save(), streams: whole.streams.save() });
        const saved = JSON.parse(text) as { flow: never; streams: StreamsState };
        const resumed = bench(kind!, phase, saved.streams);
        resumed.flow.restore(saved.flow);
        for (const lookMs of [atMs + 1, atMs + 200, 2_000]) {
          expect(upTo(resumed, lookMs)).toBe(upTo(whole, lookMs) - before);
        }
        expect(resumed.streams.save()).toEqual(whole.streams.save());
      },
    ),
    { numRuns: 300 },
  );
});

interface Stopping {
  startMs: number;
  stopMs: number;
}

const stopping = fc
  .tuple(fc.nat(300), fc.nat(600))
  .map(([startMs, forMs]): Stopping => ({ startMs, stopMs: startMs + forMs }));
/** Streams of any phase, each of which starts, stops and starts again at once. */
const crowd = fc.array(fc.tuple(fc.constantFrom(...KINDS), stopping), {
  minLength: 1,
  maxLength: 12,
});

/** Lets some of the streams start, call, stop and start again. @returns calls as `stream at` */
function callsOfCrowd(
  all: readonly (readonly [TrafficPhase, Stopping])[],
  who: readonly number[],
  savedMs = Number.POSITIVE_INFINITY,
): string[] {
  const plans = all.map(([phase], i) => ({ function: i, version: 0, name: `f${i}`, phase }));
  const calls: string[] = [];
  const made = (streams: Streams) => {
    return new ExactFlow(plans, streams, (stream, _calls, atMs) => {
      calls.push(`${stream} ${atMs}`);
    });
  };
  let streams = new Streams('crowd');
  let flow = made(streams);
  const changes = who.flatMap((stream): [number, () => void][] => {
    const [phase, { startMs, stopMs }] = all[stream]!;
    const from = { atMs: startMs, made: callsBefore(phase, startMs) };
    return [
      [startMs, () => flow.start(stream, from)],
      [stopMs, () => flow.start(stream, flow.stop(stream, stopMs))],
    ];
  });
  const resume = () => {
    const saved = JSON.stringify([flow.save(), streams.save()]);
    const [flowState, streamsState] = JSON.parse(saved) as [ExactFlowState, StreamsState];
    streams = Streams.restore(streamsState);
    flow = made(streams);
    flow.restore(flowState);
    expect(JSON.stringify([flow.save(), streams.save()])).toBe(saved);
  };
  if (savedMs < Number.POSITIVE_INFINITY) changes.push([savedMs, resume]);
  for (const [atMs, change] of changes.sort(([x], [y]) => x - y)) {
    while (flow.nextMs() < atMs) flow.step();
    change();
  }
  while (flow.nextMs() < Number.POSITIVE_INFINITY) flow.step();
  return calls;
}

/** The calls of one of them as a plain loop makes them, one after another. */
function plainCalls(phase: TrafficPhase, stream: number, { startMs, stopMs }: Stopping): string[] {
  const random = new Streams('crowd').of('arrival', `f${stream}`);
  const next = (atMs: number, made: number) => {
    return nextCall(phase, atMs, isDrawn(phase) ? -Math.log(1 - random.double()) : 0, made);
  };
  const calls: string[] = [];
  let made = callsBefore(phase, startMs);
  for (const [fromMs, untilMs] of [
    [startMs, stopMs],
    [stopMs, Number.POSITIVE_INFINITY],
  ] as const) {
    for (let atMs = next(fromMs, made); atMs < untilMs; atMs = next(atMs, made)) {
      calls.push(`${stream} ${atMs}`);
      made += 1;
    }
  }
  return calls;
}

test('a stream calls as it would alone and one by one, whoever starts and stops beside it', () => {
  fc.assert(
    fc.property(crowd, (all) => {
      const together = callsOfCrowd(all, [...all.keys()]);
      for (const stream of all.keys()) {
        const own = together.filter((call) => call.startsWith(`${stream} `));
        expect(own).toEqual(callsOfCrowd(all, [stream]));
        const [phase, stopping] = all[stream]!;
        expect(own).toEqual(plainCalls(phase, stream, stopping));
      }
      const moments = together.map((call) => Number(call.split(' ')[1]));
      expect(moments).toEqual([...moments].sort((x, y) => x - y));
    }),
    { numRuns: 300 },
  );
});

test('calls of one moment come in the order of their streams', () => {
  const phase: TrafficPhase = { kind: 'every', everyMs: 10, ...SPAN };
  const all = [300, 0, 200, 0].map((startMs): [TrafficPhase, Stopping] => {
    return [phase, { startMs, stopMs: 2_000 }];
  });
  const calls = callsOfCrowd(all, [0, 1, 2, 3]);
  expect(calls.filter((call) => call.endsWith(' 400'))).toEqual([
    '0 400',
    '1 400',
    '2 400',
    '3 400',
  ]);
});

test('many calls of one moment are all made, a hundred times over', () => {
  const atMs = Array.from({ length: 100 }, (_, i) => 60_000 * i);
  const phase: TrafficPhase = { kind: 'burst', calls: 1_000, atMs, fromMs: 0, untilMs: 6e6 };
  const crowd = bench('exact', phase, 'burst');
  crowd.flow.start(0, { atMs: 0, made: 0 });
  expect(upTo(crowd, 6e6)).toBe(100_000);
});

test('a stream that stops lets what was drawn for others stand', () => {
  const phase: TrafficPhase = { kind: 'rate', callsPerMs: 0.05, ...SPAN };
  const plans = ['a', 'b', 'c'].map((name) => ({ function: 0, version: 0, name, phase }));
  const streams = new Streams('crowd');
  const flow = new ExactFlow(plans, streams, () => undefined);
  for (const stream of plans.keys()) flow.start(stream, { atMs: 0, made: 0 });
  while (flow.nextMs() < 100) flow.step();
  const others = () => streams.save().streams.filter(({ name }) => name !== 'arrival/a');
  const before = others();
  flow.stop(0, 100);
  expect(others()).toEqual(before);
});

test('a crowd of streams goes on from a checkpoint at any moment', () => {
  fc.assert(
    fc.property(crowd, fc.integer({ min: 1, max: 1_200 }), (all, savedMs) => {
      const who = [...all.keys()];
      expect(callsOfCrowd(all, who, savedMs)).toEqual(callsOfCrowd(all, who));
    }),
    { numRuns: 300 },
  );
});

test('each call of a list brings the time that the list gives it', () => {
  const durationsMs = EVERY_37.map((_, i) => 10 + i);
  const phase: TrafficPhase = { kind: 'times', atMs: EVERY_37, durationsMs, ...SPAN };
  const seen: (number | undefined)[] = [];
  const plans = [{ function: 0, version: 0, name: 'x', phase }];
  const flow = new ExactFlow(plans, new Streams('x'), (_stream, _calls, _atMs, takesMs) => {
    seen.push(takesMs);
  });
  flow.start(0, { atMs: 0, made: 2 });
  while (flow.nextMs() < 1_000) flow.step();
  expect(seen).toEqual(durationsMs.slice(2));
});

const shift = fc.integer({ min: 0, max: 800 });

test('any mix of kinds: two runs agree, and one from a checkpoint, and numbered calls are all made', () => {
  const mixed = fc.array(fc.tuple(fc.nat(KINDS.length - 1), shift), { minLength: 1, maxLength: 4 });
  const deletedMs = fc.integer({ min: 1, max: 3_000 });
  fc.assert(
    fc.property(mixed, deletedMs, fc.constantFrom(...BOTH), (picks, atMs, fidelity) => {
      const traffic = picks.map(([pick, byMs]) => shifted(KINDS[pick]!, byMs));
      const functions = [fn('f', WEB, { traffic })];
      const timeline = [create(0, 'f'), remove(atMs, 'f'), create(atMs + 300, 'f')];
      const scenario = scenarioOf({ functions, timeline, untilMs: 5_000 });
      const { ok, lines } = checkDeterminism(scenario, { fidelity });
      expect(ok, lines.join('\n')).toBe(true);
      if (picks.some(([pick]) => pick < 3)) return;
      const calls = traffic.reduce((sum, phase) => sum + expectedCalls(phase, 0, 5_000), 0);
      const { functions: told } = tell(scenario, { fidelity }).result;
      expect(told.reduce((sum, { invocations }) => sum + invocations.attempted, 0)).toBe(calls);
    }),
    { numRuns: 80 },
  );
});

function shifted(phase: TrafficPhase, byMs: number): TrafficPhase {
  const later = { ...phase, fromMs: phase.fromMs + byMs, untilMs: phase.untilMs + byMs };
  if (later.kind === 'profile') return { ...later, startMs: later.startMs + byMs };
  if (later.kind !== 'times' && later.kind !== 'burst') return later;
  return { ...later, atMs: later.atMs.map((atMs) => atMs + byMs) };
}
