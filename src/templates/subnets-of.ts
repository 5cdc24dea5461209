import { SUBNET_USERS } from '../evidence/subnet-users/table.ts';
import { propertyAt } from './property-paths.ts';
import { type ResourceIndex, resourceNamed } from './resource-index.ts';
import { mappingSubnets } from './source-mappings.ts';
import { shownOf, type Value } from './values.ts';
import { isGiven, type View } from './view.ts';

/** Subnets as written, what names them and is not in the templates, or none at all. */
export type Found = { value: Value } | { elsewhere: string } | 'nowhere';

const LINKS_MAX = 5;

/** The subnets of a resource: those that it names, else those of what it names. */
export function subnetsOf(
  view: View,
  part: { subnets?: readonly string[] },
  index: ResourceIndex,
  links = 0,
): Found {
  const row = SUBNET_USERS[view.type];
  const paths = part.subnets ?? row?.subnets ?? [];
  const values =
    view.type === 'AWS::Lambda::EventSourceMapping'
      ? [mappingSubnets(view)]
      : paths.map((path) => propertyAt(view, path));
  const given = values.filter(isGiven);
  if (given.length > 0) return { value: given.flat() };
  if (part.subnets !== undefined || links > LINKS_MAX) return 'nowhere';
  for (const path of row?.through ?? []) {
    const name = propertyAt(view, path);
    if (!isGiven(name)) continue;
    const target = resourceNamed(name, view.type, index, path);
    if (target === undefined) return { elsewhere: shownOf(name) };
    return subnetsOf(target, {}, index, links + 1);
  }
  return 'nowhere';
}
