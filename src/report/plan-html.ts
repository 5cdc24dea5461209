import { figureHtml } from './figure.ts';
import { escapeHtml, sectionHtml } from './html.ts';
import { answerOf } from './plan-answer.ts';
import { figuresOf } from './plan-figures.ts';
import { sourcesSections } from './plan-sources.ts';
import { STYLE } from './plan-style.ts';
import { type Again, allSections, firstSections } from './plan-text.ts';
import type { FullPlan } from './plan-traffic.ts';

/** Nothing is asked of anywhere: styles are inside, and there is no script. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** A plan as one HTML page that needs nothing but itself. What came from files is text in it. */
export function planHtml(plan: FullPlan, { command, version }: Again): string {
  const title = escapeHtml(`Capacity plan: ${plan.inputs.map(({ name }) => name).join(', ')}`);
  const figures = figuresOf(plan).map(figureHtml).join('\n');
  const drawn =
    figures === '' ? [] : [{ id: 'figures', heading: 'Figures', html: figuresHtml(figures) }];
  const sections = [...allSections(plan), ...sourcesSections(plan)].map((section, at) => {
    const id = `part-${at + 1}`;
    return { id, heading: section.heading, html: sectionHtml(section, id) };
  });
  // What is open, wrong and helpful is read before any picture or table.
  const first = firstSections(plan).length;
  const parts = [...sections.slice(0, first), ...drawn, ...sections.slice(first)];
  const { tone, question, headline, says } = answerOf(plan);
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
<div class="answer ${tone}">
<p>${escapeHtml(question)}</p>
<p><strong>${escapeHtml(headline)}</strong></p>
${says.map((text) => `<p>${escapeHtml(text)}</p>`).join('\n')}
</div>
${contents([...parts, { id: 'again', heading: 'Again' }])}
${parts.map(({ html }) => html).join('\n')}
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

const figuresHtml = (figures: string): string =>
  `<section>\n<h2 id="figures">Figures</h2>\n<div class="figures">${figures}</div>\n</section>`;

function contents(entries: readonly { id: string; heading: string }[]): string {
  const items = entries.map(({ id, heading }) => {
    return `<li><a href="#${id}">${escapeHtml(heading)}</a></li>`;
  });
  return `<nav aria-label="Contents"><ul>${items.join('')}</ul></nav>`;
}
