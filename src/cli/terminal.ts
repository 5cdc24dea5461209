import { basename, relative } from 'node:path';
import { createColors } from 'picocolors';
import type { Palette } from '../report/palette.ts';
import type { Io } from './io.ts';
import { processTty } from './tty.ts';

const WIDTH_MIN = 60;
const WIDTH_MAX = 120;
const WIDTH_OF_PIPE = 100;

/** The process as it is. */
export function terminal(): Io {
  const { stdin, stdout, stderr, env } = process;
  const isDumb = env['TERM'] === 'dumb';
  const outIsTerminal = stdout.isTTY === true && !isDumb;
  const columns = stdout.isTTY ? stdout.columns : WIDTH_OF_PIPE;
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    readStdin,
    env,
    outPalette: paletteOf(wantsColour(env, stdout.isTTY)),
    errPalette: paletteOf(wantsColour(env, stderr.isTTY)),
    width: Math.max(WIDTH_MIN, Math.min(WIDTH_MAX, columns || WIDTH_OF_PIPE)),
    errIsTerminal: stderr.isTTY === true && !isDumb,
    outIsTerminal,
    tty: outIsTerminal && stdin.isTTY ? processTty() : null,
    nowMs: () => performance.now(),
    today: () => new Date().toISOString().slice(0, 10),
    onInterrupt: (listener) => {
      // Once: a second Ctrl-C ends the process at once.
      process.once('SIGINT', listener);
      return () => void process.off('SIGINT', listener);
    },
    command: commandOf(process.argv[1] ?? '', env),
  };
}

/** @see https://no-color.org and https://force-color.org */
export function wantsColour(env: Io['env'], isTerminal: boolean | undefined): 'yes' | 'no' {
  if (env['NO_COLOR']) return 'no';
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced === '0' || forced === 'false' ? 'no' : 'yes';
  return isTerminal === true && env['TERM'] !== 'dumb' ? 'yes' : 'no';
}

function paletteOf(colour: 'yes' | 'no'): Palette {
  const { bold, dim, green, yellow, red } = createColors(colour === 'yes');
  return { strong: bold, faint: dim, good: green, warn: yellow, bad: red };
}

/** What a reader must type to call the program again. */
export function commandOf(script: string, env: Io['env']): string {
  if (env['npm_command'] !== undefined) return 'npx hyperplane';
  if (basename(script) === 'hyperplane') return 'hyperplane';
  const path = relative(process.cwd(), script) || script;
  return path.endsWith('.ts') ? `npx tsx ${path}` : `node ${path}`;
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}
