import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The file in a build that says of what it was made. */
export const STAMP = '.stamp';

const INPUTS = ['src', '.config', 'package.json', 'package-lock.json', 'tsconfig.json'];

/** A hash of all that a build is made of, and of the edition of Node that makes it. */
export function stampOf(root = '.'): string {
  const hash = createHash('sha256').update(process.version);
  for (const path of INPUTS.flatMap((name) => filesIn(join(root, name)))) {
    hash.update(`\0${path}\0`).update(readFileSync(path));
  }
  return hash.digest('hex');
}

function filesIn(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).sort();
  return names.flatMap((name) => filesIn(join(path, name)));
}

/** What a build was made of; null: it is not there, or was not finished. */
export function stampIn(folder: string): string | null {
  const path = join(folder, STAMP);
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : null;
}

/**
 * Makes a finished build the current one. The old one is moved away and comes back where the new one
 * cannot take its place.
 */
export function putInPlace(folder: string, root = '.'): void {
  const dist = join(root, 'dist');
  const old = join(root, '.cache', `old-${process.pid}`);
  for (let tries = 1; ; tries++) {
    if (existsSync(dist)) {
      rmSync(old, { recursive: true, force: true });
      renameIfThere(dist, old);
    }
    try {
      renameSync(folder, dist);
      break;
    } catch (error) {
      // Another build may have been quicker; else the old one comes back.
      if (!existsSync(dist)) renameIfThere(old, dist);
      if (tries === 3) throw error;
    }
  }
  rmSync(old, { recursive: true, force: true });
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** What builds left that were stopped; an old `dist` that one had moved away comes back. */
export function removeOld(root = '.'): void {
  const cache = join(root, '.cache');
  for (const name of existsSync(cache) ? readdirSync(cache) : []) {
    const [, kind, pid] = /^(build|old)-(\d+)$/.exec(name) ?? [];
    if (kind === undefined || isAlive(Number(pid))) continue;
    const dist = join(root, 'dist');
    if (kind === 'old' && !existsSync(dist)) renameIfThere(join(cache, name), dist);
    else rmSync(join(cache, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
