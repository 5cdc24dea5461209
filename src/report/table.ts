import { escapeLine } from '../diagnostics/escape.ts';
import { counted, hanging } from './format.ts';
import { type Palette, PLAIN } from './palette.ts';
import { headOf, widthOf } from './width.ts';

export interface Column {
  name: string;
  align?: 'left' | 'right';
  /** How narrow it may become, in characters, when the table is too wide; the name by default. */
  widthMin?: number;
}

export interface TableOptions {
  palette?: Palette;
  /** In characters; 100 by default. */
  width?: number;
  /** Rows beyond this are only counted; 24 by default. */
  rowsMax?: number;
  /** How to see the rest; appended to the count. */
  rest?: string;
  /** Marks a cell that holds `text`; no cell by default. */
  mark?: (text: string, column: number) => string;
}

/** A text, or several lines one below the other. */
export type Cell = string | readonly string[];

const ROWS_MAX = 24;
const REST = '--format json has all';
const GAP = 2;
const NARROWEST = 4;
/** Stands for a blank at which a cell is not broken. */
export const UNBROKEN = '\u00a0';

/** A table without lines, whose wide columns are wrapped until it fits. Ends with a newline. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  options: TableOptions = {},
): string {
  const { palette = PLAIN, width = 100, rowsMax = ROWS_MAX, rest = REST } = options;
  const mark = options.mark ?? ((text: string) => text);
  const shown = rows.slice(0, rowsMax).map((row) => row.map(linesOf));
  const head = columns.map(({ name }) => linesOf(name));
  const widths = widthsOf(columns, shown, width);
  const page = { widths, aligns: columns.map(({ align }) => align ?? 'left') };
  const lines = [
    ...rowLines(head, page, palette.faint),
    ...shown.flatMap((row) => rowLines(row, page, mark)),
    ...moreText(rows.length - shown.length, rest).map(palette.faint),
  ];
  return `${lines.join('\n')}\n`;
}

function linesOf(cell: Cell): string[] {
  return (typeof cell === 'string' ? [cell] : cell).map(escapeLine);
}

interface Layout {
  widths: readonly number[];
  aligns: readonly ('left' | 'right')[];
}

/** The lines of one row; what marks a cell takes no room. */
function rowLines(
  row: readonly (readonly string[])[],
  { widths, aligns }: Layout,
  mark: (text: string, column: number) => string,
): string[] {
  const cells = row.map((cell, place) => cell.flatMap((text) => wrapped(text, widths[place]!)));
  const height = cells.reduce((most, { length }) => Math.max(most, length), 1);
  return Array.from({ length: height }, (_, at) => {
    const parts = cells.map((lines, place) => {
      const text = (lines[at] ?? '').replaceAll(UNBROKEN, ' ');
      const pad = ' '.repeat(Math.max(0, widths[place]! - widthOf(text)));
      const marked = text === '' ? '' : mark(text, place);
      return aligns[place] === 'right' ? pad + marked : marked + pad;
    });
    return parts.join(' '.repeat(GAP)).trimEnd();
  });
}

function moreText(count: number, rest: string): string[] {
  return count > 0 ? [`… ${counted(count, 'more row')}, ${rest}`] : [];
}

/** The same for long cells: each row is a sentence, with its other cells below. */
export function list(
  rows: readonly (readonly string[])[],
  options: Omit<TableOptions, 'mark'> = {},
): string {
  const { palette = PLAIN, width = 100, rowsMax = ROWS_MAX, rest = REST } = options;
  const lines = rows.slice(0, rowsMax).flatMap(([name = '', says = '', ...others]) => {
    const told = others.filter((text) => text !== '');
    const below = told.map((text) => `  ${hanging(text, width, 2)}`);
    return [hanging(`${name}: ${says}`, width, 2), ...below];
  });
  return [...lines, ...moreText(rows.length - rowsMax, rest).map(palette.faint), ''].join('\n');
}

