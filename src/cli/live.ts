import { waitMsAt } from '../demo/pace.ts';
import type { Play } from '../demo/play.ts';
import { frame, scrolledBy } from '../demo/screen/frame.ts';
import { FIRST_VIEW, playedOn, pressed, type View } from '../demo/screen/view.ts';
import { escapeTerminal } from '../diagnostics/escape.ts';
import type { Palette } from '../report/palette.ts';
import { marksOf } from './doors.ts';
import { EXIT } from './failure.ts';
import type { Tty } from './tty.ts';

const QUIT: ReadonlySet<string> = new Set(['q', 'escape', 'ctrl-d']);
const SCROLL: Readonly<Record<string, number>> = { up: -1, down: 1, pageup: -10, pagedown: 10 };

/**
 * Plays a run on a terminal until somebody quits.
 * @returns the exit code where the process was asked to end; null: the onlooker has seen enough
 */
export async function playLive(play: Play, tty: Tty, palette: Palette): Promise<number | null> {
  const live = new Live(play, tty, palette);
  try {
    return await live.ended;
  } finally {
    live.close();
  }
}

class Live {
  readonly ended: Promise<number | null>;
  readonly close: () => void;
  private readonly play: Play;
  private readonly tty: Tty;
  private readonly palette: Palette;
  private view: View = FIRST_VIEW;
  private lines: string[] = [];
  private callOff: () => void = () => undefined;
  private end: (code: number | null) => void = () => undefined;
  private fail: (error: unknown) => void = () => undefined;

  constructor(play: Play, tty: Tty, palette: Palette) {
    this.play = play;
    this.tty = tty;
    this.palette = palette;
    this.ended = new Promise((resolve, reject) => {
      this.end = resolve;
      this.fail = reject;
    });
    const giveBack = tty.open({
      key: (name) => this.onKey(name),
      redraw: () => {
        this.lines = [];
        this.show(() => this.view);
      },
      end: (code) => this.end(code),
    });
    this.close = () => {
      this.callOff();
      giveBack();
    };
    this.show(() => FIRST_VIEW);
  }

  private onKey(name: string): void {
    if (QUIT.has(name)) this.end(null);
    else if (name === 'ctrl-c') this.end(EXIT.interrupted);
    else this.show(() => this.viewAfter(name));
  }

  private viewAfter(name: string): View {
    const by = SCROLL[name];
    if (by === undefined) return pressed(this.play, this.view, name);
    return scrolledBy(this.play, this.view, this.tty.size(), by);
  }

  /** Draws a view and, while it plays, goes on to the next one after a while. */
  private show(next: () => View): void {
    this.callOff();
    try {
      this.view = next();
      this.draw();
    } catch (error) {
      this.fail(error);
      return;
    }
    if (!this.view.isPlaying) return;
    const waitMs = waitMsAt(this.play, this.view.place, this.view.speed);
    this.callOff = this.tty.after(waitMs, () => {
      this.show(() => playedOn(this.play, this.view));
    });
  }

  /** Writes the lines that are other ones than before, all at once. */
  private draw(): void {
    const marks = marksOf(this.palette);
    const drawn = frame(this.play, this.view, this.tty.size(), this.palette);
    const lines = drawn.map((line) => escapeTerminal(line, marks));
    const changed = lines.flatMap((line, place) => {
      return line === this.lines[place] ? [] : [`${ESC}${place + 1};1H${ESC}K${line}`];
    });
    this.lines = lines;
    if (changed.length > 0) this.tty.write(`${ESC}?2026h${changed.join('')}${ESC}?2026l`);
  }
}

const ESC = '\u001b[';
