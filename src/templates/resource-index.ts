import { SUBNET_USERS } from '../evidence/subnet-users/table.ts';
import { propertyAt } from './property-paths.ts';
import { type Maybe, Unknown } from './values.ts';
import type { View } from './view.ts';

/** The resources of an estate, to be found by what others call them. */
export interface ResourceIndex {
  /** By type, in the order of the templates. */
  byType: ReadonlyMap<string, readonly View[]>;
  byId: ReadonlyMap<string, View>;
  /** By service and name in small letters: AWS keeps many names so. */
  byName: ReadonlyMap<string, readonly View[]>;
}

export function indexResources(views: readonly View[]): ResourceIndex {
  const byName = new Map<string, View[]>();
  const byType = new Map<string, View[]>();
  for (const view of views) {
    add(byType, view.type, view);
    for (const property of SUBNET_USERS[view.type]?.names ?? []) {
      const name = propertyAt(view, property);
      if (typeof name === 'string') add(byName, nameKey(view.type, name), view);
    }
  }
  return { byType, byId: new Map(views.map((view) => [view.id, view])), byName };
}

function add(lists: Map<string, View[]>, key: string, view: View): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [view]);
  else list.push(view);
}

/** Resources of one service know each other by name. */
function nameKey(type: string, name: string): string {
  return `${type.split('::')[1]} ${name.toLowerCase()}`;
}

/**
 * The resource that a property of a type names, by reference, ARN or name; undefined: none of
 * these. Of several of a name it is the one whose kind the property speaks of.
 */
export function resourceNamed(
  value: Maybe,
  type: string,
  index: ResourceIndex,
  property = '',
): View | undefined {
  if (Array.isArray(value)) {
    return value.length === 1 ? resourceNamed(value[0], type, index, property) : undefined;
  }
  if (value instanceof Unknown) {
    const last = value.parts?.findLast((part) => part instanceof Unknown);
    const part = last instanceof Unknown ? (last.resource ?? last.attribute?.resource) : undefined;
    return index.byId.get(value.resource ?? value.attribute?.resource ?? part ?? '');
  }
  if (value === undefined || value === null) return undefined;
  const text = String(value);
  const names = [text, ...text.split(/[:/]/)];
  const found = names.flatMap((name) => index.byName.get(nameKey(type, name)) ?? []);
  return found.find((one) => property.includes(one.type.split('::')[2]!)) ?? found[0];
}
