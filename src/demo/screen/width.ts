/** Ours and most others: every character of these takes one cell of a terminal. */
const NARROW = /^[\x20-\x7e\u2010-\u2027\u2190-\u21ff\u2500-\u25fc\u26a0\u2716]*$/;
/** Takes two cells: East Asian wide and full-width characters, and emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff]|[\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;
const BARE_MARKS = /^\p{M}+$/u;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** How many cells of a terminal a text takes. */
export function widthOf(text: string): number {
  if (NARROW.test(text)) return text.length;
  return [...graphemes.segment(text)].reduce((sum, { segment }) => sum + cellsOf(segment), 0);
}

function cellsOf(grapheme: string): number {
  if (WIDE.test(grapheme)) return 2;
  return BARE_MARKS.test(grapheme) ? 0 : 1;
}

/** As much of the beginning as fits into so many cells. */
export function headOf(text: string, width: number): string {
  if (NARROW.test(text)) return text.slice(0, Math.max(0, width));
  let left = width;
  let head = '';
  for (const { segment } of graphemes.segment(text)) {
    left -= cellsOf(segment);
    if (left < 0) break;
    head += segment;
  }
  return head;
}

/** What would move the cursor, turn the writing round or show nothing at all, made visible. */
export function shown(text: string): string {
  if (NARROW.test(text)) return text;
  return text.replace(/(?!\u200d)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\ufffd');
}
