/**
 * What a reader does not see, or what moves a cursor, turns writing round or begins a line: control
 * characters (C0, DEL, C1), format characters (bidi marks, zero-width ones), separators of lines and
 * paragraphs, half characters, and the letters that are drawn as nothing.
 */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/gu;
/** The same without the ends of lines, CSV's too. */
const HIDDEN_IN_LINES = /(?!\n|\r\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/gu;

/** Most texts are ASCII, and need no closer look. */
const PLAIN_LINE = /^[\x20-\x7e]*$/;
const PLAIN_LINES = /^[\x20-\x7e\n]*$/;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** `\u001b`, by units of UTF-16: inside a string of JSON it stands for the same character. */
function visible(character: string): string {
  const units = character.split('');
  return (
    SHORT[character] ??
    units.map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')
  );
}

/** Any text as a part of one line for people: what is hidden is shown, line ends too. */
export function escapeLine(text: string): string {
  return PLAIN_LINE.test(text) ? text : text.replace(HIDDEN, visible);
}

/** A whole text of several lines: all that is hidden is shown, its line ends stay. */
export function escapeLines(text: string): string {
  return PLAIN_LINES.test(text) ? text : text.replace(HIDDEN_IN_LINES, visible);
}

/**
 * The same for a terminal, with the marks of colour that its writer has put in.
 * @param marks control sequences that stay as they are
 */
export function escapeTerminal(text: string, marks: readonly string[]): string {
  if (marks.length === 0 || PLAIN_LINES.test(text)) return escapeLines(text);
  const between = new RegExp(`(${marks.map(literally).join('|')})`);
  const parts = text.split(between);
  return parts.map((part, place) => (place % 2 === 1 ? part : escapeLines(part))).join('');
}

const literally = (mark: string): string => mark.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Any text as a part of a line of Markdown: it can become no markup and no cell of a table. */
export function escapeMarkdown(text: string): string {
  return escapeLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_[\]|~$]/g, '\\$&')
    .replace(/^(\s*)([#+=-])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2');
}

/** What a spreadsheet would run as a formula; a number with its sign is none. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/;
const NUMBER = /^[+-]?\d[\d,.]*%?$/;

/** A value as a cell of CSV (RFC 4180), on one line; what looks like a formula is kept a text. */
export function escapeCsv(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const line = escapeLine(value);
  const text = FORMULA.test(line) && !NUMBER.test(line) ? `'${line}` : line;
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A word as a POSIX shell must be given it. */
export function escapeShell(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  // Bash and Zsh read what is escaped in this way, and nobody is deceived by what is not seen.
  const shown = escapeLine(word.replaceAll('\\', '\\\\'));
  if (escapeLine(word) !== word) return `$'${shown.replaceAll("'", "\\'")}'`;
  return `'${word.replaceAll("'", "'\\''")}'`;
}
