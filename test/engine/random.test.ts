// @ts-expect-error TS7016: @types/seedrandom types the whole package, not this file of it.
import tychei from 'seedrandom/lib/tychei.js';
import { expect, test } from 'vitest';
import { MARK, Streams } from '../../src/engine/random.ts';

const draws = (streams: Streams, purpose: string, entity: string, count: number): number[] => {
  const stream = streams.of(purpose, entity);
  return Array.from({ length: count }, () => stream.double());
};

test('a stream depends on seed, purpose and entity, and on no other stream', () => {
  const expected = draws(new Streams('s'), 'arrival', 'f', 5);
  const busy = new Streams('s');
  draws(busy, 'arrival', 'g', 7);
  draws(busy, 'length', 'f', 7);
  expect(draws(busy, 'arrival', 'f', 5)).toEqual(expected);
  expect(draws(new Streams('t'), 'arrival', 'f', 5)).not.toEqual(expected);
  expect(draws(new Streams('s'), 'arrival', 'g', 5)).not.toEqual(expected);
  expect(draws(new Streams('s'), 'length', 'f', 5)).not.toEqual(expected);
});

test('the first draws of a name are a contract', () => {
  expect(draws(new Streams('seed'), 'purpose', 'entity', 2)).toEqual([
    0.915379525982177, 0.7928866947538252,
  ]);
});

test('asking again for a stream goes on where it stands', () => {
  const streams = new Streams('s');
  const six = draws(new Streams('s'), 'p', 'e', 6);
  expect([...draws(streams, 'p', 'e', 2), ...draws(streams, 'p', 'e', 4)]).toEqual(six);
});

test('streams restored from JSON go on draw by draw, and new ones start as they would have', () => {
  const streams = new Streams('s');
  draws(streams, 'b', '1', 3);
  draws(streams, 'a', '2', 4);
  const state = streams.save();
  expect(state.streams.map(({ name }) => name)).toEqual(['b/1', 'a/2']);
  const restored = Streams.restore(JSON.parse(JSON.stringify(state)));
  expect(restored.save()).toEqual(state);
  for (const [purpose, entity] of ['b1', 'a2', 'c3'] as const) {
    expect(draws(restored, purpose!, entity!, 50)).toEqual(draws(streams, purpose!, entity!, 50));
  }
  expect(state).not.toEqual(streams.save());
});

test('draws are uniform: mean, variance and 53 bits', () => {
  const stream = new Streams('s').of('p', 'e');
  const count = 200_000;
  let sum = 0;
  let squares = 0;
  let fine = 0;
  for (let i = 0; i < count; i++) {
    const u = stream.double();
    sum += u;
    squares += (u - 0.5) ** 2;
    if ((u * 2 ** 32) % 1 !== 0) fine++;
  }
  // Four standard errors: sqrt(1/12/n) is 0.00065 and sqrt(1/180/n) 0.00017.
  expect(Math.abs(sum / count - 0.5)).toBeLessThan(0.0026);
  expect(Math.abs(squares / count - 1 / 12)).toBeLessThan(0.0007);
  expect(fine).toBeGreaterThan(count * 0.99);
});

test('a purpose with a slash throws', () => {
  expect(() => new Streams('s').of('a/b', 'c')).toThrow('a/b');
});

test('streams are those of seedrandom, draw by draw', () => {
  const ours = new Streams('seed').of('p', 'e');
  const theirs = tychei('seed/p/e', { state: true });
  for (let i = 0; i < 1_000; i++) expect(ours.double()).toBe(theirs.double());
});

test('a stream that goes back to its mark draws the same again, and no other one is moved', () => {
  const streams = new Streams('s');
  const [other, place] = [streams.placeOf('p', 'a'), streams.placeOf('p', 'b')];
  const marks = new Int32Array(3 * MARK);
  streams.double(place);
  streams.mark(place, marks, 2);
  const first = Array.from({ length: 5 }, () => streams.double(place));
  const before = streams.double(other);
  streams.goBack(place, marks, 2);
  expect(Array.from({ length: 5 }, () => streams.double(place))).toEqual(first);
  expect(streams.double(other)).not.toBe(before);
  expect([...marks.slice(0, 2 * MARK)]).toEqual(Array.from({ length: 2 * MARK }, () => 0));
});
