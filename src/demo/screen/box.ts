import { counted, thousands } from '../../report/format.ts';
import { type Line, piece } from './line.ts';

/** A line about something, so that it can be marked when something happens to it. */
export interface Row {
  subject: string;
  /** Only what is to be seen is drawn: there may be thousands. */
  draw: () => Line;
}

/** Rows of which perhaps not all are to be seen. */
export interface Box {
  rows: readonly Row[];
  /** Place of the first row to be seen; null: wherever something happens. */
  top: number | null;
  /** Names of what something happens to. */
  acting: ReadonlySet<string>;
}

/** Place of the first row that is shown in so many lines. */
export function topOf({ rows, top, acting }: Box, height: number): number {
  const last = topMax(rows.length, height);
  if (top !== null) return Math.max(0, Math.min(last, top));
  const focus = rows.findIndex(({ subject }) => acting.has(subject));
  if (focus < height - 1) return 0;
  return Math.min(last, focus - Math.floor((height - 1) / 2));
}

/** The last line counts what is left out. */
export function topMax(rows: number, height: number): number {
  return rows <= height ? 0 : rows - Math.max(0, height - 1);
}

/** At most `height` lines of a box: those from the top, and how many are not shown. */
export function linesOf(box: Box, height: number): Line[] {
  const { rows, acting } = box;
  if (height <= 0) return [];
  const top = topOf(box, height);
  const end = rows.length <= height ? rows.length : top + height - 1;
  const lines = rows.slice(top, end).map(({ subject, draw }): Line => {
    return [acting.has(subject) ? piece('▸ ', 'strong') : piece('  '), ...draw()];
  });
  const below = rows.length - end;
  return top + below === 0 ? lines : [...lines, [piece(leftOut(top, below), 'faint')]];
}

function leftOut(above: number, below: number): string {
  if (above === 0) return `  + ${thousands(below)} more`;
  if (below === 0) return `  ${counted(above, 'line')} above`;
  return `  ${thousands(above)} above, ${thousands(below)} below`;
}
