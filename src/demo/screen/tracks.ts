import type { Play } from '../play.ts';
import { signOf } from '../signs.ts';
import { stateAt, type Track } from '../tracks.ts';
import { cellAt, cellOf, type Ruler } from './bar.ts';
import type { Row } from './box.ts';
import { cut, type Line, type Piece, padded, piece } from './line.ts';
import { markOf } from './marks.ts';

const NAME_MAX = 24;
const SIGN = 2;

/** How much room the names of tracks take, their signs and a blank included. */
export function trackLabel({ tracks }: Play, columns: number): number {
  const longest = tracks.reduce((most, { subject }) => Math.max(most, subject.length), 0);
  return SIGN + Math.min(NAME_MAX, Math.floor(columns / 4), longest) + 1;
}

/** A row for each version and ENI: its name with the state now, and its states over the run. */
export function trackRows(play: Play, place: number, { label, length }: Ruler): Row[] {
  const here = cellOf(play, place, length);
  const atMs = place === 0 ? -1 : play.moments[place]!.atMs;
  return play.tracks.map((track) => {
    const draw = (): Line => {
      const cells = cellsOf(play, track, length);
      cells[here] = { text: '│', mark: 'strong' };
      return [...padded(nameOf(track, atMs, label), label), ...cells];
    };
    return { subject: track.subject, draw };
  });
}

function nameOf({ subject, spans }: Track, atMs: number, label: number): Line {
  const state = stateAt(spans, atMs);
  const sign = state === null ? piece('  ') : piece(`${signOf(state)} `, markOf(state));
  return [sign, ...cut([piece(subject)], label - SIGN - 1)];
}

/** A state that is short takes a cell at least: short ones are drawn over long ones. */
function cellsOf(play: Play, { spans }: Track, length: number): Piece[] {
  const cells = new Array<Piece>(length).fill({ text: ' ' });
  const longFirst = spans.toSorted((a, b) => b.toMs - b.fromMs - (a.toMs - a.fromMs));
  for (const { fromMs, toMs, state } of longFirst) {
    const from = cellAt(play, fromMs, length);
    const isLast = toMs === play.scenario.untilMs;
    const to = isLast ? length : Math.max(from + 1, cellAt(play, toMs, length));
    cells.fill({ text: signOf(state), mark: markOf(state) }, from, to);
  }
  return cells;
}
