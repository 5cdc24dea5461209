import { brief } from '../../report/format.ts';
import type { Palette } from '../../report/palette.ts';
import { type Axis, axisOf } from '../axis.ts';
import { isNotable, type Moment, type Play } from '../play.ts';
import { type Line, type Piece, piece } from './line.ts';

/** What a cell of the timeline shows, the weightiest last. */
const CELLS: readonly { sign: string; mark?: keyof Palette }[] = [
  { sign: '─', mark: 'faint' },
  { sign: '┼' },
  { sign: '◆', mark: 'good' },
  { sign: '◇', mark: 'warn' },
  { sign: '✖', mark: 'bad' },
];
const TONES = ['plain', 'good', 'warn', 'bad'];
const HERE: Piece = { text: '█', mark: 'strong' };

/** Where the cells of a timeline begin, and how many there are. */
export interface Ruler {
  label: number;
  length: number;
}

/** @param label least room for what stands at the left */
export function rulerOf(play: Play, label: number, width: number): Ruler {
  const left = Math.max('0s '.length, label);
  const right = 1 + brief(play.scenario.untilMs).length;
  return { label: left, length: Math.max(1, width - left - right) };
}

/** The whole run in one line: where something happens, where it is notable, and the moment. */
export function timelineOf(play: Play, place: number, { label, length }: Ruler): Line {
  const [from, to] = ['0s '.padStart(label), ` ${brief(play.scenario.untilMs)}`];
  const pieces: Piece[] = cellsOf(play, length).map((cell) => {
    const { sign, mark } = CELLS[cell]!;
    return { text: sign, mark };
  });
  pieces[cellOf(play, place, length)] = HERE;
  return [piece(from, 'faint'), ...pieces, piece(to, 'faint')];
}

/** Before the first moment there is the beginning. */
export function cellOf(play: Play, place: number, length: number): number {
  return place === 0 ? 0 : cellAt(play, play.moments[place]!.atMs, length);
}

export function cellAt(play: Play, ms: number, length: number): number {
  return Math.round((length - 1) * onceFor(play).axis.shareOf(ms));
}

/** Made once for a run: a long one has many moments. */
const made = new WeakMap<Play, { axis: Axis; cells: readonly number[] }>();

function onceFor(play: Play): { axis: Axis; cells: readonly number[] } {
  const known = made.get(play) ?? { axis: axisOf([play], 'even'), cells: [] };
  made.set(play, known);
  return known;
}

function cellsOf(play: Play, length: number): readonly number[] {
  const once = onceFor(play);
  if (once.cells.length === length) return once.cells;
  const cells = new Array<number>(length).fill(0);
  for (const [place, moment] of play.moments.entries()) {
    if (moment.events.length === 0) continue;
    const cell = cellOf(play, place, length);
    cells[cell] = Math.max(cells[cell]!, weightOf(moment));
  }
  once.cells = cells;
  return cells;
}

function weightOf(moment: Moment): number {
  if (!isNotable(moment)) return 1;
  return 1 + Math.max(...moment.events.map(({ tone }) => TONES.indexOf(tone)));
}
