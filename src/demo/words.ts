import { EN } from './words-en.ts';
import { PT } from './words-pt.ts';

export type Language = 'en' | 'pt';

export type Words = typeof EN;

export const WORDS: Readonly<Record<Language, Words>> = { en: EN, pt: PT };
