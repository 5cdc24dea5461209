import { PARAMETERS, type ParameterName, UNREAD } from '../evidence/parameters.ts';
import type { Review } from './reference-tables.ts';

/** Times after which something is done again: at 0 it would be done for ever in one moment. */
const REPEATED: readonly ParameterName[] = ['asyncRetryFirst', 'eniRecreation', 'reapRetryEvery'];

/** Warns of overrides that change nothing, and refuses those under which time would stand still. */
export function reviewParameters(review: Review): void {
  const overrides = Object.entries(review.salvaged.file.parameters ?? {});
  for (const [name, value] of overrides) {
    const path = ['parameters', name];
    const known = name as ParameterName;
    if (UNREAD.includes(known)) {
      review.drafts.push({
        path,
        severity: 'warning',
        message: `\`${name}\` is known, but not simulated yet: it changes nothing`,
        mend: 'remove it',
      });
    }
    const law = value as { kind?: string; value?: number } | null;
    const isZero = value === 0 || (law?.kind === 'constant' && law.value === 0);
    if (!REPEATED.includes(known) || !isZero) continue;
    review.drafts.push({
      path,
      message: 'must be longer than 0: it is done again after this time',
      expected: 'a time such as `1m`',
      mend: PARAMETERS[known].about,
    });
  }
}
