import { escapeLine } from '../diagnostics/escape.ts';

/** A word as a POSIX shell must be given it. */
export function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  // Bash and Zsh read what is escaped in this way, and nobody is deceived by what is not seen.
  const shown = escapeLine(word.replaceAll('\\', '\\\\'));
  if (escapeLine(word) !== word) return `$'${shown.replaceAll("'", "\\'")}'`;
  return `'${word.replaceAll("'", "'\\''")}'`;
}
