import { ACCOUNT } from '../evidence/fixed.ts';
import { FINDINGS, type FindingId } from '../findings/catalogue.ts';
import type { findingsIn } from '../findings/findings.ts';
import { roleFindings } from '../findings/roles.ts';
import type { Found } from '../findings/types.ts';
import { listed } from '../findings/words.ts';
import type { Estate, PlannedRole, RoleCase, UnknownFact } from '../templates/types.ts';
import { functionOf } from './design-function.ts';
import type { Attached } from './pairings.ts';

export type Roles = ReadonlyMap<string, PlannedRole>;

/** In these cases AWS refuses the function. */
const REFUSED: readonly FindingId[] = ['role-cannot-create', 'create-without-groups'];

/** What is found in a role in each case that it may turn out to be; one case: nothing decides. */
function foundByCase(one: Attached, roles: Roles): { when: RoleCase['when']; found: Found[] }[] {
  const role = roles.get(one.role ?? '');
  return casesFor(one, role).map(({ when, ...held }) => {
    const fn = functionOf(one, { ...role!, ...held, cases: [] });
    const nowhere = { vpcs: [], subnets: [], securityGroups: [] };
    const design = { surroundings: nowhere, functions: [fn], callers: [], ...ACCOUNT };
    return { when, found: roleFindings(design) };
  });
}

/** The cases of a role in which a function is attached. */
function casesFor({ alternatives }: Attached, role: PlannedRole | undefined): RoleCase[] {
  const attached = alternatives?.filter(({ vpc }) => vpc !== null) ?? [{ when: {} }];
  const agree = (one: RoleCase['when'], other: RoleCase['when']) =>
    Object.entries(one).every(([name, is]) => (other[name] ?? is) === is);
  return (role?.cases ?? []).filter(({ when }) => attached.some((one) => agree(one.when, when)));
}

/** Found whatever the unknown conditions are: then they do not matter. */
export function inEveryCase(one: Attached, roles: Roles): ReturnType<typeof findingsIn> {
  const [first, ...others] = foundByCase(one, roles);
  if (first === undefined) return [];
  const names = namesIn([first, ...others]);
  return first.found
    .filter(({ id }) => others.every(({ found }) => found.some((other) => other.id === id)))
    .map((found) => {
      const message = `${found.message.replace(/\.$/, '')}, whatever ${listed(names)} ${names.length === 1 ? 'is' : 'are'}.`;
      return {
        ...FINDINGS[found.id],
        ...found,
        message: names.length === 0 ? found.message : message,
      };
    });
}

/** The conditions that tell the cases apart. */
function namesIn(cases: readonly { when: RoleCase['when'] }[]): string[] {
  const all = cases.flatMap(({ when }) => Object.keys(when));
  const differ = (name: string) => new Set(cases.map(({ when }) => when[name])).size > 1;
  return [...new Set(all)].filter(differ).map((name) => `\`${name}\``);
}

/** IAM-4: functions whose roles may create interfaces in some cases only, or in ones not read. */
export function undecidedRoles(estate: Estate, functions: readonly Attached[]): UnknownFact[] {
  const roles: Roles = new Map(estate.roles.map((role) => [role.id, role]));
  return functions.flatMap((one): UnknownFact[] => {
    const cases = foundByCase(one, roles);
    const refused = cases.filter(({ found }) => found.some(({ id }) => REFUSED.includes(id)));
    if (refused.length === 0 || refused.length === cases.length) return [];
    const names = namesIn(cases);
    const when = Object.entries(refused[0]!.when).filter(([name]) => names.includes(`\`${name}\``));
    const is = when.map(([name, value]) => `\`${name}\` is ${value}`).join(' and ');
    const what = `whether role ${one.role} may create network interfaces`;
    const why = `it may not where ${is}`;
    const mend = roles.get(one.role ?? '')?.settledBy.join(' ') ?? '';
    return [{ what, path: `${one.id}.Role`, why, mend }];
  });
}
