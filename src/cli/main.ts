#!/usr/bin/env node
import { main } from './program.ts';
import { terminal } from './terminal.ts';

/** Whoever reads us (`head`, `less`) has seen enough, or hung up: that is no error. */
function quietly(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE' || error.code === 'EIO') process.exit(process.exitCode ?? 0);
  throw error;
}

process.stdout.on('error', quietly);
process.stderr.on('error', quietly);
process.exitCode = await main(process.argv.slice(2), terminal());
