import { basename, relative } from 'node:path';
import { createColors } from 'picocolors';
import type { Palette } from '../report/palette.ts';
import type { Io } from './io.ts';
import { writeErr, writeOut } from './streams.ts';
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
    out: writeOut,
    err: writeErr,
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
    onInterrupt,
    command: commandOf(process.argv[1] ?? '', env),
  };
}

const STOPS = ['SIGINT', 'SIGTERM'] as const;
let stopped: (typeof STOPS)[number] | null = null;

/** What asked the process to end, if anything did. */
export function stoppedBy(): (typeof STOPS)[number] | null {
  return stopped;
}

function onInterrupt(listener: () => void): () => void {
  const release = () => {
    for (const signal of STOPS) process.off(signal, stop);
  };
  const stop = (signal: NodeJS.Signals) => {
    stopped = signal === 'SIGTERM' ? signal : 'SIGINT';
    // Once: a second Ctrl-C ends the process at once.
    release();
    listener();
  };
  for (const signal of STOPS) process.on(signal, stop);
  return release;
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

/** What the program may be called, as package.json lists it. */
const NAMES = ['hyperplane', 'hyperplane-sim'] as const;

/** What a reader must type to call the program again. */
export function commandOf(script: string, env: Io['env']): string {
  const name = NAMES.find((one) => one === basename(script));
  if (env['npm_command'] !== undefined) return `npx ${name ?? NAMES[0]}`;
  if (name !== undefined) return name;
  const path = relative(process.cwd(), script) || script;
  return path.endsWith('.ts') ? `npx tsx ${path}` : `node ${path}`;
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}
