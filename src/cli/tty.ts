import { constants } from 'node:os';
import { emitKeypressEvents, type Key } from 'node:readline';
import type { Size } from '../demo/screen/view.ts';

/** A terminal that a view is drawn on and that tells its keys. */
export interface Tty {
  size: () => Size;
  write: (text: string) => void;
  /** Takes the whole terminal; returns how to give it back as it was. */
  open: (listeners: TtyListeners) => () => void;
  /** Calls back once, so many ms later; returns how to call that off. */
  after: (ms: number, listener: () => void) => () => void;
}

export interface TtyListeners {
  /** `q`, `space`, `left`, `ctrl-c`. */
  key: (name: string) => void;
  /** The terminal has another size, or has lost what was drawn on it. */
  redraw: () => void;
  /** The process is asked to end with this exit code. */
  end: (code: number) => void;
}

const ESC = '\u001b[';
/** The alternate screen, no cursor, and no wrapping of lines that are full. */
const ENTER = `${ESC}?1049h${ESC}?25l${ESC}?7l`;
const LEAVE = `${ESC}?7h${ESC}?25h${ESC}?1049l`;

const ENDS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The terminal of this process. */
export function processTty(): Tty {
  const { stdout } = process;
  return {
    // Some terminals do not know their size.
    size: () => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 }),
    write: (text) => void stdout.write(text),
    open,
    after: (ms, listener) => {
      const timer = setTimeout(listener, ms);
      return () => clearTimeout(timer);
    },
  };
}

function open(listeners: TtyListeners): () => void {
  const { stdin, stdout } = process;
  const onKey = (text: string | undefined, key: Key) => {
    const name = nameOf(text, key);
    if (name === 'ctrl-z' && process.platform !== 'win32') suspend();
    else listeners.key(name);
  };
  const enter = () => {
    stdin.setRawMode(true);
    stdout.write(ENTER);
  };
  const leave = () => {
    stdin.setRawMode(false);
    stdout.write(LEAVE);
  };
  const suspend = () => {
    leave();
    process.kill(process.pid, 'SIGTSTP');
  };
  const onContinue = () => {
    enter();
    listeners.redraw();
  };
  const onEnd = (signal: NodeJS.Signals) => listeners.end(128 + constants.signals[signal]);
  const onHangup = () => onEnd('SIGHUP');
  const close = () => {
    process.off('exit', close).off('SIGCONT', onContinue);
    for (const signal of ENDS) process.off(signal, onEnd);
    stdout.off('resize', listeners.redraw);
    stdin.off('keypress', onKey).off('end', onHangup).pause();
    leave();
  };
  emitKeypressEvents(stdin);
  stdin.on('keypress', onKey).on('end', onHangup).resume();
  stdout.on('resize', listeners.redraw);
  for (const signal of ENDS) process.on(signal, onEnd);
  // Whatever ends the process gives the terminal back.
  process.on('SIGCONT', onContinue).once('exit', close);
  enter();
  return close;
}

function nameOf(text: string | undefined, { name, ctrl }: Key): string {
  return `${ctrl === true ? 'ctrl-' : ''}${name ?? text ?? ''}`;
}
