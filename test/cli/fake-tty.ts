import type { Tty, TtyListeners } from '../../src/cli/tty.ts';
import type { Size } from '../../src/demo/screen/view.ts';

const ESC = '\u001b[';

/** A terminal without a terminal: what is written to it, and a clock that is turned by hand. */
export class FakeTty implements Tty {
  isOpen = false;
  opened = 0;
  readonly written: string[] = [];
  /** Rows as they are to be seen. */
  rows: string[] = [];
  waiting: { ms: number; listener: () => void } | null = null;
  on: TtyListeners | null = null;
  private present: Size;

  constructor(size: Size) {
    this.present = size;
  }

  size(): Size {
    return this.present;
  }

  write(text: string): void {
    this.written.push(text);
    for (const part of text.split(ESC)) {
      const at = /^(\d+);1H$/.exec(part);
      if (at !== null) this.row = Number(at[1]) - 1;
      else if (part.startsWith('K')) this.rows[this.row] = part.slice(1);
      else if (part !== '' && part !== '?2026h' && part !== '?2026l') {
        throw new Error(`an unknown sequence: ${JSON.stringify(part)}`);
      }
    }
  }

  private row = 0;

  open(listeners: TtyListeners): () => void {
    this.isOpen = true;
    this.opened += 1;
    this.on = listeners;
    return () => {
      this.isOpen = false;
    };
  }

  after(ms: number, listener: () => void): () => void {
    const timer = { ms, listener };
    this.waiting = timer;
    return () => {
      if (this.waiting === timer) this.waiting = null;
    };
  }

  /** Lets the time pass that somebody waits for. */
  tick(): void {
    const { waiting } = this;
    this.waiting = null;
    waiting?.listener();
  }

  resize(size: Size): void {
    this.present = size;
    this.rows = [];
    this.on!.redraw();
  }
}
