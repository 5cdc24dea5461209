/** Ours and most others: every character of these takes one cell of a terminal. */
const NARROW = /^[\x20-\x7e\u2010-\u2027\u2190-\u21ff\u2500-\u25fc\u26a0\u2716]*$/;
/** Takes two cells: East Asian wide and full-width characters, and emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff]|[\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;
const BARE_MARKS = /^\p{M}+$/u;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Of a longer text the segmenter takes the square of its length, so it is handed pieces. */
const PIECE = 256;

function* graphemesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += PIECE) {
    for (const { segment } of graphemes.segment(text.slice(at, at + PIECE))) yield segment;
  }
}

/** How many cells of a terminal a text takes. */
export function widthOf(text: string): number {
  if (NARROW.test(text)) return text.length;
  let width = 0;
  for (const grapheme of graphemesOf(text)) width += cellsOf(grapheme);
  return width;
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
  for (const grapheme of graphemesOf(text)) {
    left -= cellsOf(grapheme);
    if (left < 0) break;
    head += grapheme;
  }
  return head;
}
