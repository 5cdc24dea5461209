import { readFileSync } from 'node:fs';

/** The version of this package. */
export function version(): string {
  known ??= String(JSON.parse(readFileSync(PACKAGE, 'utf8')).version);
  return known;
}

const PACKAGE = new URL('../../package.json', import.meta.url);
let known: string | undefined;
