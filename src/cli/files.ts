import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { constants } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { escapeLines } from '../diagnostics/escape.ts';
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

/** What is being written: whatever ends the process takes it away. */
const unfinished = new Set<Outbox>();
process.on('exit', () => {
  for (const outbox of unfinished) outbox.abandon();
});

const ENDS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A signal that nobody else hears ends the process, and with it what is unfinished. */
function onEnd(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) === 1) process.exit(128 + constants.signals[signal]);
}

function enter(outbox: Outbox): void {
  if (unfinished.size === 0) for (const signal of ENDS) process.on(signal, onEnd);
  unfinished.add(outbox);
}

function leave(outbox: Outbox): void {
  unfinished.delete(outbox);
  if (unfinished.size === 0) for (const signal of ENDS) process.off(signal, onEnd);
}

/**
 * Files that appear together and complete, or not at all: they are written as `*.partial` beside
 * their place, and renamed in the end. Texts keep their line ends; what else is hidden in them is
 * shown, so that nobody who prints such a file is deceived.
 */
export class Outbox {
  private readonly files: OpenFile[] = [];

  /** @throws InputError when the file cannot be created */
  open(path: string): Sink {
    const present = attempt(path, () => statSync(path, { throwIfNoEntry: false }));
    if (present?.isDirectory()) {
      throw new InputError(`${path}: cannot be written: it is a directory`);
    }
    removeLeft(dirname(path), basename(path));
    // A pipe or a device is written to; a file in its place would take it away.
    const isFile = present === undefined || present.isFile();
    const partial = isFile ? `${path}.${process.pid}.partial` : path;
    const handle = attempt(path, () => openSync(partial, 'w'));
    const file: OpenFile = { path, partial, handle, buffer: [], buffered: 0 };
    this.files.push(file);
    enter(this);
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

  /** Whether it writes this file now. */
  writes(partial: string): boolean {
    return this.files.some((file) => resolve(file.partial) === resolve(partial));
  }

  /** Closes all files and gives them their names. */
  commit(): void {
    for (const file of this.files) {
      flush(file);
      close(file);
    }
    for (const { path, partial } of this.files) {
      if (partial !== path) attempt(path, () => renameSync(partial, path));
    }
    this.files.length = 0;
    leave(this);
  }

  /** Leaves nothing behind; after `commit` it does nothing. */
  abandon(): void {
    leave(this);
    for (const file of this.files.splice(0)) {
      if (file.partial !== file.path) rmSync(file.partial, { force: true });
      close(file);
    }
  }
}

/** @throws InputError when the directory neither is there nor can be made */
export function makeDirectory(path: string): void {
  attempt(path, () => makePath(path));
  removeLeft(path);
}

/** Takes away what a process that was killed had begun to write, here or as one file. */
function removeLeft(directory: string, only?: string): void {
  for (const name of namesIn(directory)) {
    const [, file, pid] = /^(.+)\.(\d+)\.partial$/s.exec(name) ?? [];
    if (file === undefined || (only !== undefined && file !== only)) continue;
    const path = join(directory, name);
    const isOpen = [...unfinished].some((outbox) => outbox.writes(path));
    if (!isOpen && !isAlive(Number(pid))) rmSync(path, { force: true });
  }
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    // Whoever writes there tells what is wrong with it.
    return [];
  }
}

/** Another process of ours may be writing beside us. */
function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
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
  const bytes = Buffer.from(escapeLines(file.buffer.join('')));
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
