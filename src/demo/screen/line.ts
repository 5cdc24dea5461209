import { escapeLine } from '../../diagnostics/escape.ts';
import type { Palette } from '../../report/palette.ts';
import { headOf, widthOf } from '../../report/width.ts';

/** A stretch of a line, and how it is marked. */
export interface Piece {
  text: string;
  mark?: keyof Palette | undefined;
}

export type Line = readonly Piece[];

const ELLIPSIS = '…';

export function piece(text: string, mark?: keyof Palette): Piece {
  return { text: escapeLine(text), mark };
}

export function lineWidth(line: Line): number {
  return line.reduce((sum, { text }) => sum + widthOf(text), 0);
}

/** The line in at most so many cells; an ellipsis says that something is left out. */
export function cut(line: Line, width: number): Line {
  if (lineWidth(line) <= width) return line;
  if (width <= 0) return [];
  let left = width - widthOf(ELLIPSIS);
  const kept: Piece[] = [];
  for (const { text, mark } of line) {
    const head = headOf(text, left);
    left -= widthOf(head);
    if (head === text) kept.push({ text, mark });
    else return [...kept, { text: head + ELLIPSIS, mark }];
  }
  return kept;
}

/** The line in exactly so many cells. */
export function padded(line: Line, width: number): Line {
  const fitting = cut(line, width);
  const rest = width - lineWidth(fitting);
  return rest > 0 ? [...fitting, { text: ' '.repeat(rest) }] : fitting;
}

/** One at the left end and one at the right; what is at the left gives way. */
export function apart(left: Line, right: Line, width: number): Line {
  const end = cut(right, width);
  return [...padded(left, width - lineWidth(end)), ...end];
}

export function painted(line: Line, palette: Palette): string {
  return line.map(({ text, mark }) => (mark === undefined ? text : palette[mark](text))).join('');
}
