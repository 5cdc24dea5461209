import { main } from '../../src/cli/program.ts';
import { PLAIN } from '../../src/report/palette.ts';

/** What one command line says on a terminal of 100 columns without colours, and its exit code. */
export async function told(argv: readonly string[]): Promise<{ code: number; text: string }> {
  let text = '';
  const write = (part: string) => {
    text += part;
  };
  const code = await main(argv, {
    out: write,
    err: write,
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
  return { code, text };
}
