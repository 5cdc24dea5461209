import Table from 'cli-table3';
import { counted, hanging } from './format.ts';
import { type Palette, PLAIN } from './palette.ts';

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

/** Characters that cli-table3 draws between and around cells: two blanks, and nothing else. */
const BARE = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
} as const;

const ROWS_MAX = 24;
const REST = '--format json has all';
const GAP = 2;
const NARROWEST = 4;
/** Stands for a blank at which a cell is not broken. */
export const UNBROKEN = '\u00a0';

/** A table without lines, whose wide columns are wrapped until it fits. Ends with a newline. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  options: TableOptions = {},
): string {
  const { palette = PLAIN, width = 100, rowsMax = ROWS_MAX, rest = REST } = options;
  const mark = options.mark ?? ((text: string) => text);
  const shown = rows.slice(0, rowsMax);
  const widths = widthsOf(columns, shown, width);
  const printer = new Table({
    chars: BARE,
    colWidths: widths,
    colAligns: columns.map(({ align }) => align ?? 'left'),
    wordWrap: true,
    wrapOnWordBoundary: true,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  printer.push(columns.map(({ name }, place) => palette.faint(broken(name, widths[place]!))));
  for (const row of shown) {
    printer.push(row.map((cell, place) => mark(broken(cell, widths[place]!), place)));
  }
  const lines = printer
    .toString()
    .split('\n')
    .map((text) => text.replaceAll(UNBROKEN, ' ').trimEnd());
  lines.push(...moreText(rows.length - shown.length, rest).map(palette.faint));
  return `${lines.join('\n')}\n`;
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
  rows: readonly (readonly string[])[],
  width: number,
): number[] {
  const widest = (place: number, length: (cell: string) => number): number =>
    Math.max(columns[place]!.name.length, 1, ...rows.map((row) => length(row[place]!)));
  const longest = (parts: string[]) => Math.max(...parts.map(({ length }) => length));
  const widths = columns.map((_, place) => widest(place, (cell) => longest(cell.split('\n'))));
  const words = columns.map((_, place) => widest(place, (cell) => longest(cell.split(/[ \n]/))));
  const leasts = columns.map(({ name, widthMin }) => Math.max(name.length, widthMin ?? 8));
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

const BREAKS = ['/', '+', ':', '-', '_', ','];

/**
 * A word that is wider than its column is broken, best behind a mark, else before a capital letter,
 * so that nothing is cut.
 */
function broken(cell: string, width: number): string {
  const tooLong = new RegExp(`[^ \\n]{${width}}(?=[^ \\n])`, 'u');
  const found = tooLong.exec(cell);
  if (found === null) return cell;
  const mark = Math.max(...BREAKS.map((sign) => found[0].lastIndexOf(sign)));
  const end = found.index + (mark > 0 ? mark + 1 : humpIn(cell, found.index, width));
  return `${cell.slice(0, end)}\n${broken(cell.slice(end), width)}`;
}

/** How many signs come before the last capital letter that follows a small one; else all. */
function humpIn(cell: string, start: number, width: number): number {
  const seen = cell.slice(start, start + width + 1);
  const humps = [...seen.matchAll(/(?<=[a-z0-9])(?=[A-Z])/g)];
  return humps.at(-1)?.index ?? width;
}

/**
 * Neighbours that differ in their first cell only are one row: `a, b`, or `s1 ... s40 (40 alike)`.
 */
export function folded(rows: readonly (readonly string[])[]): string[][] {
  const groups: { names: string[]; rest: readonly string[] }[] = [];
  for (const [name = '', ...rest] of rows) {
    const last = groups.at(-1);
    if (last?.rest.every((cell, place) => cell === rest[place])) last.names.push(name);
    else groups.push({ names: [name], rest });
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
