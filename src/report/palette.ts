/** How each kind of word is marked; the caller decides whether that is colour or nothing. */
export interface Palette {
  strong: (text: string) => string;
  faint: (text: string) => string;
  good: (text: string) => string;
  warn: (text: string) => string;
  bad: (text: string) => string;
}

const same = (text: string): string => text;

/** No colour at all, for files and pipes. */
export const PLAIN: Palette = { strong: same, faint: same, good: same, warn: same, bad: same };

export type Tone = 'plain' | 'good' | 'warn' | 'bad';

export function toned(text: string, tone: Tone, palette: Palette): string {
  return tone === 'plain' ? text : palette[tone](text);
}
