import type { Judgement } from '../findings/accept.ts';
import { UNKNOWN_FINDINGS } from '../findings/catalogue.ts';
import type { MergedFinding, Told } from '../findings/merge.ts';
import { counted, few } from './format.ts';

/** A finding as it is shown: what it is about stands in its message. */
export type FindingRow = Omit<MergedFinding, 'subjects'>;

/** Findings of a plan, each of which names its subjects: where its message does not, in front. */
export function planRows(findings: readonly MergedFinding[]): FindingRow[] {
  return findings.map((finding) => {
    const { subjects, ...row } = finding;
    return isSelfTold(finding) ? row : { ...row, message: `${few(subjects)}: ${row.message}` };
  });
}

function isSelfTold({ id, subjects, message }: MergedFinding): boolean {
  if (subjects.length !== 1) return false;
  const isAboutUnknown = (UNKNOWN_FINDINGS as readonly string[]).includes(id);
  return isAboutUnknown || message.includes(`\`${subjects[0]}\``);
}

/** Findings of scenarios and policies: each names its subject itself. */
export function scenarioRows(findings: readonly Told[]): FindingRow[] {
  return findings.map(({ where, subject: _, ...rest }) => {
    return { ...rest, places: where === null ? [] : [where] };
  });
}

/** `a.yaml:3:5 and 11 more places`. */
export function placesText([first, ...others]: readonly string[]): string {
  if (first === undefined) return '';
  return others.length === 0 ? first : `${first} and ${counted(others.length, 'more place')}`;
}

/** What was decided of a finding, as a sentence; empty: nothing. */
export function decisionText({ accepted, expired }: Partial<Judgement>): string {
  if (accepted != null) return `Accepted${untilText(accepted.until)}: ${accepted.reason}`;
  if (expired === undefined) return '';
  return `Was accepted${untilText(expired.until)}: ${expired.reason}`;
}

const untilText = (until: string | null): string => (until === null ? '' : ` until ${until}`);
