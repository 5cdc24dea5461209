import type { FindingId } from './catalogue.ts';
import { groupBy } from './words.ts';

/** Why a finding does not count, and the last day (`YYYY-MM-DD`) of that; null: for good. */
export interface Acceptance {
  reason: string;
  until: string | null;
}

/** A finding that somebody has decided to live with, as it is written down. */
export interface AcceptEntry extends Acceptance {
  id: FindingId;
  /** What the finding is about; `*` stands for any text. */
  subject: string;
}

/** What an acceptance does to a finding. */
export interface Judgement {
  /** Null: the finding counts. */
  accepted: Acceptance | null;
  /** It was accepted, and that is over. */
  expired?: Acceptance;
}

type Acceptable = { id: FindingId; subject: string };

/**
 * Findings with what is accepted of them: the first entry that is in force decides.
 * @param today `YYYY-MM-DD`; an entry counts on its last day
 * @returns the findings in their order, and how many each entry is about
 */
export function acceptFindings<F extends Acceptable>(
  findings: readonly F[],
  entries: readonly AcceptEntry[],
  today: string,
): { findings: (F & Judgement)[]; matches: number[] } {
  const matches = entries.map(() => 0);
  const entriesOf = new Map(groupBy([...entries.entries()], ([, { id }]) => id));
  const judged = findings.map((finding): F & Judgement => {
    let expired: Acceptance | undefined;
    for (const [at, entry] of entriesOf.get(finding.id) ?? []) {
      const { subject, reason, until } = entry;
      if (!matchesPattern(finding.subject, subject)) continue;
      matches[at]! += 1;
      if (!isExpired(entry, today)) return { ...finding, accepted: { reason, until } };
      expired ??= { reason, until };
    }
    return { ...finding, accepted: null, ...(expired === undefined ? {} : { expired }) };
  });
  return { findings: judged, matches };
}

/** Dates of this form are in the order of their letters. */
export function isExpired({ until }: Acceptance, today: string): boolean {
  return until !== null && until < today;
}

/** Piece by piece, so that no pattern takes long. */
function matchesPattern(text: string, pattern: string): boolean {
  const [first = '', ...pieces] = pattern.split('*');
  const last = pieces.pop();
  if (last === undefined) return text === pattern;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let from = first.length;
  for (const piece of pieces) {
    const at = text.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return from <= text.length - last.length;
}
