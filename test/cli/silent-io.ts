import type { Io } from '../../src/cli/io.ts';
import { PLAIN } from '../../src/report/palette.ts';

/** A terminal of 100 columns without colours, keys or a clock, that writes where it is told to. */
export const silentIo = (out: Io['out'], err: Io['err']): Io => ({
  out,
  err,
  readStdin: async () => new Uint8Array(),
  env: {},
  outPalette: PLAIN,
  errPalette: PLAIN,
  width: 100,
  errIsTerminal: false,
  outIsTerminal: false,
  tty: null,
  nowMs: () => 0,
  today: () => '2026-11-30',
  onInterrupt: () => () => undefined,
  command: 'hyperplane',
});
