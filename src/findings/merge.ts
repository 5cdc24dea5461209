import type { Judgement } from './accept.ts';
import type { FindingId } from './catalogue.ts';
import type { Severity } from './types.ts';
import { groupBy } from './words.ts';

/** What findings of scenarios and of plans have in common. */
export interface Told extends Partial<Judgement> {
  id: FindingId;
  rule: string;
  severity: Severity;
  subject: string;
  message: string;
  mend: string;
  where: string | null;
}

/** One thing that is said of several subjects. */
export interface MergedFinding extends Omit<Told, 'subject' | 'where'> {
  /** In the order of the findings, each once. */
  subjects: string[];
  /** Where they stand, each once; those that are not known are left out. */
  places: string[];
}

/** Findings that say the same as one, in the order of the first; what is accepted comes last. */
export function mergeFindings(findings: readonly Told[]): MergedFinding[] {
  const groups = groupBy(findings, ({ id, rule, severity, message, mend, accepted, expired }) =>
    JSON.stringify([id, rule, severity, message, mend, accepted ?? null, expired ?? null]),
  );
  const merged = groups.map(([, alike]): MergedFinding => {
    const { subject: _, where: __, ...first } = alike[0]!;
    const places = alike.flatMap(({ where }) => where ?? []);
    const subjects = alike.map(({ subject }) => subject);
    return { ...first, subjects: [...new Set(subjects)], places: [...new Set(places)] };
  });
  const counts = ({ accepted }: MergedFinding) => (accepted == null ? 0 : 1);
  return merged.sort((a, b) => counts(a) - counts(b));
}
