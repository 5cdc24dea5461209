import type { Play } from '../play.ts';
import { sceneOf } from '../scene.ts';
import { type Box, topMax, topOf } from './box.ts';
import { functionRows, functionsTitle } from './functions.ts';
import type { Line } from './line.ts';
import { networkRows } from './network.ts';
import type { Size, View } from './view.ts';

/** A part of the screen: a title, if it has one, above lines of which not all may fit. */
export interface Panel {
  title: Line | null;
  box: Box;
  width: number;
  /** Lines below the title. */
  height: number;
}

/** From so many columns on functions and networks stand side by side. */
const WIDE = 100;
/** Between them. */
export const GAP = ' │ ';
/** In front of each row stands whether something happens to it. */
export const MARGIN = 2;
const FUNCTIONS_SHARE = 0.45;

/** Functions, and the networks with their ENIs, as they are at the moment. */
export function panelsOf(play: Play, view: View, { columns, rows }: Size): [Panel, Panel] {
  const moment = play.moments[view.place]!;
  const scene = sceneOf(play.recording.after(moment.steps));
  const isWide = columns >= WIDE;
  const left = isWide ? Math.floor(FUNCTIONS_SHARE * columns) : columns;
  const right = isWide ? columns - left - GAP.length : columns;
  const load = { open: moment.open, max: play.connectionsMax };
  const functions = functionRows(scene.functions, left - MARGIN);
  const network = networkRows(scene, load, right - MARGIN);
  const heights = isWide ? [rows - 1, rows] : shared(rows - 1, functions.length, network.length);
  const [high = 0, low = 0] = heights;
  const { top } = view;
  const acting = actingAt(play, view.place);
  const title = functionsTitle(scene.functions);
  return [
    { title, box: { rows: functions, top, acting }, width: left, height: high },
    { title: null, box: { rows: network, top, acting }, width: right, height: low },
  ];
}

/** Each gets what it needs; when that is too much, at least its share. */
function shared(rows: number, functions: number, network: number): [number, number] {
  const least = Math.min(functions, Math.max(2, Math.floor(0.4 * rows)));
  const high = Math.min(functions, Math.max(least, rows - network));
  return [high, rows - high];
}

/** To what something happens at the moment, or happened last. */
export function actingAt({ moments }: Play, place: number): Set<string> {
  let at = place;
  while (at > 0 && moments[at]!.events.length === 0) at -= 1;
  return new Set(moments[at]!.events.map(({ subject }) => subject));
}

export function isSideBySide({ columns }: Size): boolean {
  return columns >= WIDE;
}

/** Scrolls both panels by so many lines; neither goes beyond its end. */
export function scrolled(play: Play, view: View, body: Size, by: number): View {
  const panels = panelsOf(play, view, body);
  const now = Math.max(...panels.map(({ box, height }) => topOf(box, height)));
  const last = Math.max(...panels.map(({ box, height }) => topMax(box.rows.length, height)));
  return { ...view, top: Math.max(0, Math.min(last, now + by)) };
}
