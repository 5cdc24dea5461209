import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Fingerprint } from '../../src/engine/hash.ts';

function hexOf(items: readonly (number | string)[], onto = new Fingerprint()): string {
  for (const item of items) {
    if (typeof item === 'number') onto.number(item);
    else onto.text(item);
  }
  return onto.hex();
}

const item = fc.oneof(fc.double(), fc.integer(), fc.string());

test('the fingerprint of a fixed input is a contract', () => {
  expect(hexOf([])).toBe('e4183f43289cbb43');
  expect(hexOf([0, -1.5, 1e300, 'valve.opened', '', 'ä'])).toBe('ee4a63fba5216404');
});

test('order matters', () => {
  fc.assert(
    fc.property(item, item, (x, y) => {
      fc.pre(!Object.is(x, y) && !(x === 0 && y === 0));
      expect(hexOf([x, y])).not.toBe(hexOf([y, x]));
    }),
  );
});

test('different numbers and texts differ, small steps too', () => {
  const seen = new Set<string>();
  for (let i = 0; i < 50_000; i++)
    seen
      .add(hexOf([i]))
      .add(hexOf([i + 2 ** -20]))
      .add(hexOf([`${i}`]));
  expect(seen.size).toBe(150_000);
  expect(hexOf([1])).not.toBe(hexOf([1 + Number.EPSILON]));
  expect(hexOf([1])).not.toBe(hexOf([-1]));
});

test('how many were taken in matters', () => {
  const seen = new Set(Array.from({ length: 1000 }, (_, i) => hexOf(new Array(i).fill(0))));
  expect(seen.size).toBe(1000);
});

test('-0 counts as 0 and every NaN as the same', () => {
  const otherNan = new Float64Array(new BigUint64Array([0xfff8000000000001n]).buffer)[0]!;
  expect(hexOf([-0])).toBe(hexOf([0]));
  expect(hexOf([otherNan])).toBe(hexOf([Number.NaN]));
  expect(hexOf([Number.NaN])).not.toBe(hexOf([0]));
});

test('a fingerprint restored from JSON goes on as the first would have', () => {
  fc.assert(
    fc.property(fc.array(item), fc.array(item), (before, after) => {
      const fingerprint = new Fingerprint();
      hexOf(before, fingerprint);
      const restored = Fingerprint.restore(JSON.parse(JSON.stringify(fingerprint.save())));
      expect(hexOf(after, restored)).toBe(hexOf([...before, ...after]));
    }),
  );
});

test('reading the fingerprint does not change it, and forgotten texts hash the same', () => {
  const fingerprint = new Fingerprint();
  const texts = Array.from({ length: 25_000 }, (_, i) => `text ${i % 12_000}`);
  const read = texts.map((text) => hexOf([text], fingerprint)).at(-1);
  expect(read).toBe(hexOf(texts));
  expect(fingerprint.hex()).toBe(read);
});
