import { callerFindings } from './callers.ts';
import { FINDINGS } from './catalogue.ts';
import { configFindings } from './configs.ts';
import { lifeFindings } from './life.ts';
import { networkFindings } from './network.ts';
import { roleFindings } from './roles.ts';
import { sharingFindings } from './sharing.ts';
import type { Design, Finding, Severity } from './types.ts';

const RANK: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

/** All that is found in a design, the gravest first; of one severity in a fixed order. */
export function findingsIn(design: Design): Finding[] {
  const found = [
    ...configFindings(design),
    ...roleFindings(design),
    ...networkFindings(design),
    ...sharingFindings(design),
    ...lifeFindings(design),
    ...callerFindings(design),
  ];
  return found
    .map((one) => ({ ...FINDINGS[one.id], ...one }))
    .sort((a, b) => RANK[a.severity] - RANK[b.severity])
    .map(({ id, rule, severity, subject, message, mend, where, source }) => {
      return { id, rule, severity, subject, message, mend, where, source };
    });
}
