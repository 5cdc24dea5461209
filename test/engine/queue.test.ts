import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventQueue } from '../../src/engine/queue.ts';
import { Streams } from '../../src/engine/random.ts';
import { DAY_MS, gaps, Pair } from './queue-model.ts';

const gapNames = Object.keys(gaps);

describe('an event queue pops what a sorted list would', () => {
  test('after any operations over any gaps', () => {
    const phase = fc.record({
      gap: fc.constantFrom(...gapNames),
      steps: fc.integer({ min: 1, max: 400 }),
      growth: fc.constantFrom(0.1, 0.35, 0.45, 0.75),
    });
    const phases = fc.array(phase, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(phases, fc.string({ maxLength: 4 }), (story, seed) => {
        const pair = new Pair();
        const stream = new Streams(seed).of('queue', 'any');
        for (const { gap, steps, growth } of story) {
          for (let i = 0; i < steps; i++) pair.step(stream, gaps[gap]!, growth);
        }
        pair.drain();
      }),
      { numRuns: 300 },
    );
  });

  test.each(gapNames)('over 110,000 operations with %s gaps, waxing and waning', (name) => {
    const pair = new Pair();
    const stream = new Streams('long').of('queue', name);
    for (let i = 0; i < 110_000; i++) {
      pair.step(stream, gaps[name]!, i % 22_000 < 11_000 ? 0.55 : 0.3);
    }
    pair.drain();
  });

  test.each(gapNames)(
    'when 3,000 events with %s gaps are held, then replaced twice over',
    (name) => {
      const pair = new Pair();
      const stream = new Streams('hold').of('queue', name);
      for (let i = 0; i < 3_000; i++) pair.push(gaps[name]!(stream), stream);
      for (let i = 0; i < 6_000; i++) {
        pair.pop();
        pair.push(gaps[name]!(stream), stream);
      }
      for (let i = 0; i < 6_000; i++) {
        pair.reschedule(Math.floor(stream.double() * 3_000), gaps[name]!(stream), stream);
      }
      pair.drain();
    },
  );
});

test('an event far away does not hide the many that come before it', () => {
  const pair = new Pair();
  const stream = new Streams('far').of('queue', 'end');
  pair.push(0, stream);
  pair.push(365 * DAY_MS, stream);
  pair.pop();
  for (let i = 0; i < 20_000; i++) pair.push(stream.double() * 1e6, stream);
  pair.drain();
});

test('an event pushed before many of one time fires before them, however they round', () => {
  for (let tenths = 1; tenths <= 200; tenths++) {
    const queue = new EventQueue({ slots: 1 });
    for (let i = 0; i < 99; i++) queue.push(tenths / 10, i, 1);
    expect(queue.peekMs()).toBe(tenths / 10);
    queue.push(tenths / 20, 0, 2);
    queue.pop();
    expect(queue.kind).toBe(2);
  }
});

test('a handle never fits a later event, though rows are used again', () => {
  const queue = new EventQueue({ slots: 1 });
  const first = queue.push(1, 1, 1);
  queue.pop();
  const handles = new Set([first]);
  for (let i = 2; i < 2_000; i++) {
    handles.add(queue.push(i, i, 1));
    expect(queue.cancel(first)).toBe(false);
    queue.pop();
  }
  expect(handles.size).toBe(1_999);
  for (const handle of handles) expect(queue.cancel(handle)).toBe(false);
});

test('a row whose generations are used up is never used again', () => {
  const queue = new EventQueue({ slots: 1 });
  const first = queue.push(0, 0, 1);
  const keeper = queue.push(1e9, 0, 2);
  queue.pop();
  for (let i = 1; i <= 9_000_000; i++) {
    if (queue.push(i, 0, 1) === first) throw new Error(`handle repeated after ${i} events`);
    queue.pop();
  }
  expect(queue.cancel(first)).toBe(false);
  expect(queue.cancel(keeper)).toBe(true);
});

test('handles that were never given are refused', () => {
  const queue = new EventQueue();
  queue.push(1, 1, 1);
  for (const handle of [-1, 1, 0.5, 1e15, Number.NaN, Infinity]) {
    expect(queue.cancel(handle)).toBe(false);
  }
  expect(queue.size).toBe(1);
});

test('the payload of a popped event stays while others are pushed, cancelled and moved', () => {
  const queue = new EventQueue();
  const handle = queue.push(900, 1, 7, 1, 2, 3, 4);
  queue.push(1000, 2, 8);
  queue.reschedule(handle, 5, 3);
  expect(queue.pop()).toBe(true);
  const pushed = Array.from({ length: 500 }, (_, i) => queue.push(6 + i, i, 9, 9, 9, 9, 9));
  for (const one of pushed) queue.cancel(one);
  for (let i = 0; i < 500; i++) queue.push(6, i, 9, 9, 9, 9, 9);
  expect([queue.atMs, queue.seq, queue.kind]).toEqual([5, 3, 7]);
  expect([0, 1, 2, 3].map((i) => queue.slot(i))).toEqual([1, 2, 3, 4]);
});

test('resetting a far timer a million times takes no more rows', () => {
  const queue = new EventQueue({ slots: 1 });
  const timers = Array.from({ length: 100 }, (_, i) => queue.push(30 * DAY_MS, i, 1));
  for (let i = 0; i < 1_000_000; i++) {
    if (i % 1000 === 0) {
      queue.push(queue.atMs + 10, i, 2);
      queue.pop();
    }
    const atMs = queue.atMs + (i % 7 ? 30 : 20) * DAY_MS;
    timers[i % 100] = queue.reschedule(timers[i % 100]!, atMs, i);
  }
  const started = queue.push(1e12, 0, 3);
  expect(started % 2 ** 26).toBeLessThan(1_000);
});

test('a queue restored from JSON pops the same events, and saving disturbs nothing', () => {
  for (const name of gapNames) {
    const pair = new Pair();
    const stream = new Streams('save').of('queue', name);
    for (let i = 0; i < 5_000; i++) pair.step(stream, gaps[name]!, 0.5);
    const state = pair.queue.save();
    const restored = EventQueue.restore(JSON.parse(JSON.stringify(state)));
    expect(restored.save()).toEqual(state);
    expect(restored.size).toBe(pair.queue.size);
    while (pair.queue.pop()) {
      expect(restored.pop()).toBe(true);
      const { atMs, seq, kind } = restored;
      expect([atMs, seq, kind, restored.slot(0)]).toEqual([
        pair.queue.atMs,
        pair.queue.seq,
        pair.queue.kind,
        pair.queue.slot(0),
      ]);
    }
    expect(restored.pop()).toBe(false);
  }
});

test('times in the past or not finite, and kinds that are no byte, throw', () => {
  const queue = new EventQueue();
  const handle = queue.push(10, 1, 1);
  queue.push(5, 1, 1);
  queue.pop();
  for (const atMs of [4.999, -1, Number.NaN, Infinity, -Infinity]) {
    expect(() => queue.push(atMs, 2, 1)).toThrow('not a time from 5 ms on');
    expect(() => queue.reschedule(handle, atMs, 2)).toThrow('not a time from 5 ms on');
  }
  for (const kind of [-1, 256, 0.5, Number.NaN])
    expect(() => queue.push(6, 2, kind)).toThrow('kind');
  expect(() => queue.push(6, Number.NaN, 1)).toThrow('seq');
  expect(() => EventQueue.restore({ slots: 9, atMs: 0, events: [] })).toThrow('slots');
  expect(queue.size).toBe(1);
});
