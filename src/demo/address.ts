import type { Change } from './change.ts';
import { DEEDS, DETOURS_MAX, type Deed, type Detour } from './detour.ts';

/** The part of the view that the address bar keeps. */
export interface Address {
  lesson: string | null;
  step: number;
  /** The choice made at the step, from 1; null: none. */
  guess: number | null;
  scenario: string | null;
  seed: string | null;
  change: Change;
  /** Null: before anything happens. */
  atMs: number | null;
  look: string | null;
  /** What is looked at is of the run without the change. */
  side: 'before' | 'after';
  language: 'en' | 'pt';
}

const NUMBERS = [
  'idleDays',
  'creationMinutes',
  'quota',
  'scaleOutAt',
  'traffic',
  'perEnvironment',
  'free',
] as const satisfies readonly (keyof Change)[];

/** The fragment of a link that brings this view back. */
export function fragmentOf(address: Address): string {
  const words = new URLSearchParams();
  const put = (name: string, value: string | number | null | undefined) => {
    if (value !== null && value !== undefined) words.set(name, String(value));
  };
  if (address.lesson === null) put('scenario', address.scenario);
  else {
    put('lesson', address.lesson);
    put('step', address.step + 1);
    put('guess', address.guess);
  }
  put('seed', address.seed);
  put('t', address.atMs === null ? null : Math.ceil(address.atMs));
  put('look', address.look);
  if (address.side === 'before') put('side', address.side);
  for (const name of ['profile', 'groups', ...NUMBERS] as const) put(name, address.change[name]);
  for (const { atMs, deed, subject, to } of address.change.detours ?? []) {
    words.append('go', [atMs, deed, subject, ...(to === null ? [] : [to])].join(' '));
  }
  if (address.change.alone === true) put('alone', 'yes');
  if (address.language !== 'en') put('lang', address.language);
  return `#${words}`;
}

/** Reads what `fragmentOf` wrote; whatever makes no sense is left out. */
export function readFragment(fragment: string): Address {
  const words = new URLSearchParams(fragment.replace(/^#/, ''));
  const change: Change = {};
  for (const name of NUMBERS) {
    const value = numberIn(words, name);
    if (value !== null && value >= LEAST[name] && value <= MOST[name]) change[name] = value;
  }
  const profile = words.get('profile');
  if (profile === 'seed' || profile === 'current') change.profile = profile;
  const groups = words.get('groups');
  if (groups === 'shared' || groups === 'each') change.groups = groups;
  const detours = words.getAll('go').flatMap((text) => detourOf(text) ?? []);
  if (detours.length > 0) change.detours = detours.slice(0, DETOURS_MAX);
  if (detours.length > 0 && words.get('alone') === 'yes') change.alone = true;
  return {
    lesson: words.get('lesson'),
    step: Math.max(0, Math.trunc(numberIn(words, 'step') ?? 1) - 1),
    guess: numberIn(words, 'guess'),
    scenario: words.get('scenario'),
    seed: words.get('seed'),
    change,
    atMs: numberIn(words, 't'),
    look: words.get('look'),
    side: words.get('side') === 'before' ? 'before' : 'after',
    language: words.get('lang') === 'pt' ? 'pt' : 'en',
  };
}

/** `3600000 delete checkout`, `3600000 setQuota main 3`. */
function detourOf(text: string): Detour | null {
  const [atMs = '', deed = '', subject = '', to = null, ...rest] = text.split(' ');
  if (!/^\d{1,15}$/.test(atMs) || !Object.hasOwn(DEEDS, deed) || subject === '') return null;
  return rest.length > 0 ? null : { atMs: Number(atMs), deed: deed as Deed, subject, to };
}

/** What a link may ask for: no more than the controls of the page offer, and then some. */
const LEAST: Record<(typeof NUMBERS)[number], number> = {
  idleDays: 0.01,
  creationMinutes: 0.01,
  quota: 1,
  scaleOutAt: 0.01,
  traffic: 0.01,
  perEnvironment: 0,
  free: 0,
};
const MOST: typeof LEAST = {
  idleDays: 400,
  creationMinutes: 60,
  quota: 5000,
  scaleOutAt: 1,
  traffic: 10,
  perEnvironment: 100,
  free: 4091,
};

function numberIn(words: URLSearchParams, name: string): number | null {
  const text = words.get(name);
  const value = Number(text ?? Number.NaN);
  return text !== null && text !== '' && Number.isFinite(value) && value >= 0 ? value : null;
}
