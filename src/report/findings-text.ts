import type { Finding, Severity } from '../findings/types.ts';
import { counted, hanging, harmless, thousands } from './format.ts';
import { type Palette, PLAIN, type Tone, toned } from './palette.ts';

const TONE: Record<Severity, Tone> = { error: 'bad', warning: 'warn', info: 'plain' };
const NAME: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'note' };

const LISTED_MAX = 40;

interface Page {
  palette?: Palette;
  width?: number;
}

/** What is told of a finding; those of plans have no kind. */
type Told = Pick<Finding, 'severity' | 'message' | 'mend' | 'where'> & {
  rule: string;
  id?: string;
};

/** Findings one below the other, each with its mend, rule and place. Empty when there are none. */
export function findingsText(findings: readonly Told[], page: Page = {}): string {
  const { palette = PLAIN, width = 100 } = page;
  const rest = findings.length - LISTED_MAX;
  const more = rest > 0 ? `  … ${thousands(rest)} more, --format json has all\n` : '';
  const lines = findings
    .slice(0, LISTED_MAX)
    .map(({ id, rule, severity, message, mend, where }) => {
      const level = toned(NAME[severity].padEnd(7), TONE[severity], palette);
      const place = where === null ? '' : ` ${where}`;
      const text = hanging(harmless(`${message} ${mend}`), width, 11);
      return `  ${level}  ${text}\n           ${palette.faint(`[${id === undefined ? rule : `${rule} ${id}`}]${place}`)}\n`;
    })
    .join('');
  return lines + more;
}

/** What a run tells before its story: all but the notes, which are only counted. */
export function findingsOfRun(findings: readonly Finding[], page: Page = {}): string {
  const { palette = PLAIN } = page;
  const grave = findings.filter(({ severity }) => severity !== 'info');
  const notes = findings.length - grave.length;
  if (grave.length === 0) return '';
  const more = notes === 0 ? '' : `  ${counted(notes, 'note')} more: \`hyperplane check\`\n`;
  return `${palette.strong('Findings')}\n${findingsText(grave, page)}${palette.faint(more)}`;
}
