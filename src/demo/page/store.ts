import { batch, computed, effect, signal } from '@preact/signals';
import { type Address, fragmentOf, readFragment } from '../address.ts';
import type { Scale } from '../axis.ts';
import type { Change } from '../change.ts';
import type { Lesson, PageData, Step } from '../lesson.ts';
import { jumpFrom, type Play, placeAt, playOf, stepFrom } from '../play.ts';
import { sceneOf } from '../scene.ts';
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
export const isPlaying = signal(false);
export const SPEEDS = [1, 2, 5, 10, 25];
export const speed = signal(2);
export const scale = signal<Scale>('even');
export const zoom = signal(1);
export const selected = signal<string | null>(null);

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
const unchanged = computed(() => playFor({}, seed.value));
/** Why the wanted run cannot be shown; the run without the change is shown then. */
export const refusal = computed(() =>
  wanted.value instanceof Error ? wanted.value.message : null,
);
export const play = computed<Play>(() => {
  if (!(wanted.value instanceof Error)) return wanted.value;
  if (!(unchanged.value instanceof Error)) return unchanged.value;
  const plain = playFor({}, null);
  if (plain instanceof Error) throw plain;
  return plain;
});
/** The same run without the change; null when nothing is changed. */
export const before = computed<Play | null>(() => {
  if (!isChanged.value || unchanged.value instanceof Error) return null;
  return unchanged.value;
});
export const moment = computed(() => {
  const { moments } = play.value;
  return moments[Math.min(place.value, moments.length - 1)]!;
});
export const scene = computed(() => sceneOf(play.value.recording.after(moment.value.steps)));

export const lastPlace = computed(() => play.value.moments.length - 1);

export function goTo(to: number): void {
  place.value = Math.max(0, Math.min(lastPlace.value, to));
}

export function goToTime(ms: number): void {
  goTo(placeAt(play.value, ms));
}

export const stepBy = (by: 1 | -1): void => goTo(stepFrom(play.value, place.value, by));
export const jumpBy = (by: 1 | -1): void => goTo(jumpFrom(play.value, place.value, by));

export function togglePlay(): void {
  if (!isPlaying.value && place.value >= lastPlace.value) goTo(0);
  isPlaying.value = !isPlaying.value;
}

export function speedBy(by: 1 | -1): void {
  const next = SPEEDS.indexOf(speed.value) + by;
  speed.value = SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, next))]!;
}

export function setChange(next: Change): void {
  batch(() => {
    const atMs = moment.value.atMs;
    const isBegin = place.value === 0;
    change.value = next;
    if (!isBegin) goToTime(atMs);
    else goTo(0);
  });
}

export function openScenario(name: string): void {
  batch(() => {
    isPlaying.value = false;
    lessonId.value = null;
    change.value = {};
    seed.value = null;
    selected.value = null;
    scenarioName.value = name;
    goTo(0);
  });
}

export function openLesson(id: string, number = 0): void {
  batch(() => {
    const opened = data.lessons.find((one) => one.id === id);
    if (opened === undefined) return;
    isPlaying.value = false;
    lessonId.value = id;
    scenarioName.value = opened.scenario;
    seed.value = null;
    stepNumber.value = Math.max(0, Math.min(opened.steps.length - 1, number));
    showStep();
  });
}

export const guessKey = (): string => `${lessonId.value}/${stepNumber.value}`;

/** A step that asks shows the moment before, until a guess is made. */
export function isRevealed(): boolean {
  return step.value?.ask === undefined || guesses.value[guessKey()] !== undefined;
}

export function guess(choice: number): void {
  guesses.value = { ...guesses.value, [guessKey()]: choice };
  showStep();
}

/** Goes to the step's moment with what it changes. */
export function showStep(): void {
  batch(() => {
    const shown = step.value;
    if (shown === null) return;
    isPlaying.value = false;
    if (!isRevealed()) {
      // The guess is about what comes next: the moment of the step before stays.
      if (stepNumber.value === 0) goTo(0);
      return;
    }
    change.value = shown.change ?? {};
    selected.value = shown.look ?? null;
    if (shown.at === undefined) goTo(0);
    else goToTime(shown.at);
  });
}

export function stepLesson(by: 1 | -1): void {
  const { value } = lesson;
  if (value === null) return;
  const next = stepNumber.value + by;
  if (next < 0 || next >= value.steps.length) return;
  stepNumber.value = next;
  showStep();
}

function address(): Address {
  return {
    lesson: lessonId.value,
    step: stepNumber.value,
    guess: guesses.value[guessKey()] ?? null,
    scenario: scenarioName.value,
    seed: seed.value,
    change: change.value,
    atMs: place.value === 0 ? null : moment.value.atMs,
    look: selected.value,
    language: language.value,
  };
}

/** Brings the view of a link back; without one the first lesson. */
export function restore(fragment: string): void {
  batch(() => {
    const from = readFragment(fragment);
    isPlaying.value = false;
    language.value = from.language;
    const wantedLesson = data.lessons.find(({ id }) => id === from.lesson);
    const wantedScenario = data.scenarios.find(({ name }) => name === from.scenario);
    if (wantedLesson === undefined && wantedScenario === undefined) {
      const [first] = data.lessons;
      if (data.first !== null || first === undefined) {
        openScenario(data.first ?? data.scenarios[0]!.name);
      } else openLesson(first.id);
      return;
    }
    if (wantedLesson === undefined) openScenario(wantedScenario!.name);
    else {
      openLesson(wantedLesson.id, from.step);
      const { guess: made } = from;
      if (made !== null) guesses.value = { ...guesses.value, [guessKey()]: made };
    }
    seed.value = from.seed;
    change.value = from.change;
    selected.value = from.look;
    if (from.atMs === null) goTo(0);
    else goToTime(from.atMs);
  });
}

/** Keeps the address bar at the view. */
export function keepAddress(): void {
  effect(() => {
    const fragment = fragmentOf(address());
    if (!isPlaying.value && location.hash !== fragment) history.replaceState(null, '', fragment);
  });
  effect(() => {
    document.documentElement.lang = language.value === 'pt' ? 'pt' : 'en';
    document.title = words.value.title;
  });
  addEventListener('hashchange', () => restore(location.hash));
}
