import { escapeLine } from '../diagnostics/escape.ts';

/** What the exit code of the process tells. */
export const EXIT = {
  done: 0,
  /** An expectation was not met, or there is a finding of severity error. */
  finding: 1,
  badInput: 2,
  /** Stopped by Ctrl-C: 128 and the number of SIGINT. */
  interrupted: 130,
  /** Stopped in the same way by SIGTERM. */
  ended: 143,
  /** Our own mistake (EX_SOFTWARE of sysexits). */
  bug: 70,
} as const;

/**
 * Something the caller can mend: it is told in a few words, without a stack. Several messages are
 * lines; what an input brings into one of them cannot begin a line.
 */
export class InputError extends Error {
  override readonly name = 'InputError';

  constructor(messages: string | readonly string[], options?: ErrorOptions) {
    super([messages].flat().map(escapeLine).join('\n'), options);
  }
}

/** What a system call's error means to a reader. */
export function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file or directory',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EISDIR: 'it is a directory',
    EEXIST: 'it is a file, and no directory',
    EFBIG: 'the file is larger than the system allows',
    EDQUOT: 'the quota of the disk is used up',
    ENOTDIR: 'a part of its path is not a directory',
    ENOSPC: 'no space is left on the device',
    EROFS: 'the file system is read-only',
    ENAMETOOLONG: 'the name is too long',
    ELOOP: 'there are too many symbolic links',
  };
  if (code !== undefined && reasons[code] !== undefined) return reasons[code];
  return error instanceof Error ? error.message : String(error);
}
