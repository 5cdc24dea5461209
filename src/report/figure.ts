import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { escapeHtml } from './html.ts';

/** A picture with what it is called, and what it shows for whoever does not see it. */
export interface Figure {
  title: string;
  /** How to read it, in a sentence. */
  caption: string;
  /** What it shows, with its figures, in words. */
  says: string;
  svg: string;
  /** As wide as the page. */
  isWide?: true;
}

/** Wide enough for labels, narrow enough to be read on a telephone. */
export const FIGURE_WIDTH = 440;

const { document } = parseHTML('<!doctype html><html><body></body></html>');

/** An SVG of a plot, as text. Words of files are text nodes, whatever they say. */
export function drawn(options: Plot.PlotOptions): string {
  const svg = Plot.plot({
    width: FIGURE_WIDTH,
    style: { background: 'none', color: 'inherit', fontSize: '12px', fontFamily: 'inherit' },
    ...options,
    document: document as unknown as NonNullable<Plot.PlotOptions['document']>,
  });
  svg.setAttribute('aria-hidden', 'true');
  return (svg as unknown as { outerHTML: string }).outerHTML;
}

export function figureHtml({ title, caption, says, svg, isWide }: Figure): string {
  const wide = isWide === true ? ' class="wide"' : '';
  const scrolls = isWide === true ? ' class="scroll" tabindex="0"' : '';
  return `<figure${wide}><figcaption>${escapeHtml(title)}<span>${escapeHtml(caption)}</span></figcaption>
<div${scrolls} role="img" aria-label="${escapeHtml(says)}">${svg}</div></figure>`;
}

const LABEL_MAX = 26;

/** A name for an axis: without its middle where it is long, nor what would disturb others. */
export function label(name: string, most = LABEL_MAX): string {
  const clean = [...name.replaceAll(/[\p{C}\s]+/gu, ' ')];
  if (clean.length <= most) return clean.join('');
  // Names of one kind begin alike: the end tells more.
  const head = Math.floor((most - 1) / 3);
  return [...clean.slice(0, head), '…', ...clean.slice(head + 1 - most)].join('');
}

/** Ids of templates without their stacks and without the words that all begin with, if distinct. */
export function shortNames(ids: readonly string[]): (id: string) => string {
  const own = (id: string): string => id.slice(id.lastIndexOf('/') + 1);
  const counts = new Map<string, number>();
  for (const id of new Set(ids)) counts.set(own(id), (counts.get(own(id)) ?? 0) + 1);
  const short = (id: string) => (counts.get(own(id)) === 1 ? own(id) : id);
  const shared = sharedWords([...new Set(ids)].map(short));
  return (id) => short(id).slice(shared);
}

const SEPARATORS = ['-', '_', '.', ':', '/', '}'];

/** The length of the words that all names begin with: 4 for `net-a` and `net-b`. */
function sharedWords(names: readonly string[]): number {
  const [first = '', ...others] = names;
  if (others.length === 0) return 0;
  let alike = 0;
  while (alike < first.length && others.every((name) => name[alike] === first[alike])) alike += 1;
  const beginning = first.slice(0, alike);
  const length = 1 + Math.max(...SEPARATORS.map((sign) => beginning.lastIndexOf(sign)));
  return names.some((name) => name.length === length) ? 0 : length;
}
