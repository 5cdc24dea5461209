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

/** A name for an axis: its end where it is long, without characters that would disturb others. */
export function label(name: string, most = LABEL_MAX): string {
  const clean = [...name.slice(-4 * most).replaceAll(/[\p{C}\s]+/gu, ' ')];
  return clean.length > most ? `…${clean.slice(1 - most).join('')}` : clean.join('');
}

/** Ids of templates without their stacks, as far as they stay distinct. */
export function withoutStacks(ids: readonly string[]): (id: string) => string {
  const own = (id: string): string => id.slice(id.lastIndexOf('/') + 1);
  const counts = new Map<string, number>();
  for (const id of new Set(ids)) counts.set(own(id), (counts.get(own(id)) ?? 0) + 1);
  return (id) => (counts.get(own(id)) === 1 ? own(id) : id);
}
