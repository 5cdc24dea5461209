import { figureHtml } from './figure.ts';
import { escapeHtml, sectionHtml } from './html.ts';
import { figuresOf } from './plan-figures.ts';
import { sourcesSection } from './plan-sources.ts';
import { STYLE } from './plan-style.ts';
import { type Again, allSections } from './plan-text.ts';
import type { FullPlan } from './plan-traffic.ts';

/** Nothing is asked of anywhere: styles are inside, and there is no script. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** A plan as one HTML page that needs nothing but itself. What came from files is text in it. */
export function planHtml(plan: FullPlan, { command, version }: Again): string {
  const title = escapeHtml(`Capacity plan: ${plan.inputs.map(({ name }) => name).join(', ')}`);
  const sections = [...allSections(plan), sourcesSection(plan)].map((section, at) => {
    return sectionHtml(section, `part-${at + 1}`);
  });
  const figures = figuresOf(plan).map(figureHtml).join('\n');
  const verdict = plan.fits === null ? 'open' : plan.fits ? 'good' : 'bad';
  const under = plan.traffic === undefined ? '' : `<p>${escapeHtml(plan.traffic.answer)}</p>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<div class="answer ${verdict}">
<p><strong>${escapeHtml(plan.answer)}</strong></p>
${under}
</div>
${figures === '' ? '' : `<div class="figures">${figures}</div>`}
${sections.join('\n')}
<section>
<h2 id="again">Again</h2>
<pre tabindex="0">${escapeHtml(command)}</pre>
<p>Made with hyperplane-sim ${escapeHtml(version)}; the same command gives the same numbers.</p>
</section>
</main>
</body>
</html>
`;
}
