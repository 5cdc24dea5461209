import { escapeLine } from '../diagnostics/escape.ts';
import type { Finding, Severity } from '../findings/types.ts';
import { decisionText, type FindingRow, placesText, scenarioRows } from './finding-rows.ts';
import { counted, hanging, thousands } from './format.ts';
import { type Palette, PLAIN, type Tone, toned } from './palette.ts';

const TONE: Record<Severity, Tone> = { error: 'bad', warning: 'warn', info: 'plain' };
const NAME: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'note' };

const LISTED_MAX = 40;

interface Page {
  palette?: Palette;
  width?: number;
}

/** Findings one below the other, each with its mend, rule and place. Empty when there are none. */
export function findingsText(findings: readonly FindingRow[], page: Page = {}): string {
  const { palette = PLAIN, width = 100 } = page;
  const rest = findings.length - LISTED_MAX;
  const more = rest > 0 ? `  … ${thousands(rest)} more, --format json has all\n` : '';
  const lines = findings.slice(0, LISTED_MAX).map((finding) => {
    const { id, rule, severity, message, mend, places, accepted } = finding;
    const isAccepted = accepted != null;
    const name = isAccepted ? 'accept' : NAME[severity];
    const level = toned(name.padEnd(7), isAccepted ? 'plain' : TONE[severity], palette);
    const decision = decisionText(finding);
    const told = [message, ...(isAccepted ? [] : [mend]), ...(decision === '' ? [] : [decision])];
    const text = hanging(told.join(' '), width, 11);
    const kind = palette.faint(escapeLine(`[${rule} ${id}] ${placesText(places)}`.trimEnd()));
    return `  ${level}  ${text}\n           ${kind}\n`;
  });
  return lines.join('') + more;
}

/** What a run tells before its story: all but the notes, which are only counted. */
export function findingsOfRun(findings: readonly Finding[], page: Page = {}): string {
  const { palette = PLAIN } = page;
  const grave = findings.filter(({ severity }) => severity !== 'info');
  const notes = findings.length - grave.length;
  if (grave.length === 0) return '';
  const more = notes === 0 ? '' : `  ${counted(notes, 'note')} more: \`hyperplane check\`\n`;
  return `${palette.strong('Findings')}\n${findingsText(scenarioRows(grave), page)}${palette.faint(more)}`;
}
