import { branchesOf } from './branches.ts';
import { subnetIn } from './property-paths.ts';
import { mayNameSubnet } from './subnet-words.ts';
import { isDict, isOpen, type Maybe, Unknown, type Value } from './values.ts';
import { type Builder, isGiven, type View } from './view.ts';

/** A value in a resource that may name subnets; `isNamed`: what it stands under says so. */
export interface SubnetMention {
  value: Value;
  isNamed: boolean;
}

/**
 * The subnets that a resource of an unknown type names anywhere: null when it names some that are
 * not known, undefined when it names none.
 */
export function mentionedSubnets(view: View, builder: Builder): string[] | null | undefined {
  const mentions = view.subnetMentions();
  if (mentions.length === 0) return undefined;
  const known = knownSubnets(builder);
  const { names } = builder;
  const leaves = mentions.flatMap(({ value, isNamed }) => {
    return leavesOf(value).map((leaf) => ({ leaf: subnetIn(leaf) ?? '', isNamed }));
  });
  const found = leaves.flatMap(({ leaf }) => {
    const name = names.of(leaf);
    return known.has(name) || /^subnet-[0-9a-f]{8,}$/.test(name) ? [name] : [];
  });
  if (leaves.some(({ leaf, isNamed }) => isNamed && isOpen(leaf) && hasNeeds(leaf))) return null;
  return found.length > 0 ? [...new Set(found)] : undefined;
}

const hasNeeds = (leaf: Unknown): boolean => leaf.needs.length > 0;

/** Those that are declared, and those that functions use. */
function knownSubnets({ estate }: Builder): Set<string> {
  const used = estate.functions.flatMap(({ vpc }) =>
    vpc === null || vpc === 'unknown' ? [] : vpc.subnets.ids,
  );
  return new Set([...estate.subnets.map(({ id }) => id), ...used]);
}

/** The single values in a value, texts of several parts taken apart. */
function leavesOf(value: Maybe): Value[] {
  if (!isGiven(value)) return [];
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  if (isDict(value)) return [...value].flatMap(([, one]) => leavesOf(one));
  if (value instanceof Unknown) {
    const branches = branchesOf(value);
    if (branches.length > 0) return branches.flatMap(leavesOf);
    const parts = value.parts?.filter((part) => part instanceof Unknown) ?? [];
    return [value, ...parts, ...(value.joined === undefined ? [] : [value.joined.list])];
  }
  return mayNameSubnet(String(value)) ? String(value).split(/[\s,"]+/) : [];
}
