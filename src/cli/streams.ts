import { fstatSync, writeSync } from 'node:fs';
import { EXIT, reasonOf } from './failure.ts';

const OUT = 1;
const ERR = 2;

/** Writes to standard output; a file gets all of it, or its error is told at once. */
export const writeOut = writerOf(OUT, () => process.stdout);
export const writeErr = writerOf(ERR, () => process.stderr);

function writerOf(handle: number, stream: () => NodeJS.WriteStream): (text: string) => void {
  let isFile: boolean | null = null;
  return (text) => {
    isFile ??= fstatSync(handle).isFile();
    // A disk that fills up takes a part without an error, and the stream would not ask again.
    if (isFile) writeAll(handle, Buffer.from(text));
    else stream().write(text);
  };
}

function writeAll(handle: number, bytes: Uint8Array): void {
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done);
  } catch (error) {
    lost(handle, error as NodeJS.ErrnoException);
  }
}

/** What cannot be told ends the process with a line, not with a stack. */
export function endQuietly(): void {
  process.stdout.on('error', (error) => lost(OUT, error));
  process.stderr.on('error', (error) => lost(ERR, error));
}

function lost(handle: number, error: NodeJS.ErrnoException): never {
  // Whoever reads us (`head`, `less`) has seen enough, or hung up: that is no error.
  if (error.code === 'EPIPE' || error.code === 'EIO') process.exit(process.exitCode ?? EXIT.done);
  if (handle === OUT) {
    try {
      writeSync(ERR, `hyperplane: standard output cannot be written: ${reasonOf(error)}\n`);
    } catch {
      // There is nobody left to tell.
    }
  }
  process.exit(EXIT.badInput);
}
