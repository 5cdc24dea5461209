import { escapeLine } from '../diagnostics/escape.ts';
import type { Section } from './plan-tables.ts';

/** Longer names help nobody; the whole of them is in the JSON. */
const CELL_MAX = 2_000;

/** Any text as the content of an element or of an attribute in double quotes. */
export function escapeHtml(text: string): string {
  const short = text.length > CELL_MAX ? `${text.slice(0, CELL_MAX)}…` : text;
  return escapeLine(short)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** A heading with its sentences and its table. */
export function sectionHtml({ heading, lines, columns, rows }: Section, id: string): string {
  const told = lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n');
  const table = rows.length === 0 ? '' : tableHtml(columns, rows, id);
  return `<section>
<h2 id="${id}">${escapeHtml(heading)}</h2>
${told}${table}
</section>`;
}

/** May be broken anywhere, or it would make its column wider than the page. */
const LONG_WORD = /\S{28}/;
/** A sentence that needs room to be read, in characters. */
const SENTENCE_MIN = 60;

/** Wide tables scroll by themselves, with the keyboard too. */
function tableHtml(columns: Section['columns'], rows: Section['rows'], id: string): string {
  const attribute = (column: number) =>
    columns[column]?.align === 'right' ? ' class="number"' : '';
  const head = columns.map(({ name }, at) => {
    return `<th scope="col"${attribute(at)}>${escapeHtml(name)}</th>`;
  });
  const body = rows.map((row) => {
    const cells = row.map((cell, at) => {
      const [open, close] = at === 0 ? ['th scope="row"', 'th'] : ['td', 'td'];
      return `<${open}${kindOf(cell) ?? attribute(at)}>${breakable(escapeHtml(cell))}</${close}>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<div class="scroll" role="region" tabindex="0" aria-labelledby="${id}"><table>
<thead><tr>${head.join('')}</tr></thead>
<tbody>
${body.join('\n')}
</tbody></table></div>`;
}

function kindOf(cell: string): string | null {
  if (cell.length >= SENTENCE_MIN && /[.\])]$/.test(cell)) return ' class="sentence"';
  return LONG_WORD.test(cell) ? ' class="long"' : null;
}

/** An address that is the whole cell is a link; a long path may be broken behind its slashes. */
function breakable(escaped: string): string {
  const isAddress = /^https:\/\/(?:[\w./#?=%~+-]|&amp;)+$/.test(escaped);
  const parts = escaped
    .replaceAll(/\S{28,}/g, (word) => word.replaceAll(/(?<=[\w.-])[/:](?=[\w.-])/g, '$&<wbr>'))
    .replaceAll(/`([^`]+)`/g, '<code>$1</code>')
    .replaceAll(/\([A-Z]+-\d+(?: [a-z0-9-]+)?\)/g, '<span class="rule">$&</span>');
  return isAddress ? `<a href="${escaped}">${parts}</a>` : parts;
}
