import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { LIMITS } from '../scenario/limits.ts';
import { nearest } from '../scenario/nearest.ts';
import { looksLikeTemplate, strangerIn } from '../templates/roots.ts';
import { binaryKind } from './binary.ts';
import { InputError, reasonOf } from './failure.ts';
import type { Io } from './io.ts';
import { kindByName } from './projects.ts';

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
    return { kind: 'data', name: path, text: oddlyNamed(path) };
  }
  return { kind: 'data', name: path, text: bytesAsText(path) };
}

/** A file with another ending may be a template; of any other it is told what it is. */
function oddlyNamed(path: string): string {
  const kind = kindByName(path);
  if (kind !== null) throw new InputError(`${path}: this is ${kind}`);
  const text = bytesAsText(path);
  if (looksLikeTemplate(text, path)) return text;
  const stranger = text.trim() === '' ? null : strangerIn(text, path);
  if (stranger !== null)
    throw new InputError(`${path}: this is ${stranger.kind}; ${stranger.mend}`);
  const known = [...DATA_FILES, ...MODULE_FILES].join(', ');
  throw new InputError(`${path}: unknown kind of file; its name must end in one of ${known}`);
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
  const kind = binaryKind(bytes);
  if (kind !== null) throw new InputError(`${name}: this is ${kind}`);
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${name}: not a text in UTF-8`);
  }
}

/** PowerShell writes UTF-16, with a mark at its beginning that tells the order of bytes. */
function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  // A template begins with plain letters, every other byte of which is 0 then.
  if (first !== 0 && second === 0 && bytes[3] === 0) return 'utf-16le';
  return first === 0 && second !== 0 && bytes[2] === 0 ? 'utf-16be' : 'utf-8';
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
