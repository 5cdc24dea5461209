import { computed, signal } from '@preact/signals';
import { axisOf, type Scale } from '../axis.ts';
import { type Change, wayBefore } from '../change.ts';
import type { Lesson, PageData, Step } from '../lesson.ts';
import { SPEED } from '../pace.ts';
import { type Moment, type Play, placeAt, playOf } from '../play.ts';
import { type Scene, sceneOf } from '../scene.ts';
import { type Language, WORDS } from '../words.ts';

/** The view: which run, which moment of it, what is open. Everything else is computed from it. */
export const data: PageData = JSON.parse(document.getElementById('data')!.textContent);

export const language = signal<Language>('en');
export const words = computed(() => WORDS[language.value]);
export const lessonId = signal<string | null>(null);
export const stepNumber = signal(0);
/** The choice that was made at each step with a question, by lesson and step. */
export const guesses = signal<Readonly<Record<string, number>>>({});
export const scenarioName = signal('');
export const seed = signal<string | null>(null);
export const change = signal<Change>({});
export const place = signal(0);
/** A moment that was asked for, where nothing happens in this run; null: that of the place. */
export const askedMs = signal<number | null>(null);
export const isPlaying = signal(false);
export const speed = signal(SPEED);
export const scale = signal<Scale>('even');
export const zoom = signal(1);
export const selected = signal<string | null>(null);
export type Side = 'before' | 'after';
/** Of which way the selected thing is. */
export const side = signal<Side>('after');

export const lesson = computed<Lesson | null>(
  () => data.lessons.find(({ id }) => id === lessonId.value) ?? null,
);
export const step = computed<Step | null>(() => lesson.value?.steps[stepNumber.value] ?? null);
const scenario = computed(() => data.scenarios.find(({ name }) => name === scenarioName.value)!);
export const isChanged = computed(() => Object.keys(change.value).length > 0);

const plays = new Map<string, Play | Error>();
const PLAYS_MAX = 8;

/** A run is made once, and remembered while it is among the latest. */
function playFor(withChange: Change, named: string | null): Play | Error {
  const key = JSON.stringify([scenario.value.name, named, withChange]);
  const known = plays.get(key);
  if (known !== undefined) return known;
  let made: Play | Error;
  try {
    made = playOf(scenario.value, withChange, named);
  } catch (error) {
    made = error instanceof Error ? error : new Error(String(error));
  }
  plays.set(key, made);
  if (plays.size > PLAYS_MAX) plays.delete(plays.keys().next().value!);
  return made;
}

const wanted = computed(() => playFor(change.value, seed.value));
const compared = computed(() => playFor(wayBefore(change.value), seed.value));
/** Why the wanted run cannot be shown; the run to compare it with is shown then. */
export const refusal = computed(() =>
  wanted.value instanceof Error ? wanted.value.message : null,
);
export const play = computed<Play>(() => {
  if (!(wanted.value instanceof Error)) return wanted.value;
  if (!(compared.value instanceof Error)) return compared.value;
  const plain = playFor({}, null);
  if (plain instanceof Error) throw plain;
  return plain;
});

/** A run at the moment that is shown. */
export interface View {
  play: Play;
  place: number;
  moment: Moment;
  scene: Scene;
}

function viewOf(shown: Play, wantedPlace: number): View {
  const at = Math.min(wantedPlace, shown.moments.length - 1);
  const moment = shown.moments[at]!;
  return { play: shown, place: at, moment, scene: sceneOf(shown.recording.after(moment.steps)) };
}

export const after = computed<View>(() => viewOf(play.value, place.value));
export const moment = computed(() => after.value.moment);
/** The moment that is looked at, in ms. */
export const nowMs = computed(() => askedMs.value ?? moment.value.atMs);
/** The way to compare with; null when nothing is changed. */
const playBefore = computed<Play | null>(() => {
  return isChanged.value && !(compared.value instanceof Error) ? compared.value : null;
});
/** The same at the moment that is looked at. */
export const before = computed<View | null>(() => {
  const shown = playBefore.value;
  if (shown === null) return null;
  return viewOf(shown, place.value === 0 ? 0 : placeAt(shown, nowMs.value));
});
/** The view that the selected thing belongs to. */
export const chosen = computed<View>(() =>
  side.value === 'before' && before.value !== null ? before.value : after.value,
);
/** One axis for both ways, so that what is above each other happens at the same time. */
export const axis = computed(() => {
  const other = playBefore.value;
  return axisOf([play.value, ...(other === null ? [] : [other])], scale.value);
});
/** What the two ways are called. */
export const titles = computed<Record<Side, string>>(() => {
  const w = words.value;
  if (change.value.detours === undefined) return { before: w.before, after: w.after };
  return { before: w.asItWent, after: w.otherWay };
});

export const lastPlace = computed(() => play.value.moments.length - 1);
