import { goTo, jumpBy, speedBy, stepBy, stepLesson, togglePlay } from './moves.ts';
import { language, lastPlace } from './store.ts';

const KEYS: Readonly<Record<string, () => void>> = {
  ' ': togglePlay,
  ArrowRight: () => stepBy(1),
  ArrowLeft: () => stepBy(-1),
  n: () => jumpBy(1),
  p: () => jumpBy(-1),
  Home: () => goTo(0),
  End: () => goTo(lastPlace.value),
  '+': () => speedBy(1),
  '=': () => speedBy(1),
  '-': () => speedBy(-1),
  l: () => {
    language.value = language.value === 'en' ? 'pt' : 'en';
  },
  ']': () => stepLesson(1),
  '[': () => stepLesson(-1),
};

/** Keys of the whole page; a field that somebody writes in keeps its own. */
export function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { target } = event;
  if (target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement) return;
  if (target instanceof HTMLInputElement && target.dataset['scrub'] === undefined) return;
  // A button that has the focus is what the space bar presses.
  const isPressed = target instanceof HTMLElement && target.closest('button, a, summary') !== null;
  if (event.key === ' ' && isPressed) return;
  const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (act === undefined) return;
  event.preventDefault();
  act();
}
