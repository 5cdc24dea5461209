import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apart, cut, type Line, lineWidth, padded, piece } from '../../src/demo/screen/line.ts';
import { widthOf } from '../../src/report/width.ts';

test.each([
  ['checkout', 8],
  ['日本語', 6],
  ['한국', 4],
  ['🚀', 2],
  ['👩‍👩‍👧', 2],
  ['café', 4],
  ['cafe\u0301', 4],
  ['●■▽✖⚠…', 6],
  ['', 0],
])('%s takes %i cells', (text, width) => {
  expect(widthOf(text)).toBe(width);
});

test.each([
  ['checkout', 8, 'checkout'],
  ['checkout', 7, 'checko…'],
  ['日本語', 5, '日本…'],
  ['日本語', 4, '日…'],
  ['日本語', 1, '…'],
  ['日本語', 0, ''],
])('%s in %i cells is %s', (text, width, shown) => {
  expect(textOf(cut([piece(text)], width))).toBe(shown);
});

const textOf = (line: Line): string => line.map(({ text }) => text).join('');
const anyLine: fc.Arbitrary<Line> = fc.array(
  fc.string({ unit: 'grapheme' }).map((text) => piece(text)),
);

test('a line that is cut is never wider than asked and says so; one that fits is as it was', () => {
  fc.assert(
    fc.property(anyLine, fc.nat(40), (line, width) => {
      const short = cut(line, width);
      expect(lineWidth(short)).toBeLessThanOrEqual(width);
      if (lineWidth(line) <= width) expect(short).toBe(line);
      else if (width > 0) expect(textOf(short)).toMatch(/…$/u);
    }),
  );
});

test('a padded line is exactly as wide as asked, and so are two ends apart', () => {
  fc.assert(
    fc.property(anyLine, anyLine, fc.nat(60), (left, right, width) => {
      expect(lineWidth(padded(left, width))).toBe(width);
      if (lineWidth(right) <= width) expect(lineWidth(apart(left, right, width))).toBe(width);
    }),
  );
});

test.each(['\u001b[2J', 'a\nb', '\u202eevil', '\u200b', '\u0007', '\ud800'])(
  'what would move the cursor or turn the writing round is made visible: %j',
  (text) => {
    const { text: shown } = piece(text);
    expect(shown).toMatch(/\\(?:u[0-9a-f]{4}|n)/);
    expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
  },
);
