#!/usr/bin/env node
import { guarded } from './doors.ts';
import { EXIT } from './failure.ts';
import { failed, main } from './program.ts';
import { endQuietly } from './streams.ts';
import { stoppedBy, terminal } from './terminal.ts';

const io = guarded(terminal());
let isDone = false;

endQuietly();
// A scenario in TypeScript is a program, and may throw long after it was loaded.
process.on('uncaughtException', (error) => process.exit(failed(error, io)));
process.on('unhandledRejection', (reason) => process.exit(failed(reason, io)));
process.on('beforeExit', () => {
  if (isDone) return;
  isDone = true;
  io.err('hyperplane: what was waited for never comes: a module whose promise stays open?\n');
  process.exitCode = EXIT.badInput;
});

main(process.argv.slice(2), io).then((code) => {
  isDone = true;
  process.exitCode = code === EXIT.interrupted && stoppedBy() === 'SIGTERM' ? EXIT.ended : code;
});
