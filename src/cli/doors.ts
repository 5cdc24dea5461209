import { escapeTerminal } from '../diagnostics/escape.ts';
import type { Palette } from '../report/palette.ts';
import type { Io } from './io.ts';
import { CLEAR } from './progress.ts';

/**
 * The same world behind doors: what goes to its streams keeps the colours of the palettes and the
 * wiping of a progress line, and whatever else is hidden in it is shown.
 */
export function guarded(io: Io): Io {
  const outMarks = marksOf(io.outPalette);
  const errMarks = [...marksOf(io.errPalette), CLEAR];
  return {
    ...io,
    out: (text) => io.out(escapeTerminal(text, outMarks)),
    err: (text) => io.err(escapeTerminal(text, errMarks)),
  };
}

/** The control sequences that a palette sets around words. */
export function marksOf({ strong, faint, good, warn, bad }: Palette): string[] {
  const around = [strong, faint, good, warn, bad].flatMap((mark) => mark('|').split('|'));
  return [...new Set(around)].filter((text) => text !== '');
}
