import type { Scenario } from '../scenario/types.ts';
import { callerFindings } from './callers.ts';
import { FINDINGS } from './catalogue.ts';
import { configFindings } from './configs.ts';
import { designOf, type WhereOf } from './from-scenario.ts';
import { lifeFindings } from './life.ts';
import { misspeltFindings } from './misspelt.ts';
import { networkFindings } from './network.ts';
import { roleFindings } from './roles.ts';
import { sharingFindings } from './sharing.ts';
import type { Design, Finding, Severity } from './types.ts';

/**
 * What is found in a scenario before it runs: what it cannot reach, roles that lack a permission,
 * what could be shared, what does not fit. An `error` fails as it stands.
 * @param whereOf says where a part stands; by default its path, such as `functions.checkout`
 */
export function findingsOf(scenario: Scenario, whereOf?: WhereOf): Finding[] {
  return findingsIn(designOf(scenario, whereOf));
}

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
    ...misspeltFindings(design),
  ];
  return found
    .map((one) => ({ ...FINDINGS[one.id], ...one }))
    .sort((a, b) => RANK[a.severity] - RANK[b.severity])
    .map(({ id, rule, severity, subject, message, mend, where, source }) => {
      return { id, rule, severity, subject, message, mend, where, source };
    });
}
