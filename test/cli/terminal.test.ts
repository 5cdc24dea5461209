import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { folderWith, GOOD } from './calls.ts';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const TERMINAL = fileURLToPath(new URL('terminal.py', import.meta.url));
const at = folderWith({ 'good.yaml': GOOD });

const ESC = '\u001b[';
const ENTER = `${ESC}?1049h${ESC}?25l${ESC}?7l`;
const LEAVE = `${ESC}?7h${ESC}?25h${ESC}?1049l`;

interface Step {
  wait: string;
  keys?: string;
  size?: [columns: number, rows: number];
  signal?: string;
}

/** `hyperplane run --watch` in a real terminal of 80 x 24, whose keys are pressed by the steps. */
function watched(steps: readonly Step[], env: Readonly<Record<string, string>> = {}) {
  const request = {
    argv: [process.execPath, '--import', 'tsx', MAIN, 'run', at('good.yaml'), '--watch'],
    env: { PATH: process.env['PATH'], TERM: 'xterm-256color', ...env },
    steps,
  };
  const python = spawnSync('python3', [TERMINAL], {
    input: JSON.stringify(request),
    encoding: 'utf8',
  });
  expect(python.stderr).toBe('');
  return JSON.parse(python.stdout) as { said: string; code: number; restored: boolean };
}

const hasTerminal = spawnSync('python3', ['-c', 'import pty']).status === 0;
if (!hasTerminal) console.warn('without python3 and its pty module no real terminal is tried');

describe.runIf(hasTerminal)('in a real terminal', () => {
  test('keys play, step and quit, and the terminal is given back with the verdict on it', () => {
    const { said, code, restored } = watched([
      { wait: '▶ playing', keys: ' ' },
      { wait: '‖ paused', keys: '\u001b[F' },
      { wait: '■ the end', keys: '\u001b[D' },
      { wait: 'moment 4 of 5', size: [120, 40] },
      { wait: ' │ ', keys: 'q' },
    ]);
    expect([code, restored]).toEqual([0, true]);
    const [before, rest = '', ...again] = said.split(ENTER);
    const [inside, after, ...more] = rest.split(LEAVE);
    expect([before, again, more]).toEqual(['\r\n', [], []]);
    expect(inside).toContain(`${ESC}1mgood`);
    expect(after).toMatch(/ok: the expectation was met.*\r\n$/);
  });

  test('Ctrl-Z gives the terminal back for a while, Ctrl-C for good', () => {
    const { said, code, restored } = watched([
      { wait: '▶ playing', keys: ' ' },
      { wait: '‖ paused', keys: '\u001a' },
      { wait: LEAVE, signal: 'SIGCONT' },
      { wait: '‖ paused', keys: '\u0003' },
    ]);
    expect([code, restored]).toEqual([130, true]);
    expect([said.split(ENTER).length, said.split(LEAVE).length]).toEqual([3, 3]);
    expect(said.endsWith(LEAVE)).toBe(true);
  });

  test('a signal gives the terminal back, on which NO_COLOR left no mark', () => {
    const steps = [{ wait: '▶ playing', signal: 'SIGTERM' }];
    const { said, code, restored } = watched(steps, { NO_COLOR: '1' });
    expect([code, restored]).toEqual([143, true]);
    expect(said.endsWith(LEAVE)).toBe(true);
    expect(said.split(ESC).filter((part) => /^[\d;]*m/.test(part))).toEqual([]);
  });

  test('a dumb terminal is told the story as a pipe is', () => {
    const { said, code } = watched([{ wait: 'is Active after' }], { TERM: 'dumb' });
    expect(code).toBe(0);
    expect(said).not.toContain('\u001b');
    expect(said).toMatch(/ok: the expectation was met\r\n$/);
  });
});
