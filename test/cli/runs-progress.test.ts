import { expect, test } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { RunsProgress, type Total } from '../../src/cli/runs-progress.ts';

/** What stands on the terminal after each of some runs, one a second. */
function shown(total: Total, runs: number, errIsTerminal = true): string[] {
  let nowMs = 0;
  const told: string[] = [];
  const io = { nowMs: () => nowMs, err: (text: string) => told.push(text), errIsTerminal };
  const progress = new RunsProgress(io as unknown as Io, total);
  for (let run = 1; run <= runs; run++) {
    nowMs += 1_000;
    progress.add('made');
  }
  progress.end();
  return told.map((text) => text.replace('\r\u001b[K', ''));
}

test.each([
  [{ exactly: 4 }, '50%  2 of 4 runs, 1 runs/s, 2s left'],
  [{ about: 4 }, '50%  2 of about 4 runs, 1 runs/s, about 2s left'],
  // A guess that was too low is no longer told.
  [{ about: 2 }, '2 runs, 1 runs/s'],
  [null, '2 runs, 1 runs/s'],
] as const)('of %j runs, two are told as `%s`', (total, text) => {
  expect(shown(total, 2)[1]).toBe(text);
});

test('the line is cleared at the end, and a pipe hears nothing', () => {
  expect(shown({ exactly: 2 }, 2)).toHaveLength(3);
  expect(shown({ exactly: 2 }, 2).at(-1)).toBe('');
  expect(shown({ exactly: 2 }, 2, false)).toEqual([]);
});
