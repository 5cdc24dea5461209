import { batch, effect } from '@preact/signals';
import { type Address, fragmentOf, readFragment } from '../address.ts';
import { guessKey, openLesson, openScenario } from './moves.ts';
import {
  change,
  data,
  guesses,
  isPlaying,
  language,
  lessonId,
  lookMs,
  scenarioName,
  seed,
  selected,
  side,
  stepNumber,
  words,
} from './store.ts';

function address(): Address {
  return {
    lesson: lessonId.value,
    step: stepNumber.value,
    guess: guesses.value[guessKey()] ?? null,
    scenario: scenarioName.value,
    seed: seed.value,
    change: change.value,
    atMs: lookMs.value,
    look: selected.value,
    side: side.value,
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
    side.value = from.side;
    lookMs.value = from.atMs;
  });
}

/** Browsers bar a page that renames itself more than a few times a second. */
const SETTLED_MS = 200;

/** Keeps the address bar at the view, as soon as that has settled. */
export function keepAddress(): void {
  effect(() => {
    const fragment = fragmentOf(address());
    if (isPlaying.value || location.hash === fragment) return;
    const timer = setTimeout(() => history.replaceState(null, '', fragment), SETTLED_MS);
    return () => clearTimeout(timer);
  });
  effect(() => {
    document.documentElement.lang = language.value === 'pt' ? 'pt' : 'en';
    document.title = words.value.title;
  });
  addEventListener('hashchange', () => restore(location.hash));
}
