import { escapeLine } from '../diagnostics/escape.ts';
import type { MetricSummary, Summary } from '../experiments/types.ts';
import { cannotExclude } from './experiment-values.ts';
import { counted, enumerated, hanging, thousands, wrap } from './format.ts';
import type { Palette } from './palette.ts';

export interface Page {
  palette: Palette;
  width: number;
}

/** Runs that were wanted, those of them that figures rest on, and those that were lost. */
export interface Counts {
  asked: number;
  runs: number;
  lost: Summary['lost'];
}

/** `20 runs`; with lost ones `18 of 20 runs`. */
export function runsText(
  { asked, runs }: Pick<Counts, 'asked' | 'runs'>,
  [one, many] = ['run', 'runs'],
): string {
  const all = counted(asked, one, many);
  return runs === asked ? all : `${thousands(runs)} of ${all}`;
}

const SEEDS_MAX = 3;

/** The seeds that figures really rest on: `seeds plan/1 to plan/20 without plan/5`. */
export function seedsText(seed: string, { asked, lost }: Pick<Counts, 'asked' | 'lost'>): string {
  const gone = [...new Set(lost.map((one) => one.seed))];
  const first = gone.slice(0, SEEDS_MAX);
  const more = gone.length - first.length;
  const names = enumerated(more > 0 ? [...first, `${thousands(more)} more`] : first);
  const without = gone.length === 0 ? '' : ` without ${names}`;
  return escapeLine(`seeds ${seed}/1 to ${seed}/${asked}${without}`);
}

/** The first thing to be told where runs were lost; else nothing. Ends with an empty line. */
export function missingText({ asked, runs, lost }: Counts, { palette, width }: Page): string {
  if (lost.length === 0) return '';
  const rest =
    runs === 0
      ? 'nothing can be said'
      : 'figures rest on the others, and may be wrong without them';
  const text = `${thousands(lost.length)} of ${counted(asked, 'run')} have no result: ${rest}.`;
  return `${palette.bad(hanging(text, width, 2))}\n\n`;
}

/** What figures in brackets are, and what so few runs cannot know. */
export function intervalsText(runs: number): string {
  const brackets = 'Brackets are 95 % intervals.';
  if (runs === 0) return brackets;
  return `${brackets} Of what no run had, ${cannotExclude(runs)}; no interval of a mean knows of it.`;
}

/** Means that one or two runs carry. */
export function heavyText(metrics: readonly MetricSummary[]): string {
  const names = metrics.filter(({ isHeavy }) => isHeavy).map(({ name }) => name);
  if (names.length === 0) return '';
  return `One or two runs make nearly all the spread of ${enumerated(names)}: that mean may lie outside its interval more often than 5 %.`;
}

/** Runs that came to nothing, if any. */
export function lostText(lost: Summary['lost'], { palette, width }: Page): string {
  if (lost.length === 0) return '';
  const [{ seed, why }] = lost as [Summary['lost'][number]];
  const text = `${counted(lost.length, 'run')} without a result, the first with seed ${seed}: ${why}`;
  return `${palette.bad(hanging(text, width, 2))}\n`;
}

/** Sentences at the foot of a table. Ends with a newline. */
export function footText(sentences: readonly string[], { palette, width }: Page): string {
  const text = sentences.filter((one) => one !== '').join(' ');
  return `${palette.faint(wrap(text, width).join('\n'))}\n`;
}
