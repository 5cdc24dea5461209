import type { Palette } from '../report/palette.ts';
import type { Tty } from './tty.ts';

/** The world outside the program; tests hand in their own. */
export interface Io {
  out: (text: string) => void;
  err: (text: string) => void;
  readStdin: () => Promise<Uint8Array>;
  env: Readonly<Record<string, string | undefined>>;
  /** How to mark words on either stream. */
  outPalette: Palette;
  errPalette: Palette;
  /** Characters in a line of the output. */
  width: number;
  /** Progress is shown only to somebody who watches. */
  errIsTerminal: boolean;
  outIsTerminal: boolean;
  /** Where a live view can be drawn and keys come from; null where there is no such place. */
  tty: Tty | null;
  nowMs: () => number;
  /** The day, as `YYYY-MM-DD` (UTC). */
  today: () => string;
  /** Calls back at the next Ctrl-C (or SIGTERM) instead of ending the process; returns how to undo that. */
  onInterrupt: (listener: () => void) => () => void;
  /** How the program was called, for commands that readers can copy. */
  command: string;
}
