import fc from 'fast-check';
import { expect, test } from 'vitest';
import { label, shortNames } from '../../src/report/figure.ts';

const ZONES = ['A', 'B', 'C'].flatMap((zone) => [`PrivateSubnetId${zone}`, `ProtectedId${zone}`]);

test.each([
  ['stacks', ZONES.map((name) => `network/${name}`), ZONES],
  ['words that all begin with', ZONES.map((name) => `\${Vpc}-${name}`), ZONES],
  ['stacks, but not those that tell names apart', ['a/Net', 'b/Net'], ['a/Net', 'b/Net']],
  ['no more than leaves something', ['net-', 'net-a'], ['net-', 'net-a']],
  ['nothing of a single name', ['my-net'], ['my-net']],
  ['no letters that names happen to share', ['Private', 'Protected'], ['Private', 'Protected']],
])('an axis drops %s', (_, names, expected) => {
  expect(names.map(shortNames(names))).toEqual(expected);
});

test('short names are as many as the names', () => {
  const name = fc.stringMatching(/^[ab/-]{1,8}$/).filter((text) => !text.endsWith('/'));
  fc.assert(
    fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 6 }), (names) => {
      expect(new Set(names.map(shortNames(names))).size).toBe(names.length);
    }),
  );
});

test('a label keeps both ends, which tell alike names apart', () => {
  const labels = ZONES.map((name) => label(name, 9));
  expect(new Set(labels).size).toBe(ZONES.length);
  expect(labels[0]).toBe('Pr…netIdA');
  expect(label('short', 9)).toBe('short');
  expect([...label('\u{1f600}'.repeat(99), 9)]).toHaveLength(9);
});
