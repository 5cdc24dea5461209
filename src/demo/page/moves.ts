import { batch } from '@preact/signals';
import type { Change } from '../change.ts';
import type { Detour } from '../detour.ts';
import { nextSpeed } from '../pace.ts';
import { jumpFrom, stepFrom } from '../play.ts';
import {
  change,
  data,
  guesses,
  isPlaying,
  lastPlace,
  lesson,
  lessonId,
  lookMs,
  place,
  play,
  type Side,
  scenarioName,
  seed,
  selected,
  side,
  speed,
  step,
  stepNumber,
} from './store.ts';

/** What whoever uses the page can do to the view. */
export function goTo(to: number): void {
  lookMs.value = to <= 0 ? null : play.value.moments[Math.min(to, lastPlace.value)]!.atMs;
}

export const stepBy = (by: 1 | -1): void => goTo(stepFrom(play.value, place.value, by));
export const jumpBy = (by: 1 | -1): void => goTo(jumpFrom(play.value, place.value, by));

export function togglePlay(): void {
  if (!isPlaying.value && place.value >= lastPlace.value) goTo(0);
  isPlaying.value = !isPlaying.value;
}

export function speedBy(by: 1 | -1): void {
  speed.value = nextSpeed(speed.value, by);
}

export function choose(name: string, of: Side = 'after'): void {
  batch(() => {
    selected.value = name;
    side.value = of;
  });
}

/** Another run of the scenario, at the moment that was looked at. */
export function setChange(next: Change): void {
  batch(() => {
    isPlaying.value = false;
    change.value = next;
  });
}

/** The same run with one more thing done; what comes of it at once is shown. */
export function takeDetour(detour: Detour): void {
  batch(() => {
    setChange({ ...change.value, detours: [...(change.value.detours ?? []), detour] });
    lookMs.value = detour.atMs;
  });
}

export function openScenario(name: string): void {
  batch(() => {
    isPlaying.value = false;
    lessonId.value = null;
    change.value = {};
    seed.value = null;
    selected.value = null;
    side.value = 'after';
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
    side.value = 'after';
    lookMs.value = shown.at ?? null;
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