/** Takes what is too much from the widest columns: first between words, then inside them. */
function widthsOf(
  columns: readonly Column[],
  rows: readonly (readonly (readonly string[])[])[],
  width: number,
): number[] {
  const names = columns.map(({ name }) => Math.max(1, widthOf(escapeLine(name))));
  const widest = (place: number, parts: (line: string) => string[]): number => {
    const all = rows.flatMap((row) => row[place]!.flatMap(parts));
    return all.reduce((most, part) => Math.max(most, widthOf(part)), names[place]!);
  };
  const widths = columns.map((_, place) => widest(place, (line) => [line]));
  const words = columns.map((_, place) => widest(place, (line) => line.split(' ')));
  const leasts = columns.map(({ widthMin }, place) => Math.max(names[place]!, widthMin ?? 8));
  narrow(widths, words, width);
  narrow(widths, leasts, width);
  const narrowest = columns.map(() => NARROWEST);
  narrow(widths, narrowest, width);
  return widths;
}

function narrow(widths: number[], leasts: readonly number[], width: number): void {
  let excess = widths.reduce((sum, one) => sum + one + GAP, -GAP) - width;
  while (excess > 0) {
    const spare = widths.map((one, place) => one - leasts[place]!);
    const most = Math.max(...spare);
    if (most <= 0) return;
    widths[spare.indexOf(most)]! -= 1;
    excess -= 1;
  }
}

/** A line in so many cells of the terminal: broken between words, and inside those too long. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line: string | null = null;
  for (const word of text.split(' ')) {
    const pieces = widthOf(word) <= width ? [word] : piecesOf(word, width);
    const [first = '', ...others] = pieces;
    if (line !== null && widthOf(line) + 1 + widthOf(first) <= width) line += ` ${first}`;
    else {
      if (line !== null) lines.push(line);
      line = first;
    }
    for (const piece of others) {
      lines.push(line);
      line = piece;
    }
  }
  return line === null ? lines : [...lines, line];
}

/** Letters with all their accents. */
const SIGNS_PER_CELL_MAX = 16;
const BREAKS = ['/', '+', ':', '-', '_', ','];

/**
 * A word that is wider than its column in pieces, parted best behind a mark, else before a capital
 * letter, so that nothing is cut.
 */
function piecesOf(word: string, width: number): string[] {
  const pieces: string[] = [];
  let at = 0;
  while (at < word.length) {
    // Looking at more of a very long word would take the square of its length.
    const near = word.slice(at, at + SIGNS_PER_CELL_MAX * width);
    const head = headOf(near, width);
    const isLast = at + head.length === word.length;
    const mark = isLast ? 0 : Math.max(...BREAKS.map((sign) => head.lastIndexOf(sign)));
    const length = mark > 0 ? mark + 1 : isLast ? head.length : humpIn(near, head.length);
    const end = at + Math.max(1, length);
    pieces.push(word.slice(at, end));
    at = end;
  }
  return pieces;
}

/** How many signs come before the last capital letter that follows a small one; else all. */
function humpIn(word: string, length: number): number {
  const humps = [...word.slice(0, length + 1).matchAll(/(?<=[a-z0-9])(?=[A-Z])/g)];
  return humps.at(-1)?.index ?? length;
}

/**
 * Neighbours that differ in their first cell only are one row: `a, b`, or `s1 ... s40 (40 alike)`.
 */
export function folded<T extends Cell>(rows: readonly (readonly T[])[]): (T | string)[][] {
  const groups: { names: string[]; rest: readonly T[] }[] = [];
  for (const [first = '', ...rest] of rows) {
    const name = String(first);
    const last = groups.at(-1);
    if (last?.rest.every((cell, place) => String(cell) === String(rest[place]))) {
      last.names.push(name);
    } else groups.push({ names: [name], rest });
  }
  return groups.map(({ names, rest }) => [nameOf(names), ...rest]);
}

const NAMES_WIDTH_MAX = 24;

function nameOf(names: readonly string[]): string {
  const all = names.join(', ');
  if (names.length === 1 || all.length <= NAMES_WIDTH_MAX) return all.replaceAll(' ', UNBROKEN);
  const alike = `(${counted(names.length, 'alike', 'alike')})`;
  return [names[0], '...', names.at(-1), alike].join(UNBROKEN);
}
