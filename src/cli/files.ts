import { closeSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { InputError, reasonOf } from './failure.ts';

const BUFFER_CHARACTERS = 1 << 16;

/** A file that is being written under another name. */
export interface Sink {
  write: (content: string | Uint8Array) => void;
}

interface OpenFile {
  path: string;
  partial: string;
  /** Null once it is closed: the system may give its number to another file. */
  handle: number | null;
  buffer: string[];
  buffered: number;
}

/**
 * Files that appear together and complete, or not at all: they are written as `*.partial` beside
 * their place, and renamed in the end.
 */
export class Outbox {
  private readonly files: OpenFile[] = [];

  /** @throws InputError when the file cannot be created */
  open(path: string): Sink {
    if (attempt(path, () => statSync(path, { throwIfNoEntry: false }))?.isDirectory()) {
      throw new InputError(`${path}: cannot be written: it is a directory`);
    }
    const partial = `${path}.${process.pid}.partial`;
    const handle = attempt(path, () => openSync(partial, 'w'));
    const file: OpenFile = { path, partial, handle, buffer: [], buffered: 0 };
    this.files.push(file);
    return {
      write: (content) => {
        if (typeof content !== 'string') {
          flush(file);
          return writeAll(file, content);
        }
        file.buffer.push(content);
        file.buffered += content.length;
        if (file.buffered >= BUFFER_CHARACTERS) flush(file);
      },
    };
  }

  /** Closes all files and gives them their names. */
  commit(): void {
    for (const file of this.files) {
      flush(file);
      close(file);
    }
    for (const { path, partial } of this.files) attempt(path, () => renameSync(partial, path));
    this.files.length = 0;
  }

  /** Leaves nothing behind; after `commit` it does nothing. */
  abandon(): void {
    for (const file of this.files.splice(0)) {
      close(file);
      rmSync(file.partial, { force: true });
    }
  }
}

/** @throws InputError when the directory neither is there nor can be made */
export function makeDirectory(path: string): void {
  attempt(path, () => makePath(path));
}

/** Step by step: where nothing can be made, as below /proc, `recursive` tries for ever. */
function makePath(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  const above = dirname(resolve(path));
  if (above !== resolve(path)) makePath(above);
  mkdirSync(path);
}

function close(file: OpenFile): void {
  const { handle, path } = file;
  file.handle = null;
  if (handle !== null) attempt(path, () => closeSync(handle));
}

function flush(file: OpenFile): void {
  const bytes = Buffer.from(file.buffer.join(''));
  file.buffer = [];
  file.buffered = 0;
  writeAll(file, bytes);
}

function writeAll({ path, handle }: OpenFile, bytes: Uint8Array): void {
  attempt(path, () => {
    for (let done = 0; done < bytes.length; ) done += writeSync(handle!, bytes, done);
  });
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new InputError(`${path}: cannot be written: ${reasonOf(error)}`);
  }
}
