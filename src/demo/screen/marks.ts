import type { Palette } from '../../report/palette.ts';

/** How the states of functions and ENIs are marked, beside their signs. */
const MARKS: Readonly<Record<string, keyof Palette>> = {
  Pending: 'warn',
  Active: 'good',
  Inactive: 'faint',
  Failed: 'bad',
  creating: 'warn',
  ready: 'good',
  draining: 'warn',
  available: 'faint',
  failed: 'bad',
  stuck: 'bad',
};

export const markOf = (state: string): keyof Palette | undefined => MARKS[state];
