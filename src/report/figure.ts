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
  return `<figure${wide}><figcaption>${escapeHtml(title)}<span>${escapeHtml(caption)}</span></figcaption>
<div role="img" aria-label="${escapeHtml(says)}">${svg}</div></figure>`;
}

const LABEL_MAX = 26;

/** A name for an axis: short, without characters that would disturb what stands beside it. */
export function label(name: string, most = LABEL_MAX): string {
  const clean = [...name.slice(0, 4 * most).replaceAll(/[\p{C}\s]+/gu, ' ')];
  return clean.length > most ? `${clean.slice(0, most - 1).join('')}…` : clean.join('');
}
