import type { Estate } from '../templates/types.ts';
import { designFindings } from './design.ts';
import type { Attached } from './pairings.ts';
import type { Finding } from './types.ts';

/**
 * What is found in roles and networks. A role that something unknown decides on is judged as each
 * of those it may turn out to be: found is what is found in all of them.
 */
export function findingsInAll(estate: Estate, functions: readonly Attached[]): Finding[] {
  const used = new Set(functions.map(({ role }) => role));
  const roles = estate.roles.filter(({ id }) => used.has(id));
  const count = Math.max(1, ...roles.map(({ variants }) => variants?.length ?? 1));
  const [first, ...others] = Array.from({ length: count }, (_, turn) => {
    return designFindings(
      { ...estate, roles: roles.map((role) => asVariant(role, turn)) },
      functions,
    );
  });
  const inOthers = others.map((found) => new Set(found.map(keyOf)));
  return first!.filter((one) => inOthers.every((found) => found.has(keyOf(one))));
}

/** Those with fewer variants than others are judged as some of theirs again. */
function asVariant(role: Estate['roles'][number], turn: number): Estate['roles'][number] {
  const { variants } = role;
  return variants === undefined ? role : { ...role, ...variants[turn % variants.length] };
}

/** The place tells apart what is found in several statements; the words may differ. */
const keyOf = ({ rule, severity, subject, where }: Finding): string =>
  JSON.stringify([rule, severity, subject, where]);
