import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { LIMITS } from '../scenario/limits.ts';
import { nearest } from '../scenario/nearest.ts';
import { InputError, reasonOf } from './failure.ts';
import type { Io } from './io.ts';

export const DATA_FILES = ['.yaml', '.yml', '.json'];
export const MODULE_FILES = ['.ts', '.mts', '.js', '.mjs'];

/** How standard input is called in messages. */
export const STDIN = '<stdin>';

/** An input by the name that messages give it; a module is code and is not read as text. */
export type Input = { name: string } & (
  | { kind: 'data'; text: string }
  | { kind: 'module'; path: string }
);

/**
 * Opens a file, or standard input for `-`.
 * @throws InputError when it is missing, no file, too large, no UTF-8, or of an unknown kind
 */
export async function readInput(path: string, io: Io): Promise<Input> {
  if (path === '-') {
    return { kind: 'data', name: STDIN, text: textOf(await io.readStdin(), STDIN) };
  }
  refuseOddPlaces(path);
  const ending = extname(path).toLowerCase();
  if (MODULE_FILES.includes(ending)) return { kind: 'module', name: path, path };
  if (!DATA_FILES.includes(ending)) {
    const known = [...DATA_FILES, ...MODULE_FILES].join(', ');
    throw new InputError(`${path}: unknown kind of file; its name must end in one of ${known}`);
  }
  return { kind: 'data', name: path, text: bytesAsText(path) };
}

/** The text of a file, whatever its name ends in. @throws InputError as `readInput` does */
export function readText(path: string, bytesMax: number): string {
  refuseOddPlaces(path, bytesMax);
  return bytesAsText(path, bytesMax);
}

function bytesAsText(path: string, bytesMax: number = LIMITS.fileBytes): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new InputError(`${path}: cannot be read: ${reasonOf(error)}`);
  }
  return textOf(bytes, path, bytesMax);
}

/** A trace that a scenario refers to; null when it cannot be read. One too large is cut off. */
export function readTrace(path: string): string | null {
  try {
    const stats = statSync(path);
    if (!stats.isFile()) return null;
    const bytes = Buffer.alloc(Math.min(stats.size, LIMITS.traceBytes + 1));
    const handle = openSync(path, 'r');
    try {
      const length = readSync(handle, bytes);
      return bytes.toString('utf8', 0, length);
    } finally {
      closeSync(handle);
    }
  } catch {
    return null;
  }
}

function refuseOddPlaces(path: string, bytesMax: number = LIMITS.fileBytes): void {
  let size: number;
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) throw new InputError(directoryMessage(path));
    if (!stats.isFile()) {
      throw new InputError(`${path}: not a regular file; \`-\` reads standard input`);
    }
    size = stats.size;
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${path}: cannot be read: ${reasonOf(error)}${guessOf(path)}`);
  }
  refuseSize(size, path, bytesMax);
}

function refuseSize(bytes: number, name: string, bytesMax: number): void {
  if (bytes <= bytesMax) return;
  const megabytes = (bytes / 1e6).toFixed(1);
  throw new InputError(`${name}: too large: ${megabytes} MB, at most ${bytesMax / 1e6} MB`);
}

function textOf(bytes: Uint8Array, name: string, bytesMax: number = LIMITS.fileBytes): string {
  refuseSize(bytes.length, name, bytesMax);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // `PK` is how archives begin, and plans as Terraform saves them are some.
    const isArchive = bytes[0] === 0x50 && bytes[1] === 0x4b;
    const mend = isArchive ? '; of a saved plan, give what `terraform show -json` prints' : '';
    throw new InputError(`${name}: not a text in UTF-8${mend}`);
  }
}

function directoryMessage(path: string): string {
  const inside = namesIn(path).filter((name) => DATA_FILES.includes(extname(name)));
  const example = inside.length === 0 ? '' : `, for example ${join(path, inside[0]!)}`;
  return `${path}: is a directory; name a file in it${example}`;
}

function guessOf(path: string): string {
  const guess = nearest(basename(path), namesIn(dirname(path)));
  return guess === null ? '' : `; did you mean ${join(dirname(path), guess)}?`;
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory).sort();
  } catch {
    return [];
  }
}
