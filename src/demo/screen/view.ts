import { nextSpeed, SPEED } from '../pace.ts';
import { jumpFrom, type Play, stepFrom } from '../play.ts';

/** What is looked at: everything on the screen follows from it and the run. */
export interface View {
  /** Of the moment. */
  place: number;
  isPlaying: boolean;
  /** Events a second. */
  speed: number;
  /** The first line that is shown of what does not fit; null: where something happens. */
  top: number | null;
}

export interface Size {
  columns: number;
  rows: number;
}

export const FIRST_VIEW: View = { place: 0, isPlaying: true, speed: SPEED, top: null };

const MOVES: Readonly<Record<string, (play: Play, place: number) => number>> = {
  right: (play, place) => stepFrom(play, place, 1),
  left: (play, place) => stepFrom(play, place, -1),
  n: (play, place) => jumpFrom(play, place, 1),
  p: (play, place) => jumpFrom(play, place, -1),
  home: () => 0,
  end: lastPlace,
};

const SPEED_KEYS: Readonly<Record<string, 1 | -1>> = { '+': 1, '=': 1, '-': -1 };

/** The view after a key; whoever moves by hand wants to look, so the play pauses. */
export function pressed(play: Play, view: View, key: string): View {
  const move = MOVES[key];
  if (move !== undefined) {
    return { ...view, place: move(play, view.place), isPlaying: false, top: null };
  }
  const faster = SPEED_KEYS[key];
  if (faster !== undefined) return { ...view, speed: nextSpeed(view.speed, faster) };
  return key === 'space' ? toggled(play, view) : view;
}

function toggled(play: Play, view: View): View {
  const isAtEnd = view.place >= lastPlace(play);
  if (!view.isPlaying && isAtEnd) return { ...view, place: 0, isPlaying: true, top: null };
  return { ...view, isPlaying: !view.isPlaying };
}

/** The next moment of a run that plays, until its end. */
export function playedOn(play: Play, view: View): View {
  const place = Math.min(view.place + 1, lastPlace(play));
  return { ...view, place, isPlaying: place < lastPlace(play), top: null };
}

export function lastPlace({ moments }: Play): number {
  return moments.length - 1;
}
