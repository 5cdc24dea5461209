import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { axisOf, type Scale } from '../axis.ts';
import { type Change, wayBefore } from '../change.ts';
import type { Lesson, PageData, Step } from '../lesson.ts';
import { SPEED } from '../pace.ts';
import { type Moment, type Play, placeAt } from '../play.ts';
import { type Scene, sceneOf } from '../scene.ts';
import { type Language, WORDS } from '../words.ts';
import { isRefusal, make, runOf, type Wish } from './runs.ts';

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
/** The moment that is looked at, in ms; null: before anything happens. */
export const lookMs = signal<number | null>(null);
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

const wishFor = (wanted: Change, named: string | null): Wish => {
  return { scenario: scenario.value, change: wanted, seed: named };
};
const wish = computed(() => wishFor(change.value, seed.value));
const compareWish = computed(() => wishFor(wayBefore(change.value), seed.value));
const plainWish = computed(() => wishFor({}, null));
const wanted = computed(() => runOf(wish.value));
const compared = computed(() => runOf(compareWish.value));
/** Why the wanted run cannot be shown; the run to compare it with is shown then. */
export const refusal = computed(() => (isRefusal(wanted.value) ? wanted.value.why : null));

/** Sees to it that there are runs to show. */
export function keepRuns(): void {
  effect(() => {
    const isLost = isRefusal(wanted.value) && isRefusal(compared.value);
    const other = isChanged.value ? [compareWish.value] : [];
    make([wish.value, ...other, ...(isLost ? [plainWish.value] : [])]);
  });
}

let latest: Play | null = null;
/** The wanted run; until it is made the latest one, and null when there was none. */
const playOrNone = computed<Play | null>(() => {
  const inOrder = [wish.value, compareWish.value, plainWish.value];
  const found = inOrder.map(runOf).find((run): run is Play | null => {
    return !isRefusal(run);
  });
  latest = found ?? latest;
  return latest;
});
export const hasPlay = computed(() => playOrNone.value !== null);
/** Only what is drawn after there is a run may ask for it. */
export const play = computed<Play>(() => playOrNone.value!);

/** A run at the moment that is shown. */
export interface View {
  play: Play;
  place: number;
  moment: Moment;
  scene: Scene;
}

function viewOf(shown: Play): View {
  const place = lookMs.value === null ? 0 : placeAt(shown, lookMs.value);
  const moment = shown.moments[place]!;
  return { play: shown, place, moment, scene: sceneOf(shown.recording.after(moment.steps)) };
}

export const after = computed<View>(() => viewOf(play.value));
export const place = computed(() => after.value.place);
export const moment = computed(() => after.value.moment);
/** A moment that was asked for, where nothing happens in this run; null: that of the place. */
export const askedMs = computed(() => {
  const isAsked = place.value > 0 && Math.ceil(lookMs.value!) !== Math.ceil(moment.value.atMs);
  return isAsked ? lookMs.value : null;
});
export const nowMs = computed(() => askedMs.value ?? moment.value.atMs);
/** The way to compare with; null when nothing is changed. */
const playBefore = computed<Play | null>(() => {
  const isShown = isChanged.value && play.value === wanted.value;
  return isShown && !isRefusal(compared.value) ? compared.value : null;
});
/** The same at the moment that is looked at. */
export const before = computed<View | null>(() => {
  return playBefore.value === null ? null : viewOf(playBefore.value);
});
export const views: Record<Side, ReadonlySignal<View | null>> = { before, after };
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
