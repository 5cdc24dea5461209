import { effect } from '@preact/signals';
import { waitMsAt } from '../pace.ts';
import { goTo } from './moves.ts';
import { isPlaying, lastPlace, place, play, speed } from './store.ts';

/** While the run plays: on to the next moment, until the end. */
export function keepPlaying(): void {
  effect(() => {
    if (!isPlaying.value) return;
    if (place.value >= lastPlace.value) {
      isPlaying.value = false;
      return;
    }
    const waitMs = waitMsAt(play.value, place.value, speed.value);
    const timer = setTimeout(() => goTo(place.value + 1), waitMs);
    return () => clearTimeout(timer);
  });
}
