import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  escapeCsv,
  escapeLine,
  escapeLines,
  escapeMarkdown,
  escapeTerminal,
} from '../../src/diagnostics/escape.ts';

const RED = '\u001b[31m';
const PLAIN = '\u001b[39m';

describe('what is hidden is shown', () => {
  test.each([
    ['\u001b]0;title\u0007', '\\u001b]0;title\\u0007'],
    ['\u009b2J', '\\u009b2J'],
    ['a\u007fb', 'a\\u007fb'],
    ['a\nb\r\nc\td', 'a\\nb\\r\\nc\\td'],
    ['\u202egnp.exe', '\\u202egnp.exe'],
    ['\u200e\u200f\u061c\u2066\u2069', '\\u200e\\u200f\\u061c\\u2066\\u2069'],
    ['a\u200bb\u200dc\ufeffd', 'a\\u200bb\\u200dc\\ufeffd'],
    ['a\u2028b\u2029c\u0085d', 'a\\u2028b\\u2029c\\u0085d'],
    ['\u{e0041}', '\\udb40\\udc41'],
    ['\ud800x', '\\ud800x'],
    ['\u3164', '\\u3164'],
    ['net/Größe 日本 🚀 \u00a0', 'net/Größe 日本 🚀 \u00a0'],
  ])('%j', (text, shown) => {
    expect(escapeLine(text)).toBe(shown);
    expect(escapeLine(shown)).toBe(shown);
  });

  test('and in JSON it still stands for the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (name, value) => {
        const json = JSON.stringify({ [name]: value }, null, 2);
        expect(JSON.parse(escapeLines(json))).toEqual({ [name]: value });
      }),
    );
  });
});

test('nothing but line ends is left of any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(escapeLine(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(escapeLines(text)).not.toMatch(/(?!\n|\r\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(escapeMarkdown(text)).not.toMatch(/[\p{Cc}\p{Cf}]|<|(?<!\\)[[\]|*_`]/u);
      expect(escapeCsv(text)).not.toMatch(/[\p{Cc}\p{Cf}]|^"?[=+@]/u);
    }),
  );
});

test('on a terminal the marks of its writer stay, and no others', () => {
  const text = `${RED}a\u001b[2Jb${PLAIN}\n\u001b[32m`;
  const kept = `${RED}a\\u001b[2Jb${PLAIN}\n\\u001b[32m`;
  expect(escapeTerminal(text, [RED, PLAIN])).toBe(kept);
  expect(escapeTerminal(text, [])).not.toContain('\u001b');
});

test.each([
  ['# a', '\\# a'],
  ['- a', '\\- a'],
  ['1. a', '1\\. a'],
  ['=====', '\\====='],
  ['1.5 of 2', '1.5 of 2'],
  ['> a <b> & c', '&gt; a &lt;b&gt; &amp; c'],
  ['a|b*c_d`e`[f](g)~h\\i$j$', 'a\\|b\\*c\\_d\\`e\\`\\[f\\](g)\\~h\\\\i\\$j\\$'],
  ['a\nb', 'a\\\\nb'],
])('in Markdown %j is no markup', (text, told) => {
  expect(escapeMarkdown(text)).toBe(told);
});

test.each([
  ["=HYPERLINK('x')", "'=HYPERLINK('x')"],
  ['+1+1', "'+1+1"],
  ['-a', "'-a"],
  ['@SUM(A1)', "'@SUM(A1)"],
  [' =1', "' =1"],
  ['\uff1d1', "'\uff1d1"],
  ['\t=1', '\\t=1'],
  ['-3.5%', '-3.5%'],
  ['a,"b"', '"a,""b"""'],
  ['a\r\nb', 'a\\r\\nb'],
  [-3, '-3'],
  [null, ''],
])('a cell of CSV: %j', (value, cell) => {
  expect(escapeCsv(value)).toBe(cell);
});
