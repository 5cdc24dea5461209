import type { PlannedRole } from './types.ts';
import { type Choice, eitherOf, type Maybe, Unknown } from './values.ts';
import type { View } from './view.ts';

/** What a role is given, before it is known which of it holds. */
export interface Given {
  value: Maybe;
  kind: 'inline' | 'managed' | 'document' | 'boundary';
  attachedBy: string | null;
}

export interface GivenRole {
  role: PlannedRole;
  given: Given[];
  /** What decides which of two roles it is. */
  choice?: Choice;
}

export type Roles = Map<string, GivenRole>;

/** The id of a role that a condition chooses for a function; null: none does. */
export function chosenId(value: Maybe): string | null {
  return value instanceof Unknown && value.choice !== undefined ? value.shown : null;
}

/** A role that is one of two, both of which are here: it holds what the one it is holds. */
export function chosenRole(view: View, roles: Roles): GivenRole | null {
  const value = view.get('Role');
  const id = chosenId(value);
  if (id === null || !(value instanceof Unknown) || value.choice?.options.length !== 2) return null;
  const among = value.choice.options.map((one) => {
    return one.value instanceof Unknown ? roles.get(one.value.resource ?? '') : undefined;
  });
  if (roles.has(id) || among.includes(undefined)) return null;
  return { role: emptyRole(id, view), given: [], choice: value.choice };
}

/** What both roles hold, each under the answer that chooses it. */
export function chosenGiven({ by, options }: Choice, roles: Roles): Given[] {
  return options.flatMap(({ value }, index) => {
    const id = value instanceof Unknown ? (value.resource ?? '') : '';
    return (roles.get(id)?.given ?? []).map((one): Given => {
      const [then, otherwise] = index === 0 ? [one.value, undefined] : [undefined, one.value];
      return { ...one, value: eitherOf(by, then, otherwise) };
    });
  });
}

export function emptyRole(id: string, { where }: View): PlannedRole {
  return { id, where, policies: [], unread: [], cases: [], settledBy: [] };
}
