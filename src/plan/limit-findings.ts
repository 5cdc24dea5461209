import { FINDINGS, type FindingId } from '../findings/catalogue.ts';
import { listed, sentence } from '../findings/words.ts';
import type { Finding, Limit } from './types.ts';

const UNKNOWN: Record<Limit['kind'], FindingId> = {
  read: 'part-unknown',
  accepted: 'attachment-unknown',
  quota: 'quota-unknown',
  room: 'room-unknown',
};

const EXCEEDED: Partial<Record<Limit['kind'], FindingId>> = {
  quota: 'quota-exceeded',
  room: 'subnet-too-small',
};

/**
 * What the verdict of today rests on and no finding tells yet, as findings: what is not known, and
 * limits that are passed already by the part that is known.
 */
export function limitFindings(
  limits: readonly Limit[],
  findings: readonly Finding[],
  placeOf: (id: string) => string | null,
): Finding[] {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const told = new Set(errors.map(({ subject }) => subject));
  return limits.flatMap((limit): Finding[] => {
    const { kind, now } = limit;
    const subject = limit.subject === '' ? 'the templates' : limit.subject;
    const isUnknown = now.verdict === 'unknown';
    const id = isUnknown ? (limit.finding ?? UNKNOWN[kind]) : EXCEEDED[kind];
    const isTold = now.verdict === 'yes' || (!isUnknown && told.has(subject));
    if (id === undefined || isTold) return [];
    const severity = isUnknown ? 'info' : 'error';
    const message = sentence(now.because);
    const { rule } = FINDINGS[id];
    return [{ id, rule, severity, subject, message, mend: mendOf(limit), where: placeOf(subject) }];
  });
}

function mendOf({ kind, now, settledBy }: Limit): string {
  const [first] = settledBy;
  if (first?.startsWith('--')) return `Settle it with ${listed(settledBy.map(asCode))}.`;
  if (first !== undefined) return sentence(settledBy.join('; '));
  if (now.verdict === 'unknown') return 'See what `hyperplane plan` lists as unknown.';
  if (kind === 'quota') return 'Share security groups, or ask AWS for a higher quota.';
  return 'Share security groups, or use further subnets.';
}

const asCode = (text: string): string => `\`${text}\``;
