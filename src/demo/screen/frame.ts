import { brief, moment, thousands } from '../../report/format.ts';
import { type Palette, PLAIN } from '../../report/palette.ts';
import type { Play } from '../play.ts';
import { rulerOf, timelineOf } from './bar.ts';
import { linesOf } from './box.ts';
import { happeningLines } from './happening.ts';
import { apart, cut, type Line, lineWidth, type Piece, padded, painted, piece } from './line.ts';
import { actingAt, GAP, isSideBySide, MARGIN, type Panel, panelsOf, scrolled } from './panels.ts';
import { trackLabel, trackRows } from './tracks.ts';
import { lastPlace, type Size, type View } from './view.ts';

const COLUMNS_MIN = 40;
const ROWS_MIN = 10;

/** The screen at a moment of a run: exactly so many lines, none wider than the screen. */
export function frame(play: Play, view: View, size: Size, palette: Palette = PLAIN): string[] {
  const { columns, rows } = size;
  const lines = columns < COLUMNS_MIN || rows < ROWS_MIN ? [TOO_SMALL] : linesFor(play, view, size);
  return filled(lines, rows).map((line) => painted(cut(line, columns), palette));
}

const TOO_SMALL = [piece(`${COLUMNS_MIN} x ${ROWS_MIN} at least, please`)];

/** The view after scrolling by so many lines. */
export function scrolledBy(play: Play, view: View, size: Size, by: number): View {
  const { body } = layoutOf(play, size);
  return scrolled(play, view, { ...size, rows: body }, by);
}

/** Lines of each part; head, timeline and keys have one each. */
interface Layout {
  body: number;
  happening: number;
  tracks: number;
  /** Between the parts. */
  rules: number;
}

function layoutOf({ tracks }: Play, { rows }: Size): Layout {
  const happening = Math.max(2, Math.min(8, Math.floor(rows / 4)));
  const tracked = rows < 30 ? 0 : Math.min(tracks.length, Math.floor(rows / 4));
  const rules = rows < 16 ? 0 : tracked > 0 ? 3 : 2;
  return { body: rows - 3 - rules - happening - tracked, happening, tracks: tracked, rules };
}

function linesFor(play: Play, view: View, size: Size): Line[] {
  const { columns } = size;
  const { body, happening, tracks, rules } = layoutOf(play, size);
  const rule: Line[] = rules > 0 ? [[piece('─'.repeat(columns), 'faint')]] : [];
  const ruler = rulerOf(play, tracks > 0 ? MARGIN + trackLabel(play, columns) : 0, columns);
  const rows = trackRows(play, view.place, { ...ruler, label: ruler.label - MARGIN });
  const acting = actingAt(play, view.place);
  return [
    head(play, view, columns),
    ...rule,
    ...bodyLines(panelsOf(play, view, { columns, rows: body }), { columns, rows: body }),
    ...rule,
    ...filled(happeningLines(play, view.place, columns, happening), happening),
    ...(tracks > 0 ? rule : []),
    ...linesOf({ rows, top: view.top, acting }, tracks),
    timelineOf(play, view.place, ruler),
    keysLine(view, columns),
  ];
}

function bodyLines([functions, network]: [Panel, Panel], body: Size): Line[] {
  const [left, right] = [panelLines(functions), panelLines(network)];
  if (!isSideBySide(body)) return filled([...left, ...right], body.rows);
  return Array.from({ length: body.rows }, (_, place) => {
    const start = padded(left[place] ?? [], functions.width);
    return [...start, piece(GAP, 'faint'), ...(right[place] ?? [])];
  });
}

function panelLines({ title, box, height }: Panel): Line[] {
  return [...(title === null ? [] : [title]), ...linesOf(box, height)];
}

function filled(lines: readonly Line[], rows: number): Line[] {
  return Array.from({ length: rows }, (_, place) => lines[place] ?? []);
}

function head(play: Play, view: View, columns: number): Line {
  const { place, isPlaying, speed } = view;
  const { scenario, moments } = play;
  const time = `${moment(moments[place]!.atMs)} of ${brief(scenario.untilMs)}`;
  const last = lastPlace(play);
  const count = `  moment ${thousands(place)} of ${thousands(last)}`;
  const state = isPlaying ? '▶ playing' : place === last ? '■ the end' : '‖ paused';
  const right: Piece[] = [
    piece(`  ${time}`),
    ...(columns >= 80 ? [piece(count, 'faint')] : []),
    piece(`  ${state}`, 'strong'),
    piece(` ${speed}/s`, 'faint'),
  ];
  return apart([piece(scenario.name, 'strong')], right, columns);
}

const KEYS: readonly (readonly [string, string])[] = [
  ['q', 'quit'],
  ['← →', 'event'],
  ['n p', 'jump'],
  ['+ -', 'speed'],
  ['Home End', ''],
  ['↑ ↓', 'scroll'],
];

/** As many keys as there is room for. */
function keysLine({ isPlaying }: View, columns: number): Line {
  const line: Piece[] = [];
  for (const [key, does] of [['Space', isPlaying ? 'pause' : 'play'] as const, ...KEYS]) {
    const gap = line.length === 0 ? '' : '  ';
    const item = [piece(`${gap}${key}`, 'strong'), piece(does === '' ? '' : ` ${does}`, 'faint')];
    if (lineWidth([...line, ...item]) > columns) break;
    line.push(...item);
  }
  return line;
}
