import { effect } from '@preact/signals';
import { goTo } from './moves.ts';
import { isPlaying, lastPlace, moment, place, speed } from './store.ts';

/** Moments at which only connections change go by so many times faster. */
const GAUGES_FASTER = 8;

/** While the run plays: on to the next moment, until the end. */
export function keepPlaying(): void {
  effect(() => {
    if (!isPlaying.value) return;
    if (place.value >= lastPlace.value) {
      isPlaying.value = false;
      return;
    }
    const isGauge = place.value > 0 && moment.value.events.length === 0;
    const waitMs = 1_000 / speed.value / (isGauge ? GAUGES_FASTER : 1);
    const timer = setTimeout(() => goTo(place.value + 1), waitMs);
    return () => clearTimeout(timer);
  });
}
