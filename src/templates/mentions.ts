import { isDict, type Maybe, Unknown } from './values.ts';
import type { Mention } from './view.ts';

/** The resources that a value names, each with the entry of the mapping that names it. */
export function mentionsIn(value: Maybe): Mention[] {
  if (Array.isArray(value)) return value.flatMap((one) => named(one, pathOf(one)));
  if (!isDict(value)) return named(value, null);
  return [...value].flatMap(([entry, one]) => named(one, entry));
}

function named(value: Maybe, entry: string | null): Mention[] {
  if (Array.isArray(value)) return value.flatMap((one) => named(one, entry));
  if (isDict(value)) return [...value.values()].flatMap((one) => named(one, entry));
  if (!(value instanceof Unknown)) return [];
  const { attribute, resource, parts, joined, inside } = value;
  if (attribute !== undefined) {
    return [{ resource: attribute.resource, attribute: attribute.name, entry }];
  }
  if (resource !== undefined) return [{ resource, attribute: null, entry }];
  const within = [
    ...(parts ?? []).flatMap((part) => named(maybe(part), entry)),
    ...named(joined?.list, entry),
    ...named(inside, entry),
  ];
  // In an ARN a name stands for the service's API, and not for an address.
  const isArn = parts?.some(
    (part) => typeof part === 'string' && /(^|\W)arn:|:cluster:/.test(part),
  );
  return within.map((one) =>
    isArn === true && one.attribute === null ? { ...one, attribute: 'Arn' } : one,
  );
}

const maybe = (part: string | Unknown): Maybe => (typeof part === 'string' ? undefined : part);

/** A mount is known by the path it is put at. */
function pathOf(block: Maybe): string | null {
  const path = isDict(block) ? block.get('LocalMountPath') : undefined;
  return typeof path === 'string' ? path : null;
}
