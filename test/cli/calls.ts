import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { main } from '../../src/cli/program.ts';
import { silentIo } from './silent-io.ts';

export interface Called {
  code: number;
  out: string;
  err: string;
}

/** Runs one command line inside this process, with streams of its own. */
export async function call(argv: readonly string[], more: Partial<Io> = {}): Promise<Called> {
  let out = '';
  let err = '';
  const writeOut = (text: string) => {
    out += text;
  };
  const writeErr = (text: string) => {
    err += text;
  };
  const io = { ...silentIo(writeOut, writeErr), ...more };
  const code = await main(argv, io);
  return { code, out, err };
}

/** A directory that lives as long as the tests of one file, with the given files in it. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>) {
  const folder = mkdtempSync(join(tmpdir(), 'hyperplane-cli-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (name: string) => join(folder, name);
}

export const GOOD = `name: good
why: A function falls idle.
until: 40d
network:
  vpcs: { main: {} }
  subnets: { a: { vpc: main, az: us-east-1a, cidr: 10.0.1.0/28 } }
  securityGroups: { web: { vpc: main } }
functions:
  checkout: { vpc: { subnets: [a], securityGroups: [web] } }
expect:
  - { at: 32d, function: checkout, state: Inactive }
`;
