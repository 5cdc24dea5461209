/** One line of a table; `cells` is null when a quote in it is not closed, or it is far too long. */
export interface CsvRow {
  /** From 1. */
  line: number;
  cells: string[] | null;
}

/**
 * The rows of a CSV text, one at a time: nothing but the line at hand is kept. A byte-order mark,
 * blank lines, CRLF, blanks around cells and a missing final newline mean nothing. Quoted cells may
 * hold commas and doubled quotes, but no line ends.
 */
export function* csvRows(text: string): Generator<CsvRow> {
  let from = text.startsWith('\uFEFF') ? 1 : 0;
  for (let line = 1; from < text.length; line++) {
    const found = text.indexOf('\n', from);
    const end = found < 0 ? text.length : found;
    const content = text.slice(from, end).trim();
    from = end + 1;
    if (content !== '') yield { line, cells: cellsOf(content) };
  }
}

const LINE_MAX = 1_000_000;

function cellsOf(line: string): string[] | null {
  if (line.length > LINE_MAX) return null;
  if (!line.includes('"')) return line.split(',').map((cell) => cell.trim());
  const cells: string[] = [];
  // A cell in quotes, or one without; then a comma or the end.
  const cell = /\s*(?:"([^"]*(?:""[^"]*)*)"\s*|([^",]*))(,|$)/y;
  for (;;) {
    const found = cell.exec(line);
    if (found === null) return null;
    cells.push(found[1]?.replaceAll('""', '"') ?? found[2]!.trim());
    if (found[3] === '') return cells;
  }
}
